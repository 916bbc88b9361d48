"""Keep what somebody set aside of their work, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_rest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_no", sa.String(30), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_work_rest_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_rest")),
        sa.UniqueConstraint("user_id", "kind", "case_no", name=op.f("uq_work_rest_user_id")),
    )


def downgrade() -> None:
    op.drop_table("work_rest")
