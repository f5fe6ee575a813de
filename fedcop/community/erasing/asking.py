"""Somebody asks to be forgotten: what would go, what stays, who is told; and the beginning of it.

From the first moment nobody can sign in and the profile is empty. The rest goes in small steps
by the worker (`phases`), however long it takes and whatever stops it in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import accounts, actors, audit, belongings
from fedcop.community.house.people import Hand, may_act_on, require_other_owner
from fedcop.community.offices import OWNER
from fedcop.community.privacy_requests import ERASE, RUNNING
from fedcop.errors import NotFound, Refused
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import erasing, privacy_requests
from fedcop.store.queries.kept_of_people import KEPT
from fedcop.store.rows import ActorRow, KeyRow, PrivacyRow

WAKE: Final = "erase"
FORMER: Final = "former_member"
_ALL_WORKS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of what is kept of somebody."""

    counts: Mapping[str, int]  # rows that go, by table; `post` are those that stand
    works: int  # artifacts shared with communities, which may stay
    servers: int  # that are told
    alone: tuple[str, ...]  # communities of ours that nobody else looks after
    last_owner: bool  # then nothing goes

    @property
    def rest(self) -> int:
        """Count what goes besides what is named."""
        named = {"post", "media", "follow"}
        return sum(number for table, number in self.counts.items() if table not in named)


async def preview(store: Store, actor: ActorRow) -> Preview:
    """Count what would go, stay and be told. It takes a while: off the hot paths."""
    counts = await erasing.count_going(store, await belongings.whose(store, actor))
    works = await erasing.list_works(store, actor.id, _ALL_WORKS)
    servers = await erasing.count_servers(store)
    servers += len({host for host, *_ in await erasing.list_circle(store, actor.id)})
    login = await logins.find_login(store, actor.id)
    owner = login is not None and login[0].role == OWNER
    last = owner and not await logins.find_other_owner(store, actor.id)
    alone = await erasing.list_left_alone(store, actor.id)
    return Preview(counts, len(works), servers, tuple(alone), last)


async def erase_oneself(
    unit: Unit, actor: ActorRow, counts: Mapping[str, int], former: tuple[KeyRow, ...] | None
) -> PrivacyRow:
    """Begin to forget whoever asks for it; with keys, what they shared stays. Raises Refused."""
    return await _begin(unit, actor, actor.id, counts, former)


async def erase_another(
    unit: Unit, by: Hand, person: int, counts: Mapping[str, int], former: tuple[KeyRow, ...] | None
) -> PrivacyRow:
    """Begin to forget somebody who asked an admin for it. Raises NotFound and Refused."""
    login = await logins.find_login(unit, person)
    if login is None:
        raise NotFound("There is no such person here.")
    if by.actor_id == person:
        raise Refused("Your own account goes by your own settings.")
    if not may_act_on(by, login):
        raise Refused("Only somebody who stands above them can do that.")
    row = await _begin(unit, login[1], by.actor_id, counts, former)
    about = {"keeps what they shared": bool(row.keep)}
    audit.note(unit, by.actor_id, "erase-person", login[1].name, about)
    return row


async def find_former(reader: Reader) -> ActorRow | None:
    """Find whom what former members shared stands under."""
    return await actor_queries.find_local_actor(reader, FORMER)


async def _begin(
    unit: Unit,
    actor: ActorRow,
    by: int,
    counts: Mapping[str, int],
    former: tuple[KeyRow, ...] | None,
) -> PrivacyRow:
    known = await privacy_requests.find_last(unit, actor.id, ERASE)
    if known is not None:
        return known
    login = await logins.find_login(unit, actor.id)
    if login is None or not actor.local or actor.kind != "Person" or actor.name == FORMER:
        raise NotFound("There is no such person here.")
    if login[0].role == OWNER:
        await require_other_owner(unit, actor.id)
    if former is not None:
        await _make_former(unit, former)
    now = clock.now_ms()
    said = orjson.dumps({"going": dict(counts)}).decode()
    keep = int(former is not None)
    row = PrivacyRow(ids.new_id(now), ERASE, actor.id, by, keep, RUNNING, 0, said, now)
    unit.touch(f"erase:{actor.id}")
    unit.add(privacy_requests.insert_request(row))
    await _shut(unit, actor, login[0].email)
    unit.wake(WAKE)
    return row


async def _shut(unit: Unit, actor: ActorRow, mail: str) -> None:
    """Let nobody sign in from now on, write to them, or read who they were."""
    await accounts.disable(unit, actor.id)
    if mail:
        for kept in (one for one in KEPT if one.mail):
            unit.add(erasing.delete_by_mail(kept, mail))
    unit.add(logins.set_email(actor.id, ""), logins.set_password(actor.id, ""))
    unit.add(actor_queries.update_actor(actors.emptied(actor)))


async def _make_former(unit: Unit, keys: tuple[KeyRow, ...]) -> None:
    """Have somebody under whom stands what former members shared: one for all of them."""
    known = await find_former(unit)
    if known is not None:
        if await logins.find_login(unit, known.id):
            raise Refused(
                "Somebody here is called former_member: nothing can stay under that name."
            )
        return
    row = actors.new_row(unit, unit.uris.person(FORMER), "Person", FORMER)
    shown = replace(row, display="A former member", locked=1, discoverable=0, indexable=0)
    actors.add(unit, shown, keys)
