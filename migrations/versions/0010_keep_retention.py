"""Keep lists of cases whose time is over."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(2), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("approved_by", sa.Uuid()),
        sa.Column("approved_at", moment),
        sa.Column("list_hash", sa.LargeBinary(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Uuid()),
        sa.Column("ended_at", moment),
        sa.ForeignKeyConstraint(
            ["society_code"], ["society.code"], name=op.f("fk_retention_run_society_code_society")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    op.create_index(op.f("ix_retention_run_society_code"), "retention_run", ["society_code"])
    op.create_table(
        "retention_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("done_at", moment),
        sa.Column("is_skipped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["retention_run.id"], name=op.f("fk_retention_item_run_id_retention_run")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["tracing_request.id"],
            name=op.f("fk_retention_item_request_id_tracing_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_item")),
        sa.UniqueConstraint(
            "run_id", "request_id", name=op.f("uq_retention_item_run_id_request_id")
        ),
    )
    op.create_index(op.f("ix_retention_item_request_id"), "retention_item", ["request_id"])


def downgrade() -> None:
    op.drop_table("retention_item")
    op.drop_table("retention_run")
