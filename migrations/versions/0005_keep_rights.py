"""Keep rights requests, the records they are about, and each society's own periods."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "rights_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("asked_right", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("due_on", moment, nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("prepared", sa.LargeBinary()),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("verdict", sa.String(40)),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", moment),
        sa.Column("decided_hash", sa.LargeBinary()),
        sa.Column("approved_by", sa.Uuid()),
        sa.Column("approved_at", moment),
        sa.Column("done_at", moment),
        sa.Column("answered_at", moment),
        sa.Column("erased_at", moment),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("owner_id", sa.Uuid()),
        sa.Column("sensitivity", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_rights_request_society_code_society")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
        sa.UniqueConstraint("number", name=op.f("uq_rights_request_number")),
    )
    op.create_index(
        "ix_rights_request_society_created", "rights_request", ["society_code", "created_at"]
    )
    op.create_table(
        "rights_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rights_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.ForeignKeyConstraint(
            ["rights_id"],
            ["rights_request.id"],
            name=op.f("fk_rights_record_rights_id_rights_request"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rights_record_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_record")),
        sa.UniqueConstraint(
            "rights_id", "person_id", name=op.f("uq_rights_record_rights_id_person_id")
        ),
    )
    op.create_index(op.f("ix_rights_record_person_id"), "rights_record", ["person_id"])
    op.create_table(
        "protection_setting",
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("archive_years", sa.Integer(), nullable=False),
        sa.Column("anonymise_years", sa.Integer(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_protection_setting_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("society_code", name=op.f("pk_protection_setting")),
    )


def downgrade() -> None:
    op.drop_table("protection_setting")
    op.drop_table("rights_record")
    op.drop_table("rights_request")
