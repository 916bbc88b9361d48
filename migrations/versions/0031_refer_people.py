"""Keep to which services people were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_referral_society_code_society")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["tracing_request.id"],
            name=op.f("fk_referral_request_id_tracing_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_request_id"), "referral", ["request_id"])
    op.create_index(op.f("ix_referral_follow_up_at"), "referral", ["follow_up_at"])


def downgrade() -> None:
    op.drop_table("referral")
