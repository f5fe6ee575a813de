"""The work on erasures that are under way, and their end: who was told, and the keys destroyed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import orjson

from fedcop import clock
from fedcop.community.erasing import phases
from fedcop.community.perform import perform
from fedcop.community.privacy_requests import DONE, RUNNING, TELLING
from fedcop.errors import Conflict
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import actors, erasing, privacy_requests
from fedcop.store.queries.erasing import Told
from fedcop.store.rows import PrivacyRow

log = logging.getLogger(__name__)

_NAMED: Final = 200  # servers that were not reached, in the record that stays


@dataclass(frozen=True, slots=True)
class Reach:
    """Which servers were told that somebody is gone."""

    servers: int = 0
    told: int = 0
    missed: Sequence[Told] = ()


async def go_on(store: Store, keep_ms: int) -> int:
    """Take a step of each erasure, and end those whose time has come."""
    done = 0
    for row in await privacy_requests.list_in_state(store, RUNNING):
        try:
            done += await perform(store, phases.step, row)
        except Conflict:
            log.info("erasure %s is tried again: others were quicker", row.id)
            done += 1
    for row in await privacy_requests.list_in_state(store, TELLING):
        done += await _end(store, row, keep_ms)
    return done


async def reach_of(store: Store, row: PrivacyRow) -> Reach:
    """Say which servers were told; of what has ended, as it stood then."""
    said = orjson.loads(row.counts or "{}").get("reach")
    if said is not None:
        missed = [Told(host, told=False, error=error) for host, error in said["missed"]]
        return Reach(said["servers"], said["told"], missed)
    actor = await actors.find_actor(store, row.actor_id)
    found = await erasing.list_told(store, row.actor_id, actor.uri) if actor else []
    missed = [one for one in found if not one.told]
    return Reach(len(found), len(found) - len(missed), missed)


def going(row: PrivacyRow) -> dict[str, int]:
    """Say how many rows of which table were to go."""
    return dict(orjson.loads(row.counts or "{}").get("going", {}))


async def _end(store: Store, row: PrivacyRow, keep_ms: int) -> int:
    reach = await reach_of(store, row)
    if reach.servers and row.told > clock.now_ms() - keep_ms:
        return 0
    await perform(store, _destroy_keys, row, reach)
    log.info("erasure %s has ended: %s of %s servers took it", row.id, reach.told, reach.servers)
    return 1


async def _destroy_keys(unit: Unit, row: PrivacyRow, reach: Reach) -> None:
    unit.touch(f"erase:{row.actor_id}")
    unit.guard(privacy_requests.SAME, row.id, row.state, row.phase)
    unit.add(*erasing.end_keys(row.actor_id))
    said = orjson.loads(row.counts or "{}")
    missed = [(one.host, one.error) for one in reach.missed[:_NAMED]]
    said["reach"] = {"servers": reach.servers, "told": reach.told, "missed": missed}
    after = replace(row, state=DONE, counts=orjson.dumps(said).decode(), done=clock.now_ms())
    unit.add(privacy_requests.change_request(after))
