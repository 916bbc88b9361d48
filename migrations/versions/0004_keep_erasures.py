"""Keep erasures, the keys that must stay destroyed, and since when a row is out of reach."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

GUARDED = ("registration", "tracing_request", "link", "confirmation_request", "import_run")


def upgrade() -> None:
    for name in GUARDED:
        op.add_column(name, sa.Column("erased_at", sa.DateTime(timezone=True)))
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("approved_hash", sa.LargeBinary()),
        sa.Column("unreadable_by", sa.DateTime(timezone=True)),
        sa.Column("shredded_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_erasure_society_code_society")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_society_code"), "erasure", ["society_code"])
    op.create_index(op.f("ix_erasure_record_id"), "erasure", ["record_id"])
    op.create_table(
        "erasure_key",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"], ["erasure.id"], name=op.f("fk_erasure_key_erasure_id_erasure")
        ),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_erasure_key")),
    )
    op.create_index(op.f("ix_erasure_key_erasure_id"), "erasure_key", ["erasure_id"])


def downgrade() -> None:
    """What was erased stays unreadable, but its rows can be met again, and open nothing."""
    op.drop_index(op.f("ix_erasure_key_erasure_id"), "erasure_key")
    op.drop_table("erasure_key")
    op.drop_index(op.f("ix_erasure_record_id"), "erasure")
    op.drop_index(op.f("ix_erasure_society_code"), "erasure")
    op.drop_table("erasure")
    for name in GUARDED:
        op.drop_column(name, "erased_at")
