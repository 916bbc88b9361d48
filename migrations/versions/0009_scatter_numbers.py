"""Scatter the numbers of cases and registrations: series begun from now on count in no order."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("number_series", sa.Column("seed", sa.BigInteger()))


def downgrade() -> None:
    with op.batch_alter_table("number_series") as table:
        table.drop_column("seed")
