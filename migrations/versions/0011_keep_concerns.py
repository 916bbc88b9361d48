"""Keep what people report in confidence."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("is_for_dpo", sa.Boolean(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_concern_society_code_society")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("reference", name=op.f("uq_concern_reference")),
    )
    op.create_index(op.f("ix_concern_society_code"), "concern", ["society_code"])
    op.create_table(
        "concern_bar",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_bar_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_concern_bar_user_id_user")),
        sa.PrimaryKeyConstraint("concern_id", "user_id", name=op.f("pk_concern_bar")),
    )


def downgrade() -> None:
    op.drop_table("concern_bar")
    op.drop_table("concern")
