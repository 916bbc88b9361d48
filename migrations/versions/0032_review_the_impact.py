"""Keep that the impact assessment was read through."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "impact_review",
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_impact_review_society_code_society")
        ),
        sa.PrimaryKeyConstraint("society_code", name=op.f("pk_impact_review")),
    )


def downgrade() -> None:
    op.drop_table("impact_review")
