"""Keep of which closing a letter told the owner of an unused account."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("news_setting", sa.Column("closing_told", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("news_setting") as table:
        table.drop_column("closing_told")
