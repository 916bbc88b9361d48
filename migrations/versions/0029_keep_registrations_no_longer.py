"""Keep registrations that belong to no case no longer than a society says."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "protection_setting",
        sa.Column("registration_years", sa.Integer(), nullable=False, server_default="10"),
    )
    with op.batch_alter_table("retention_item") as table:
        table.alter_column("request_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("registration_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_retention_item_registration_id_registration"),
            "registration",
            ["registration_id"],
            ["id"],
        )
        table.create_unique_constraint(
            op.f("uq_retention_item_run_id_registration_id"), ["run_id", "registration_id"]
        )
    op.create_index(
        op.f("ix_retention_item_registration_id"), "retention_item", ["registration_id"]
    )


def downgrade() -> None:
    op.execute("DELETE FROM retention_item WHERE request_id IS NULL")
    op.execute("DELETE FROM retention_run WHERE act = 'forget'")
    op.drop_index(op.f("ix_retention_item_registration_id"), "retention_item")
    with op.batch_alter_table("retention_item") as table:
        table.drop_constraint(op.f("uq_retention_item_run_id_registration_id"), type_="unique")
        table.drop_constraint(
            op.f("fk_retention_item_registration_id_registration"), type_="foreignkey"
        )
        table.drop_column("registration_id")
        table.alter_column("request_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_column("protection_setting", "registration_years")
