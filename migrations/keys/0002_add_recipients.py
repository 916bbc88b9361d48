"""Keep the keys of focal points, the key of each day, and its copies sealed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trail_recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("holder", sa.Uuid()),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("locked", sa.LargeBinary()),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_recipient")),
    )
    op.create_index(op.f("ix_trail_recipient_society"), "trail_recipient", ["society"])
    op.create_table(
        "trail_epoch",
        sa.Column("log", sa.String(2), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("wrapped", sa.LargeBinary()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("log", "epoch", name=op.f("pk_trail_epoch")),
    )
    op.create_table(
        "trail_copy",
        sa.Column("log", sa.String(2), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("log", "epoch", "recipient_id", name=op.f("pk_trail_copy")),
        sa.ForeignKeyConstraint(
            ["log", "epoch"],
            ["trail_epoch.log", "trail_epoch.epoch"],
            name=op.f("fk_trail_copy_log_epoch_trail_epoch"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["trail_recipient.id"],
            name=op.f("fk_trail_copy_recipient_id_trail_recipient"),
        ),
    )
    op.create_index(op.f("ix_trail_copy_recipient_id"), "trail_copy", ["recipient_id"])
    op.create_table(
        "trail_opening",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("boxed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_trail_opening")),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["trail_recipient.id"],
            name=op.f("fk_trail_opening_recipient_id_trail_recipient"),
        ),
    )


def downgrade() -> None:
    """Days that were sealed under keys of their own cannot be read again after this."""
    op.drop_table("trail_opening")
    op.drop_index(op.f("ix_trail_copy_recipient_id"), "trail_copy")
    op.drop_table("trail_copy")
    op.drop_table("trail_epoch")
    op.drop_index(op.f("ix_trail_recipient_society"), "trail_recipient")
    op.drop_table("trail_recipient")
