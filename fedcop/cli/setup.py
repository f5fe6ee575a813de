"""Make a node out of settings: each step is left out where it has been done."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import orjson

from fedcop import settings as house
from fedcop.assembly import open_store
from fedcop.community import accounts
from fedcop.community.accounts import NewPerson
from fedcop.community.perform import perform
from fedcop.errors import Misconfigured
from fedcop.federation.keyring import make_keys
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.migrate import migrate
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.rows import ActorRow
from fedcop.store.seal import Seal

_ABOUT: Final = (
    "# The settings of this node. It holds a secret: only its owner may read it.\n"
    "# docs/reference/settings.md lists every setting.\n\n"
)


def write_settings(path: Path, values: Mapping[str, str | list[str]]) -> None:
    """Write a first settings file that only its owner may read; never replaces one."""
    lines = [f"{name} = {orjson.dumps(value).decode()}\n" for name, value in values.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600, exist_ok=False)
    path.write_text(_ABOUT + "".join(lines), "utf-8")


async def make_node(settings: Settings) -> list[str]:
    """Make whatever a node still lacks but people, and say what was made. Raises Misconfigured."""
    done = []
    settings.data.mkdir(0o700, parents=True, exist_ok=True)
    steps = await migrate(settings.database)
    if steps:
        done.append(f"database: {len(steps)} migrations ran")
    store = await open_store(settings, beside=True)
    try:
        founded = await find_actor_by_uri(store, store.uris.node_actor())
        if _lacks_key(settings):
            if founded:
                raise Misconfigured(
                    f"key_file: {settings.key_file} is gone, and the keys of this node are sealed"
                    " with it; put the copy back"
                )
            house.write_master_key(settings.key_file)
            done.append(f"master key: {settings.key_file} (keep a copy elsewhere)")
        seal = Seal(house.read_master_key(settings))
        if not founded:
            await _found(store, settings, seal)
            done.append(f"actors: {store.uris.organization()} and {store.uris.node_actor()}")
    finally:
        await store.close()
    return done


async def make_person(store: Store, seal: Seal, person: NewPerson) -> ActorRow:
    """Make a local person with keys. Raises Malformed and Refused."""
    keys = await make_keys(store.uris.person(person.name), seal)
    return await perform(store, accounts.create, person, keys)


def _lacks_key(settings: Settings) -> bool:
    return not settings.master_key and not settings.key_file.exists()


async def _found(store: Store, settings: Settings, seal: Seal) -> None:
    organization, node = await asyncio.gather(
        make_keys(store.uris.organization(), seal), make_keys(store.uris.node_actor(), seal)
    )
    await perform(store, accounts.found_node, settings.organization, organization, node)
