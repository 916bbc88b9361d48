"""Keep keys, apps and recovery codes, and how far a sign-in has come."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_second_factor_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
    )
    op.create_index(op.f("ix_second_factor_user_id"), "second_factor", ["user_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("user_id", "tag", name=op.f("uq_recovery_code_user_id_tag")),
    )
    with op.batch_alter_table("web_session") as table:
        table.add_column(sa.Column("stage", sa.String(40), nullable=False, server_default="open"))
        table.add_column(sa.Column("challenge", sa.LargeBinary()))
        table.add_column(sa.Column("proved_at", sa.DateTime(timezone=True)))
        table.alter_column("stage", server_default=None)


def downgrade() -> None:
    """Half-done sign-ins end: without their stage they would count as whole."""
    op.execute(sa.text("UPDATE web_session SET ended_at = seen_at WHERE stage <> 'open'"))
    with op.batch_alter_table("web_session") as table:
        table.drop_column("proved_at")
        table.drop_column("challenge")
        table.drop_column("stage")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
