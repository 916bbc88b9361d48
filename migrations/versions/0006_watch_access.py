"""Keep unusual access, what is usual for whom, and when work that comes back is due."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_habit",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_access_habit_user_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_access_habit_society_code_society")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_access_habit")),
    )
    op.create_index(op.f("ix_access_habit_society_code"), "access_habit", ["society_code"])
    op.create_table(
        "access_watch",
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("watched_until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_access_watch_society_code_society")
        ),
        sa.PrimaryKeyConstraint("society_code", name=op.f("pk_access_watch")),
    )
    op.create_table(
        "access_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True)),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_access_review_society_code_society")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_access_review_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
        sa.UniqueConstraint(
            "society_code",
            "user_id",
            "rule",
            "day",
            name=op.f("uq_access_review_society_code_user_id_rule_day"),
        ),
    )
    op.create_index(
        op.f("ix_access_review_society_code_state"), "access_review", ["society_code", "state"]
    )
    op.create_table(
        "rhythm",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_rhythm")),
    )


def downgrade() -> None:
    op.drop_table("rhythm")
    op.drop_table("access_review")
    op.drop_table("access_watch")
    op.drop_table("access_habit")
