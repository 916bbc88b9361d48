"""Keep the names that societies add to the lexicon."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    state = op.create_table(
        "lexicon_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_state")),
    )
    op.bulk_insert(state, [{"id": 1, "version": 0}])
    op.create_table(
        "name_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("reviewed_by", sa.Uuid()),
        sa.Column("reviewed_at", moment),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("owner_id", sa.Uuid()),
        sa.Column("sensitivity", sa.String(40), nullable=False),
        sa.Column("erased_at", moment),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_name_proposal_society_code_society")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_proposal")),
        sa.UniqueConstraint("number", name=op.f("uq_name_proposal_number")),
    )
    op.create_index(
        "ix_name_proposal_society_created", "name_proposal", ["society_code", "created_at"]
    )


def downgrade() -> None:
    op.drop_table("name_proposal")
    op.drop_table("lexicon_state")
