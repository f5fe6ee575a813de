"""Bring a database to the schema of this version, by Tortoise's own migrations."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget

from fedcop.errors import Unavailable
from fedcop.store.connection import sqlite_path
from fedcop.store.sqlite import connect

_APP = "fedcop"


@dataclass(frozen=True, slots=True)
class Step:
    """One migration that has yet to run."""

    name: str


def tortoise_config(url: str) -> dict[str, Any]:
    """Describe the database and the models the way Tortoise reads them."""
    path = sqlite_path(url)
    connection: Any = url.replace("postgresql://", "asyncpg://", 1)
    if path is not None:
        connection = {
            "engine": "tortoise.backends.sqlite",
            "credentials": {"file_path": str(path), "journal_mode": "WAL"},
        }
    return {
        "connections": {"default": connection},
        "apps": {
            _APP: {
                "models": ["fedcop.store.models"],
                "migrations": "fedcop.store.migrations",
                "default_connection": "default",
            }
        },
    }


async def pending(url: str) -> list[Step]:
    """List the migrations that have yet to run."""
    return await _run(url, dry=True)


async def migrate(url: str) -> list[Step]:
    """Run what has yet to run and return it; make the SQLite file when there is none."""
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        connect(path, reader=False).close()
    return await _run(url, dry=False)


async def _run(url: str, *, dry: bool) -> list[Step]:
    config = tortoise_config(url)
    try:
        async with TortoiseContext() as context:
            await context.init(config=config, init_connections=False)
            executor = MigrationExecutor(get_connection("default"), config["apps"])
            target = [MigrationTarget(app_label=_APP, name="__latest__")]
            steps = [Step(step.migration.name) for step in await executor.plan(target)]
            if steps and not dry:
                await executor.migrate(target)
            return steps
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"the database cannot be migrated: {error}") from error
