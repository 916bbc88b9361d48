"""Carry family messages, and count calls."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _guarded() -> list[sa.Column]:
    return [
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(40), nullable=False),
        sa.Column("erased_at", MOMENT, nullable=True),
    ]


def _key(table: str, column: str, other: str, target: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{target}"], name=name)


def upgrade() -> None:
    _messages()
    _deliveries()
    _pages_and_steps()
    op.create_table(
        "service_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("day", MOMENT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(40), nullable=True),
        sa.Column("sex", sa.String(40), nullable=False),
        sa.Column("age_group", sa.String(40), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("service_event", "society_code", "society", "code"),
        _key("service_event", "site_id", "site"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_event")),
    )
    op.create_index("ix_service_event_society_day", "service_event", ["society_code", "day"])


def _messages() -> None:
    table = "family_message"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("to_society", sa.String(2), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("reply_to_id", sa.Uuid(), nullable=True),
        sa.Column("is_to_child", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("screened_by", sa.Uuid(), nullable=True),
        sa.Column("dispatched_at", MOMENT, nullable=True),
        sa.Column("tries_until", MOMENT, nullable=True),
        sa.Column("reported", sa.String(40), nullable=True),
        sa.Column("reported_paper", sa.String(40), nullable=True),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_guarded(),
        _key(table, "society_code", "society", "code"),
        _key(table, "to_society", "society", "code"),
        _key(table, "person_id", "person"),
        _key(table, "request_id", "tracing_request"),
        _key(table, "site_id", "site"),
        _key(table, "reply_to_id", table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("number", name=op.f(f"uq_{table}_number")),
    )
    op.create_index(f"ix_{table}_society_created", table, ["society_code", "created_at"])
    for column in ("state", "person_id", "request_id", "reply_to_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _deliveries() -> None:
    table = "message_delivery"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("from_society", sa.String(2), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_to_child", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("reply_to_id", sa.Uuid(), nullable=True),
        sa.Column("tries_until", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("work_key_id", sa.Uuid(), nullable=False),
        sa.Column("work", sa.LargeBinary(), nullable=False),
        *_guarded(),
        _key(table, "society_code", "society", "code"),
        _key(table, "from_society", "society", "code"),
        _key(table, "message_id", "family_message"),
        _key(table, "reply_to_id", "family_message"),
        _key(table, "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("message_id", name=op.f(f"uq_{table}_message_id")),
    )
    op.create_index(f"ix_{table}_society_created", table, ["society_code", "created_at"])
    for column in ("state", "person_id", "reply_to_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _pages_and_steps() -> None:
    for table, own in (
        (
            "message_page",
            [
                sa.Column("place", sa.Integer(), nullable=False),
                sa.Column("sealed", sa.LargeBinary(), nullable=False),
            ],
        ),
        (
            "message_step",
            [
                sa.Column("act", sa.String(40), nullable=False),
                sa.Column("at", MOMENT, nullable=False),
                sa.Column("created_by", sa.Uuid(), nullable=False),
            ],
        ),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("society_code", sa.String(2), nullable=False),
            sa.Column("message_id", sa.Uuid(), nullable=True),
            sa.Column("delivery_id", sa.Uuid(), nullable=True),
            *own,
            _key(table, "society_code", "society", "code"),
            _key(table, "message_id", "family_message"),
            _key(table, "delivery_id", "message_delivery"),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
    op.create_index(op.f("ix_message_page_message_id"), "message_page", ["message_id"])
    op.create_index(op.f("ix_message_page_delivery_id"), "message_page", ["delivery_id"])
    op.create_index("ix_message_step_message_id_at", "message_step", ["message_id", "at"])
    op.create_index("ix_message_step_delivery_id_at", "message_step", ["delivery_id", "at"])


def downgrade() -> None:
    for table in (
        "service_event",
        "message_step",
        "message_page",
        "message_delivery",
        "family_message",
    ):
        op.drop_table(table)
