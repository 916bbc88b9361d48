"""Runs migrations on the connection that rfl.db.migrate hands over."""

from alembic import context

import rfl.audit.models
import rfl.children.models
import rfl.desk.models
import rfl.erasure.models
import rfl.exchange.models
import rfl.intake.models
import rfl.jobs.models
import rfl.keys.models
import rfl.linking.models
import rfl.lists.models
import rfl.messages.models
import rfl.persons.models
import rfl.protection.models
import rfl.safeguarding.models
import rfl.societies.models
import rfl.tracing.models
from rfl.db.base import Base, KeyBase
from rfl.db.migrate import History

main = context.config.attributes["history"] is History.MAIN
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=(Base if main else KeyBase).metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
