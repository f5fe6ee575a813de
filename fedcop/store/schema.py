"""Whether a database has the schema of this version, told without the ORM."""

from importlib import resources
from typing import Final

from fedcop.errors import Misconfigured
from fedcop.store.backend import Backend

_HAS_ANY: Final = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'tortoise_migrations'",
    "postgresql": "SELECT 1 WHERE to_regclass('tortoise_migrations') IS NOT NULL",
}
_DONE: Final = "SELECT name FROM tortoise_migrations WHERE app = 'fedcop'"


async def require_schema(backend: Backend) -> None:
    """Go on only with the schema of this version. Raises Misconfigured."""
    known = {
        path.name.removesuffix(".py")
        for path in resources.files("fedcop.store.migrations").iterdir()
        if path.name[:1].isdigit() and path.name.endswith(".py")
    }
    made = await backend.read(_HAS_ANY[backend.dialect], ())
    done = {str(row[0]) for row in await backend.read(_DONE, ())} if made else set()
    if known - done:
        raise Misconfigured("database: its schema is not that of this version; `fedcop db migrate`")
    if done - known:
        raise Misconfigured("database: a later version of fedcop made its schema; install that")
