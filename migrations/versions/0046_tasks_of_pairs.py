"""Say of a task about which pair something has to be found out."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_task", sa.Column("link_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_case_task_link_id"), "case_task", ["link_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_task_link_id"), "case_task")
    with op.batch_alter_table("case_task") as table:
        table.drop_column("link_id")
