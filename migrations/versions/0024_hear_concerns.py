"""Keep when whoever reported a concern last said something."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("concern", sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True))
    # who spoke last is sealed: what is open waits for an answer until somebody looks
    op.execute("UPDATE concern SET heard_at = changed_at")
    with op.batch_alter_table("concern") as table:
        table.alter_column("heard_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("concern") as table:
        table.drop_column("heard_at")
