"""A node as the command line opens it: beside the one that runs, with its own range of ids."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar

from fedcop.assembly import Parts, open_parts, open_store
from fedcop.cli.desk import Desk
from fedcop.community.perform import perform
from fedcop.errors import Misconfigured
from fedcop.store.batch import Store, Unit
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.schema import require_schema

P = ParamSpec("P")
T = TypeVar("T")


@asynccontextmanager
async def opened_store(desk: Desk) -> AsyncIterator[Store]:
    """Open the database of a node that has been set up. Raises Misconfigured and Unavailable."""
    store = await open_store(desk.settings(), beside=True)
    try:
        await require_schema(store.backend)
        if await find_actor_by_uri(store, store.uris.node_actor()) is None:
            raise Misconfigured("database: this node has not been set up; run `fedcop init`")
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened_parts(desk: Desk) -> AsyncIterator[Parts]:
    """Open a whole node: keys and the way out too. Raises Misconfigured and Unavailable."""
    async with opened_store(desk):
        parts = await open_parts(desk.settings(), beside=True)
    try:
        yield parts
    finally:
        await parts.close()


async def carry_out(
    desk: Desk,
    store: Store,
    verb: Callable[Concatenate[Unit, P], Awaitable[T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Do what a verb says; with `--dry-run` only see whether it would be refused."""
    if desk.dry_run:
        return await verb(Unit(store), *args, **kwargs)
    return await perform(store, verb, *args, **kwargs)
