"""Keep reviews of roles."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_role_review_society_code_society")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_review")),
    )
    op.create_index(op.f("ix_role_review_society_code"), "role_review", ["society_code"])
    op.create_table(
        "role_review_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["role_review.id"],
            name=op.f("fk_role_review_line_review_id_role_review"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_role_review_line_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_review_line")),
        sa.UniqueConstraint(
            "review_id", "user_id", "role", name=op.f("uq_role_review_line_review_id_user_id_role")
        ),
    )


def downgrade() -> None:
    op.drop_table("role_review_line")
    op.drop_table("role_review")
