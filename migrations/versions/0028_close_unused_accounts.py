"""Close accounts that nobody uses."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("lapses_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("user", "lapses_on")
