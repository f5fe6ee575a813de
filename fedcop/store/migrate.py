"""Bring a database to the schema of this version, by Tortoise's own migrations."""

import sqlite3
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import AddField, AddIndex, RunSQL
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.transactions import in_transaction

from fedcop.errors import Unavailable
from fedcop.store.connection import sqlite_path
from fedcop.store.sqlite import connect
from fedcop.store.tables import CreateModels

_APP = "fedcop"
_ADDS = (CreateModels, AddField, AddIndex, RunSQL)


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


def known() -> set[str]:
    """Name the migrations of this version."""
    return {
        path.name.removesuffix(".py")
        for path in resources.files("fedcop.store.migrations").iterdir()
        if path.name[:1].isdigit() and path.name.endswith(".py")
    }


async def pending(url: str) -> list[Step]:
    """List the migrations that have yet to run."""
    return await _run(url, "__latest__", dry=True)


async def migrate(url: str, *, upto: str = "__latest__") -> list[Step]:
    """Run what has yet to run and return it; make the SQLite file when there is none.

    Killed at any moment, each migration has run and is known to have, or neither: run it again.
    """
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        connect(path, reader=False).close()
    return await _run(url, upto, dry=False)


async def _run(url: str, upto: str, *, dry: bool) -> list[Step]:
    config = tortoise_config(url)
    try:
        async with TortoiseContext() as context:
            await context.init(config=config, init_connections=False)
            executor = _Executor(get_connection("default"), config["apps"])
            target = [MigrationTarget(app_label=_APP, name=upto)]
            steps = [Step(step.migration.name) for step in await executor.plan(target)]
            if steps and not dry:
                await executor.run(target)
            return steps
    except (OSError, sqlite3.Error, asyncpg.PostgresError, BaseORMException) as error:
        raise Unavailable(f"the database cannot be migrated: {error}") from error


class _Executor(MigrationExecutor):
    """Runs each migration and writes down that it ran in one transaction.

    Tortoise writes it down afterwards: killed in between, it ran the migration a second time.
    """

    async def run(self, target: list[MigrationTarget]) -> None:
        """Run what is to run, forward."""
        await self.loader.build_graph()
        await self.recorder.ensure_schema(self._schema_editor(atomic=False))
        applied = set(await self.recorder.applied_migrations())
        state = await self._project_state(applied)
        for step in self._migration_plan(target, applied, self.loader.graph):
            if step.backward:
                raise Unavailable("the database is of a later version; it is not taken back")
            editor = self._schema_editor(atomic=True)
            async with in_transaction(self.connection.connection_name) as client:
                client.execute_script = partial(_one_by_one, client)  # type: ignore[method-assign]
                editor.client = client
                await _apply(step.migration, state, editor)
                recorder = MigrationRecorder(client)
                await recorder.record_applied(step.migration.app_label, step.migration.name)


async def _apply(migration: Migration, state: State, editor: BaseSchemaEditor) -> None:
    """Run one migration, with a look at what was before only for steps that need it.

    Tortoise copies all it knows of a hundred tables before each step: seven of nine seconds.
    """
    for step in migration.operations:
        before = state if isinstance(step, _ADDS) else state.clone()
        step.state_forward(migration.app_label, state)
        await step.database_forward(migration.app_label, before, state, editor)
    state.validate_relations_initialized()


async def _one_by_one(client: BaseDBAsyncClient, script: str) -> None:
    """Run a script statement by statement: as a script, sqlite3 commits before it."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip(" ;\n"):
                await client.execute_query(statement)
            statement = ""
