from tests.keys.vault import postgres
from tests.tracing.world import postgres_blank, sqlite_blank, world

__all__ = ["postgres", "postgres_blank", "sqlite_blank", "world"]
