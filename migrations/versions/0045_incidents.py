"""Keep shipwrecks and other events with many missing, and what is told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

INDEXES = (
    ("incident_tie", "incident_id"),
    ("incident_tie", "request_id"),
    ("incident_tie", "registration_id"),
    ("incident_testimony", "incident_id"),
    ("incident_testimony", "witness_id"),
    ("incident_sighting", "incident_id"),
    ("incident_sighting", "testimony_id"),
    ("incident_sighting", "person_id"),
)


def upgrade() -> None:
    _incidents()
    _ties()
    _testimonies()
    _sightings()
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("incident_sighting", "incident_testimony", "incident_tie", "incident"):
        op.drop_table(table)


def _society(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_society_code_society")
    return sa.ForeignKeyConstraint(["society_code"], ["society.code"], name=name)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("route", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(40), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        _society("incident"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("number", name=op.f("uq_incident_number")),
    )
    op.create_index(op.f("ix_incident_society_created"), "incident", ["society_code", "created_at"])
    op.create_index(
        op.f("ix_incident_society_listed"), "incident", ["society_code", "year", "number"]
    )


def _ties() -> None:
    op.create_table(
        "incident_tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("tied_by", sa.Uuid(), nullable=False),
        sa.Column("tied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("off_by", sa.Uuid(), nullable=True),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        _society("incident_tie"),
        _of("incident_tie", "incident_id", "incident"),
        _of("incident_tie", "request_id", "tracing_request"),
        _of("incident_tie", "registration_id", "registration"),
        sa.CheckConstraint(
            "(request_id IS NULL) <> (registration_id IS NULL)",
            name=op.f("ck_incident_tie_one_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_tie")),
    )


def _testimonies() -> None:
    op.create_table(
        "incident_testimony",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("witness_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _society("incident_testimony"),
        _of("incident_testimony", "incident_id", "incident"),
        _of("incident_testimony", "witness_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_testimony")),
    )


def _sightings() -> None:
    op.create_table(
        "incident_sighting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("testimony_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _society("incident_sighting"),
        _of("incident_sighting", "incident_id", "incident"),
        _of("incident_sighting", "testimony_id", "incident_testimony"),
        _of("incident_sighting", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_sighting")),
    )
