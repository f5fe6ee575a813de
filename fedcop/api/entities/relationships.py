"""What the reader is to others."""

from collections.abc import Iterable

import orjson

from fedcop.api.ask import Ask
from fedcop.api.entities.times import moment
from fedcop.community import people
from fedcop.community.people import Relation


async def many(ask: Ask, numbers: Iterable[int]) -> bytes:
    """Render a list of what the reader is to others, in the order asked; unknown: left out."""
    wanted = list(dict.fromkeys(numbers))
    found = {row.id: row for row in await people.related(ask.store, ask.me(), wanted)}
    return orjson.dumps([entity(found[number]) for number in wanted if number in found])


async def one(ask: Ask, number: int) -> bytes:
    """Render what the reader is to one other; to nobody known they are nothing."""
    found = await people.related(ask.store, ask.me(), [number])
    return orjson.dumps(entity(found[0])) if found else b"{}"


def entity(row: Relation) -> dict[str, object]:
    """Say what a client reads of a relation."""
    following, muting = row.state == "accepted", row.muted
    until = row.muted_until if muting else 0
    return {
        "id": str(row.id),
        "following": following,
        "showing_reblogs": following and bool(row.boosts),
        "notifying": following and bool(row.notify),
        "languages": (orjson.loads(row.languages or "[]") or None) if following else None,
        "followed_by": row.back == "accepted",
        "blocking": bool(row.blocks),
        "blocked_by": bool(row.blocked),
        "muting": muting,
        "muting_notifications": muting and bool(row.mutes_notices),
        "muting_expires_at": moment(until) if until else None,
        "requested": row.state == "pending",
        "requested_by": row.back == "pending",
        "domain_blocking": bool(row.host_blocked),
        "endorsed": False,
        "note": row.note or "",
    }
