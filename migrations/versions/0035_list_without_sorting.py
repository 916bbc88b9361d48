"""Show the first page of a long list without sorting all of it."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

LISTED = {
    "tracing_request": ["changed_at", "number"],
    "person": ["changed_at", "id"],
    "registration": ["met_on", "number"],
}


def upgrade() -> None:
    for table, columns in LISTED.items():
        op.create_index(f"ix_{table}_society_listed", table, ["society_code", *columns])


def downgrade() -> None:
    for table in LISTED:
        op.drop_index(f"ix_{table}_society_listed", table)
