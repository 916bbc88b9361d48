"""Keep under which version of the index key the tag of a whole value lies."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = ("user", "recovery_code", "external_record", "import_run")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("tag_key", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "tag_key")
