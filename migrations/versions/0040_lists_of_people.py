"""Keep views of the list of registered people, acts on many of them, and their days of review."""

from urllib.parse import parse_qs, urlencode

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

FILTERS = ("state", "owner", "due")
UNIQUE = "uq_kept_view_user_id"


def upgrade() -> None:
    with op.batch_alter_table("bulk_act") as table:
        table.add_column(_of_list())
    with op.batch_alter_table("bulk_act") as table:
        table.alter_column("of_list", server_default=None)
    with op.batch_alter_table("kept_view") as table:
        table.add_column(_of_list())
        table.add_column(sa.Column("filters", sa.String(200), nullable=False, server_default=""))
        table.drop_constraint(op.f(UNIQUE), type_="unique")
    _join_filters()
    with op.batch_alter_table("kept_view") as table:
        table.alter_column("of_list", server_default=None)
        table.alter_column("filters", server_default=None)
        for key in FILTERS:
            table.drop_column(key)
        table.create_unique_constraint(op.f(UNIQUE), ["user_id", "of_list", "filters"])
    op.add_column("registration", sa.Column("review_on", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_registration_owner_id"), "registration", ["owner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_registration_owner_id"), "registration")
    op.drop_column("registration", "review_on")
    op.execute("DELETE FROM kept_view WHERE of_list <> 'cases'")
    op.execute("DELETE FROM bulk_act WHERE of_list <> 'cases'")
    with op.batch_alter_table("bulk_act") as table:
        table.drop_column("of_list")
    with op.batch_alter_table("kept_view") as table:
        table.drop_constraint(op.f(UNIQUE), type_="unique")
        for key in FILTERS:
            table.add_column(sa.Column(key, sa.String(40), nullable=False, server_default=""))
    _part_filters()
    with op.batch_alter_table("kept_view") as table:
        for key in FILTERS:
            table.alter_column(key, server_default=None)
        table.drop_column("of_list")
        table.drop_column("filters")
        table.create_unique_constraint(op.f(UNIQUE), ["user_id", *FILTERS])


def _join_filters() -> None:
    view, connection = _views(), op.get_bind()
    wanted = sa.select(view.c.id, *(view.c[key] for key in FILTERS))
    for row_id, *values in connection.execute(wanted).all():
        said = urlencode([pair for pair in zip(FILTERS, values, strict=True) if pair[1]])
        connection.execute(sa.update(view).where(view.c.id == row_id).values(filters=said))


def _part_filters() -> None:
    view, connection = _views(), op.get_bind()
    for row_id, filters in connection.execute(sa.select(view.c.id, view.c.filters)).all():
        chosen = parse_qs(filters)
        said = {key: chosen.get(key, [""])[0] for key in FILTERS}
        connection.execute(sa.update(view).where(view.c.id == row_id).values(**said))


def _of_list() -> sa.Column[str]:
    return sa.Column("of_list", sa.String(40), nullable=False, server_default="cases")


def _views() -> sa.TableClause:
    columns = [sa.column(name) for name in ("filters", *FILTERS)]
    return sa.table("kept_view", sa.column("id", sa.Uuid()), *columns)
