"""Keep which two records are of one person, and which links a merge sets aside."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("part_asked_by", sa.Uuid(), nullable=True),
        sa.Column("part_approved_by", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_person_merge_society_code_society")
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_person_merge_other_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index(op.f("ix_person_merge_kept_id"), "person_merge", ["kept_id"])
    op.create_index(op.f("ix_person_merge_other_id"), "person_merge", ["other_id"])
    op.create_table(
        "same_person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("whole_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_same_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_same_person")),
    )
    op.create_index(op.f("ix_same_person_whole_id"), "same_person", ["whole_id"])
    op.add_column(
        "link", sa.Column("is_aside", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("link", "is_aside")
    op.drop_table("same_person")
    op.drop_table("person_merge")
