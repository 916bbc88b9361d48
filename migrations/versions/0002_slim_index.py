"""Rest the index in rows of two numbers; `rfl links relink` fills it anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _drop("ix_posting_person")
    op.create_table(
        "indexed_person",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("tags", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_indexed_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_indexed_person")),
        sa.UniqueConstraint("person_id", "side", name=op.f("uq_indexed_person_person_id_side")),
    )
    op.create_table(
        "posting",
        sa.Column("tag", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tag", "number", name=op.f("pk_posting")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    _drop()
    op.drop_table("indexed_person")
    op.create_table(
        "posting",
        sa.Column("tag", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_posting_person_id_person")
        ),
        sa.PrimaryKeyConstraint("tag", "side", "person_id", name=op.f("pk_posting")),
    )
    op.create_index("ix_posting_person", "posting", ["person_id"], unique=False)


def _drop(*indexes: str) -> None:
    """Empty the lexicon with the postings: who is indexed anew is counted anew."""
    for index in indexes:
        op.drop_index(index, table_name="posting")
    op.drop_table("posting")
    op.execute(sa.delete(sa.table("lexicon_token")))
