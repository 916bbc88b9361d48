"""Keep until when somebody has seen their news, and whether they come by e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "news_setting",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail", sa.String(40), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_news_setting_user_id_user")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_news_setting")),
    )


def downgrade() -> None:
    op.drop_table("news_setting")
