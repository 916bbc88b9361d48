"""Let people leave on a day; have links and questions follow their case's owner."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FOLLOWERS = ("link", "confirmation_request")


def upgrade() -> None:
    op.add_column("user", sa.Column("leaves_on", sa.Date(), nullable=True))
    for table in FOLLOWERS:
        op.execute(
            f"UPDATE {table} SET owner_id = (SELECT COALESCE(owner_id, created_by) "  # noqa: S608
            f"FROM tracing_request WHERE tracing_request.id = {table}.request_id)"
        )


def downgrade() -> None:
    op.drop_column("user", "leaves_on")
