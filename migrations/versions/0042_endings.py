"""Whether it is known of each sought person what became of them, for figures."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sought_person", sa.Column("is_answered", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("sought_person", "is_answered")
