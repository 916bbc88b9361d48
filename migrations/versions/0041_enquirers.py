"""Index whoever asks, for the search box of their own society; find cases by their enquirer."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BY_ENQUIRER = "ix_tracing_request_enquirer_id"


def upgrade() -> None:
    op.create_table(
        "indexed_enquirer",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_indexed_enquirer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_indexed_enquirer")),
        sa.UniqueConstraint("person_id", name=op.f("uq_indexed_enquirer_person_id")),
    )
    op.create_table(
        "enquirer_posting",
        sa.Column("tag", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hidden", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tag", "hidden", name=op.f("pk_enquirer_posting")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(BY_ENQUIRER), "tracing_request", ["enquirer_id"])


def downgrade() -> None:
    op.drop_index(op.f(BY_ENQUIRER), "tracing_request")
    op.drop_table("enquirer_posting")
    op.drop_table("indexed_enquirer")
