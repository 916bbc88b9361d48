"""Keep the directory of services, and offers of cases."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _directory()
    _offers()
    op.create_table(
        "offer_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("by_society", sa.String(2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _to("offer_note", "society_code", "society", "code"),
        _to("offer_note", "offer_id", "case_offer"),
        _to("offer_note", "by_society", "society", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_note")),
    )
    op.create_index(op.f("ix_offer_note_offer_id"), "offer_note", ["offer_id"])


def downgrade() -> None:
    op.drop_table("offer_note")
    op.drop_table("case_offer")
    op.drop_table("directory_entry")


def _directory() -> None:
    op.create_table(
        "directory_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("languages", sa.String(300), nullable=False),
        sa.Column("for_whom", sa.String(300), nullable=False),
        sa.Column("opening", sa.String(300), nullable=False),
        sa.Column("contact", sa.String(300), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _to("directory_entry", "society_code", "society", "code"),
        _to("directory_entry", "site_id", "site"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_entry")),
    )
    op.create_index(
        op.f("ix_directory_entry_society_code_kind"), "directory_entry", ["society_code", "kind"]
    )


def _offers() -> None:
    op.create_table(
        "case_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(40), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_society", sa.String(2), nullable=False),
        sa.Column("to_site_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("urgency", sa.String(40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("lead", sa.String(40), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False)
            for name in ("answer_by", "changed_at")
        ),
        *(
            sa.Column(name, sa.Uuid(), nullable=True)
            for name in ("signed_by", "answered_by", "handed_by", "new_request_id")
        ),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("answered_at", "handed_at", "noted_at", "from_read_at", "to_read_at")
        ),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("delivered_key_id", sa.Uuid(), nullable=False),
        sa.Column("delivered", sa.LargeBinary(), nullable=False),
        _to("case_offer", "society_code", "society", "code"),
        _to("case_offer", "to_society", "society", "code"),
        _to("case_offer", "to_site_id", "site"),
        _to("case_offer", "request_id", "tracing_request"),
        _to("case_offer", "new_request_id", "tracing_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_offer")),
        sa.UniqueConstraint("number", name=op.f("uq_case_offer_number")),
    )
    for columns in (
        ["society_code", "created_at"],
        *(["to_society"], ["request_id"], ["new_request_id"], ["state"]),
    ):
        name = "society_created" if len(columns) > 1 else columns[0]
        op.create_index(op.f(f"ix_case_offer_{name}"), "case_offer", columns)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name)
