"""Hide in the index whose a row is, and how common a name; `rfl upgrade` has it filled anew."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _drop()
    _make("places", "hidden", [sa.Column("padded", sa.BigInteger(), nullable=False)])


def downgrade() -> None:
    _drop()
    _make(
        "tags",
        "number",
        [
            sa.Column("splits", sa.Integer(), nullable=False),
            sa.Column("people", sa.Integer(), nullable=False),
        ],
    )


def _make(places: str, hidden: str, counts: list[sa.Column]) -> None:
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
        sa.Column(places, sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_indexed_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_indexed_person")),
        sa.UniqueConstraint("person_id", "side", name=op.f("uq_indexed_person_person_id_side")),
    )
    op.create_table(
        "posting",
        sa.Column("tag", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(hidden, sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tag", hidden, name=op.f("pk_posting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lexicon_token",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("tag", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *counts,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_token")),
        sa.UniqueConstraint("tag", name=op.f("uq_lexicon_token_tag")),
    )


def _drop() -> None:
    """The lexicon goes with the postings: who is indexed anew is counted anew."""
    for table in ("posting", "indexed_person", "lexicon_token"):
        op.drop_table(table)
