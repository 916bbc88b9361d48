"""Say under which version of the index key each row of the index lies."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COLUMNS = (
    ("indexed_person", "key"),
    ("lexicon_token", "key"),
    ("lexicon_state", "key"),
    ("lexicon_state", "oldest_key"),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    """Go back; an index under a later key than the first is emptied, to be made anew."""
    state = sa.table("lexicon_state", sa.column("key", sa.Integer))
    if op.get_bind().scalar(sa.select(sa.func.max(state.c.key))) != 1:
        for table in ("posting", "indexed_person", "lexicon_token"):
            op.execute(sa.delete(sa.table(table)))
    for table, column in COLUMNS:
        op.drop_column(table, column)
