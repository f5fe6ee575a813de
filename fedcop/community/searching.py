"""What a search field finds among what is known here: people, communities, hashtags."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.community import hashtags
from fedcop.errors import Malformed
from fedcop.store.batch import Reader, Store
from fedcop.store.queries import people_search as rows
from fedcop.store.queries.people_search import Candidate
from fedcop.store.rows import ActorRow
from fedcop.values import Handle

_DAY_MS: Final = 86_400_000
_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Use:
    """How much a hashtag was used on a day, and by how many."""

    day: int  # its first moment, in milliseconds
    posts: int
    people: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A hashtag with its last days, the latest first, and whether the reader follows it."""

    name: str
    uses: tuple[Use, ...]
    followed: bool = False


async def find_people(
    store: Reader, viewer: ActorRow | None, text: str, *, followed: bool = False
) -> list[int]:
    """Find whose handle or name begins as was typed, whom one follows first."""
    name, host = _wanted(text)
    if not name:
        return []
    me = viewer.id if viewer else 0
    found = await rows.list_by_name(store, me, name)
    if not host:
        found += await rows.list_by_display(store, me, name)
    chosen = [one for one in found if _fits(one, name, host, followed=followed)]
    ordered = sorted(
        chosen,
        key=lambda one: (
            one.name.lower() != name,
            one.state != "accepted",
            bool(one.host),
            len(one.name),
            one.id,
        ),
    )
    return list(dict.fromkeys(one.id for one in ordered))


async def find_tags(store: Store, viewer: ActorRow | None, text: str, limit: int) -> list[Tag]:
    """Find the hashtags that begin as was typed."""
    folded = hashtags.fold([text])
    names = await rows.search_tags(store, folded[0], limit) if folded else []
    return await tags(store, viewer, names)


async def tags(store: Store, viewer: ActorRow | None, names: list[str]) -> list[Tag]:
    """Read how some hashtags were used of late."""
    followed = await rows.list_followed(store, viewer.id, names) if viewer else set()
    return [Tag(name, await _uses(store, name), name in followed) for name in names]


async def _uses(store: Store, name: str) -> tuple[Use, ...]:
    now = clock.now_ms()
    today = now - now % _DAY_MS
    first = today - (_DAYS - 1) * _DAY_MS
    found = await rows.search_uses(store, name, first << 16, (now + _DAY_MS) << 16)
    by_day: dict[int, list[int]] = {}
    for post, author in found:
        at = ids.time_of(post)
        by_day.setdefault(at - at % _DAY_MS, []).append(author)
    days = [today - n * _DAY_MS for n in range(_DAYS)]
    return tuple(Use(day, len(by_day.get(day, ())), len(set(by_day.get(day, ())))) for day in days)


def _wanted(text: str) -> tuple[str, str]:
    """Read a name, or the beginning of one, and a host if one was typed."""
    bare = " ".join(text.split()).lower().lstrip("@!")[: rows.LONGEST]
    if "@" not in bare:
        return bare, ""
    try:
        handle = Handle.read(bare)
    except Malformed:
        return bare.partition("@")[0], ""
    return handle.name, handle.host


def _fits(one: Candidate, name: str, host: str, *, followed: bool) -> bool:
    known = one.name.lower().startswith(name) or one.display.lower().startswith(name)
    if not known or (host and not one.host.startswith(host)):
        return False
    if followed:
        return one.state == "accepted"
    exact = one.name.lower() == name
    return bool(one.discoverable or exact or one.state == "accepted")
