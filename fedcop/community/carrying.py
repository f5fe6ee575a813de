"""Take along what is one's own, and bring it from elsewhere: files of lines, as Mastodon has them.

What is brought is done line by line by a worker, since other nodes may have to be asked.
"""

import csv
import io
from collections.abc import Awaitable, Callable
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import lists, membership, moderation, mutes
from fedcop.errors import Invalid
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import actors, carrying
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow
from fedcop.store.rows.carrying import ImportRow
from fedcop.values import host_of

KINDS: Final = ("follows", "blocks", "mutes", "domains", "lists", "bookmarks")
WAKE: Final = "import"
MOST: Final = 5000
_PAGE: Final = 200
_TOP: Final = (1 << 63) - 1
_TRIES: Final = 6
_PAUSE_MS: Final = 300_000
_LONGEST_CELL: Final = 2048
_SHOWN: Final = 50
_TOP_HOSTS: Final = 1000
_HEADS: Final = {
    "follows": ("Account address", "Show boosts", "Notify on new posts", "Languages"),
    "mutes": ("Account address", "Hide notifications"),
    "blocks": ("Account address",),
}

Lines = list[tuple[str, ...]]


async def take(store: Store, actor: ActorRow, kind: str) -> str:
    """Write a file of what is somebody's own."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    if kind in _HEADS:
        writer.writerow(_HEADS[kind])
    writer.writerows(await _TAKE[kind](store, actor))
    return written.getvalue()


async def bring(unit: Unit, actor: ActorRow, kind: str, text: str) -> int:
    """Let the lines of a file be done; return how many there are. Raises Invalid."""
    if kind not in KINDS:
        raise Invalid("kind: choose what the file is")
    found = read_lines(text)
    if not found:
        raise Invalid("file: there is no line in it")
    if len(found) + await carrying.count_waiting(unit, actor.id) > MOST:
        raise Invalid(f"file: {MOST} lines at once, at most")
    now = clock.now_ms()
    unit.add(carrying.clear_failed(actor.id))
    for cells in found:
        line = orjson.dumps(cells).decode()
        unit.add(carrying.insert_line(ImportRow(ids.new_id(), actor.id, kind, line, 0, now, "")))
    unit.wake(WAKE)
    return len(found)


async def finish(unit: Unit, row: ImportRow) -> None:
    """Note that a line is done."""
    unit.add(carrying.delete_line(row.id))


async def put_off(unit: Unit, row: ImportRow, why: str, *, again: bool) -> None:
    """Note why a line could not be done, and try once more what may go better."""
    later = again and row.tries < _TRIES
    at = clock.now_ms() + _PAUSE_MS * 2**row.tries if later else carrying.NEVER
    unit.add(carrying.fail_line(row.id, at, why))


def read_lines(text: str) -> Lines:
    """Read the lines of a file, without the one that names the columns. Raises Invalid."""
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), strict=False))
    except csv.Error as error:
        raise Invalid("file: this is no file of lines with commas") from error
    found = [tuple(cell.strip() for cell in row) for row in rows if any(map(str.strip, row))]
    if found and found[0][0].lower() in {"account address", "#domain", "list name", "#uri"}:
        found = found[1:]
    if any(len(cell) > _LONGEST_CELL for row in found for cell in row):
        raise Invalid("file: a line in it is too long")
    return found


def cells_of(row: ImportRow) -> list[str]:
    """Read the cells of a line back."""
    return list(orjson.loads(row.line))


async def list_due(reader: Reader, limit: int = 20) -> list[ImportRow]:
    """Read the lines that are to be done now."""
    return await carrying.list_due(reader, clock.now_ms(), limit)


async def count_waiting(reader: Reader, actor: ActorRow) -> int:
    """Count the lines of somebody that are yet to be done."""
    return await carrying.count_waiting(reader, actor.id)


async def list_failed(reader: Reader, actor: ActorRow) -> list[ImportRow]:
    """Read some of the lines of somebody that could not be done."""
    return await carrying.list_failed(reader, actor.id, _SHOWN)


async def _follows(store: Store, actor: ActorRow) -> Lines:
    found: Lines = []
    after = 0
    while sides := await membership.list_following(store, actor.id, after, _PAGE):
        for row, other in sides:
            languages = ", ".join(orjson.loads(row.languages or "[]"))
            wishes = (_yes(row.boosts), _yes(row.notify), languages)
            found.append((_address(store, other), *wishes))
        after = sides[-1][1].id
    return found


async def _blocks(store: Store, actor: ActorRow) -> Lines:
    found: Lines = []
    after = 0
    while rows := await moderation.list_blocked(store, actor.id, after, _PAGE):
        found += [(_address(store, other),) for other in rows]
        after = rows[-1].id
    return found


async def _mutes(store: Store, actor: ActorRow) -> Lines:
    found: Lines = []
    below = _TOP
    while rows := await mutes.list_muted(store, actor.id, Span(below), _PAGE):
        found += [(_address(store, other), _yes(row.notifications)) for row, other in rows]
        below = rows[-1][0].id
    return found


async def _domains(store: Store, actor: ActorRow) -> Lines:
    return [(row.host,) for row in await mutes.list_hosts(store, actor.id, Span(_TOP), _TOP_HOSTS)]


async def _lists(store: Store, actor: ActorRow) -> Lines:
    found: Lines = []
    for listing in await lists.list_all(store, actor):
        if listing.community_id:
            continue
        numbers = [number for _, number in await lists.members(store, actor, listing.id)]
        known = await actors.list_actors(store, numbers)
        found += [(listing.title, _address(store, known[one])) for one in numbers if one in known]
    return found


async def _bookmarks(store: Store, actor: ActorRow) -> Lines:
    found: Lines = []
    below = _TOP
    while rows := await carrying.list_bookmarked(store, actor.id, Span(below), _PAGE):
        found += [(uri,) for _, uri in rows]
        below = rows[-1][0]
    return found


_TAKE: Final[dict[str, Callable[[Store, ActorRow], Awaitable[Lines]]]] = {
    "follows": _follows,
    "blocks": _blocks,
    "mutes": _mutes,
    "domains": _domains,
    "lists": _lists,
    "bookmarks": _bookmarks,
}


def _address(store: Store, actor: ActorRow) -> str:
    return f"{actor.name}@{actor.host or host_of(store.uris.origin)}"


def _yes(flag: int) -> str:
    return "true" if flag else "false"
