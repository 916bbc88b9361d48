"""Keep what was opened in an emergency, and since when an account rests."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_break_glass_society_code_society")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_break_glass_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    op.create_index(
        op.f("ix_break_glass_society_code_state"), "break_glass", ["society_code", "state"]
    )
    op.create_index(op.f("ix_break_glass_user_id_until"), "break_glass", ["user_id", "until"])
    op.create_table(
        "break_glass_part",
        sa.Column("glass_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["glass_id"], ["break_glass.id"], name=op.f("fk_break_glass_part_glass_id_break_glass")
        ),
        sa.PrimaryKeyConstraint("glass_id", "record_id", name=op.f("pk_break_glass_part")),
    )
    op.add_column("user", sa.Column("suspended_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Accounts that rest are closed: without the column they would open again unjudged."""
    op.execute(
        sa.text(
            'UPDATE "user" SET ended_at = suspended_at '
            "WHERE ended_at IS NULL AND suspended_at IS NOT NULL"
        )
    )
    op.drop_column("user", "suspended_at")
    op.drop_table("break_glass_part")
    op.drop_table("break_glass")
