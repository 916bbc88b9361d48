"""Keep who witnesses which log, and what they saw."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trail_witness",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("log", sa.String(2), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("trouble", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_witness")),
    )
    op.create_index(op.f("ix_trail_witness_log"), "trail_witness", ["log"])
    op.create_table(
        "trail_witnessed",
        sa.Column("society", sa.String(2), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("society", "key", name=op.f("pk_trail_witnessed")),
    )


def downgrade() -> None:
    op.drop_table("trail_witnessed")
    op.drop_index(op.f("ix_trail_witness_log"), "trail_witness")
    op.drop_table("trail_witness")
