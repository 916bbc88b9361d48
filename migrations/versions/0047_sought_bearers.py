"""Count how many bearers of a name are sought: of a name that none of them bears no list is asked.

Rows that are there are not counted after: nobody knows whose names they are but by opening all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lexicon_token", sa.Column("sought", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("lexicon_token") as table:
        table.drop_column("sought")
