"""Keep the files of unaccompanied and separated children."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _society(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_society_code_society")
    return sa.ForeignKeyConstraint(["society_code"], ["society.code"], name=name)


def _file(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_child_id_child_file")
    return sa.ForeignKeyConstraint(["child_id"], ["child_file.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "child_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("visited_at", MOMENT),
        sa.Column("located_at", MOMENT),
        sa.Column("determined_by", sa.Uuid()),
        sa.Column("determined_hash", sa.LargeBinary()),
        sa.Column("head_signed_by", sa.Uuid()),
        sa.Column("head_signed_at", MOMENT),
        sa.Column("focal_signed_by", sa.Uuid()),
        sa.Column("focal_signed_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("owner_id", sa.Uuid()),
        sa.Column("sensitivity", sa.String(40), nullable=False),
        sa.Column("erased_at", MOMENT),
        _society("child_file"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_child_file_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_file")),
        sa.UniqueConstraint("number", name=op.f("uq_child_file_number")),
        sa.UniqueConstraint("person_id", name=op.f("uq_child_file_person_id")),
    )
    op.create_index("ix_child_file_society_created", "child_file", ["society_code", "created_at"])
    op.create_index(op.f("ix_child_file_state"), "child_file", ["state"])
    op.create_table(
        "child_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("act", sa.String(40)),
        sa.Column("factor", sa.String(40)),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _society("child_entry"),
        _file("child_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_entry")),
    )
    op.create_index(op.f("ix_child_entry_child_id"), "child_entry", ["child_id"])
    op.create_table(
        "child_follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("dropped_at", MOMENT),
        sa.Column("entry_id", sa.Uuid()),
        _society("child_follow_up"),
        _file("child_follow_up"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_follow_up")),
    )
    op.create_index(op.f("ix_child_follow_up_child_id"), "child_follow_up", ["child_id"])
    op.create_table(
        "child_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("counted_from", MOMENT, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("answered_by", sa.Uuid()),
        sa.Column("answered_at", MOMENT),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _society("child_review"),
        _file("child_review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_review")),
        sa.UniqueConstraint(
            "child_id",
            "reason",
            "counted_from",
            name=op.f("uq_child_review_child_id_reason_counted_from"),
        ),
    )
    op.create_index(op.f("ix_child_review_society_code"), "child_review", ["society_code"])


def downgrade() -> None:
    for table in ("child_review", "child_follow_up", "child_entry", "child_file"):
        op.drop_table(table)
