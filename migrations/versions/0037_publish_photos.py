"""Publish photos of searching relatives, and take in what is answered to them."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def _references(table: str, *columns: tuple[str, str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target, key in columns
    ]


SOCIETY = ("society_code", "society", "code")
CASE = ("request_id", "tracing_request", "id")


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("held", sa.String(40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_references("board", SOCIETY, CASE, ("person_id", "person", "id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("number", name=op.f("uq_board_number")),
    )
    op.create_index(op.f("ix_board_request_id"), "board", ["request_id"])
    op.create_index(op.f("ix_board_person_id"), "board", ["person_id"])
    op.create_index(op.f("ix_board_society_code_state"), "board", ["society_code", "state"])
    op.create_table(
        "board_picture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_references("board_picture", SOCIETY, ("board_id", "board", "id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_picture")),
    )
    op.create_index(op.f("ix_board_picture_board_id"), "board_picture", ["board_id"])
    op.create_table(
        "board_lead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_references("board_lead", SOCIETY, ("board_id", "board", "id"), CASE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_lead")),
        sa.UniqueConstraint("reference", name=op.f("uq_board_lead_reference")),
    )
    for column in ("board_id", "request_id", "state"):
        op.create_index(op.f(f"ix_board_lead_{column}"), "board_lead", [column])
    op.create_table(
        "board_setting",
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("is_indexed", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *_references("board_setting", SOCIETY),
        sa.PrimaryKeyConstraint("society_code", name=op.f("pk_board_setting")),
    )


def downgrade() -> None:
    for table in ("board_setting", "board_lead", "board_picture", "board"):
        op.drop_table(table)
