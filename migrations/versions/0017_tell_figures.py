"""Keep figures of whole quarters as they were told."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_figure",
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_told_figure_society_code_society")
        ),
        sa.PrimaryKeyConstraint("society_code", "quarter", "measure", name=op.f("pk_told_figure")),
    )


def downgrade() -> None:
    op.drop_table("told_figure")
