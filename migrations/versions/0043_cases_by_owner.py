"""Find an officer's own cases without reading everybody's."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

INDEX = "ix_tracing_request_owner_id"


def upgrade() -> None:
    op.create_index(op.f(INDEX), "tracing_request", ["owner_id"])


def downgrade() -> None:
    op.drop_index(op.f(INDEX), "tracing_request")
