"""Keep photos and documents of registrations, as cases have them."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def _aside() -> None:
    """Put the pages aside on SQLite, which makes a changed table anew and lets none hang on it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TEMPORARY TABLE kept_page AS SELECT * FROM attachment_page")
        op.execute("DELETE FROM attachment_page")


def _back() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO attachment_page SELECT * FROM kept_page")
        op.execute("DROP TABLE kept_page")


def upgrade() -> None:
    _aside()
    with op.batch_alter_table("attachment") as table:
        table.alter_column("request_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("registration_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_attachment_registration_id_registration"),
            "registration",
            ["registration_id"],
            ["id"],
        )
    op.create_index(op.f("ix_attachment_registration_id"), "attachment", ["registration_id"])
    _back()


def downgrade() -> None:
    op.execute(
        "DELETE FROM attachment_page WHERE attachment_id IN "
        "(SELECT id FROM attachment WHERE request_id IS NULL)"
    )
    op.execute("DELETE FROM attachment WHERE request_id IS NULL")
    op.drop_index(op.f("ix_attachment_registration_id"), "attachment")
    _aside()
    with op.batch_alter_table("attachment") as table:
        table.drop_constraint(
            op.f("fk_attachment_registration_id_registration"), type_="foreignkey"
        )
        table.drop_column("registration_id")
        table.alter_column("request_id", existing_type=sa.Uuid(), nullable=False)
    _back()
