"""All that this node keeps of somebody, as they take it along: piece by piece, a page at a time."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from fedcop import clock
from fedcop.community import carrying
from fedcop.errors import NotFound, Unavailable
from fedcop.store.batch import Store
from fedcop.store.files import Files
from fedcop.store.queries import accounts, actors, media, personal
from fedcop.store.queries.kept_of_people import KEPT, OF_NOBODY, Kept
from fedcop.store.queries.personal import Cells, Whose
from fedcop.store.rows import ActorRow, MediaRow
from fedcop.values import MediaPlace

CSVS: Final = {
    "follows": "following_accounts.csv",
    "blocks": "blocked_accounts.csv",
    "mutes": "muted_accounts.csv",
    "domains": "blocked_domains.csv",
    "lists": "lists.csv",
    "bookmarks": "bookmarks.csv",
}
_MESSAGES: Final = Kept("post", "messages to you", secret=("content",))
_MISSED: Final = ("These files could not be read to their end just now. Ask once more later.", "")
_AT_ONCE: Final = 1 << 20  # bytes of a file
_FIRST_MS: Final = 1_000_000_000_000  # a number from here to the next is a time: no id is so small
_LAST_MS: Final = 10_000_000_000_000
_SAFE: Final = 1 << 53  # larger numbers are no longer exact where JavaScript reads them
_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of what is taken along."""

    name: str
    words: str  # what it is
    body: AsyncIterator[bytes]


async def whose(store: Store, actor: ActorRow) -> Whose:
    """Say by what somebody is known here."""
    login = await accounts.find_login(store, actor.id)
    return Whose(actor.id, actor.uri, login[0].email if login else "")


async def pieces(store: Store, files: Files, actor: ActorRow) -> AsyncIterator[Piece]:
    """Read all that is kept of somebody but what they said to others as ActivityStreams."""
    for kind, name in CSVS.items():
        text = await carrying.take(store, actor, kind)
        yield Piece(f"csv/{name}", "for another server to read", _whole(text.encode()))
    async for piece in _tables(store, actor):
        yield piece
    async for piece in _files(store, files, actor):
        yield piece


def left_out() -> list[tuple[str, str]]:
    """Say what is not taken along, and why; each table is in it or here."""
    told = [(kept.table, kept.why) for kept in KEPT if not kept.given]
    return sorted([*told, *OF_NOBODY.items()])


async def _tables(store: Store, actor: ActorRow) -> AsyncIterator[Piece]:
    who = await whose(store, actor)
    for kept in KEPT:
        keys = await personal.list_own(store, kept, who) if kept.given else []
        if keys:
            yield Piece(f"data/{kept.table}.jsonl", kept.words, _lines(store, kept, keys))
    written = await personal.list_messages(store, actor.id)
    if written:
        told = _MESSAGES.words
        yield Piece("data/messages_to_you.jsonl", told, _lines(store, _MESSAGES, written))
    audited = await personal.list_audited(store, actor.name, actor.id)
    if audited:
        text = b"".join(_line(cells) for cells in audited)
        told = "what those who run this node did about your account"
        yield Piece("data/audit_about_you.jsonl", told, _whole(text))


async def _files(store: Store, files: Files, actor: ActorRow) -> AsyncIterator[Piece]:
    kept = next(one for one in KEPT if one.table == "media")
    missed: list[str] = []
    for number in await personal.list_own(store, kept, Whose(actor.id, actor.uri)):
        row = await media.find_media(store, number)
        if row is None or row.place == MediaPlace.GONE or row.remote or not row.hash:
            continue
        name = f"media/{_name_of(row)}"
        try:
            there = await files.size_of(row.hash) is not None
        except Unavailable:
            missed.append(name)
            continue
        if there:
            yield Piece(name, "your file", _blob(files, row.hash, name, missed))
    if missed:
        text = "\n".join((*_MISSED, *missed, ""))
        yield Piece("media/not-whole.txt", "files that could not be read", _whole(text.encode()))


async def _lines(store: Store, kept: Kept, keys: Sequence[Any]) -> AsyncIterator[bytes]:
    """Write rows a page at a time, with the handles of those they name."""
    page: list[Cells] = []
    async for cells in personal.read_rows(store, kept, keys):
        page.append(cells)
        if len(page) == _PAGE:
            yield await _written(store, kept, page)
            page = []
    if page:
        yield await _written(store, kept, page)


async def _written(store: Store, kept: Kept, page: list[Cells]) -> bytes:
    shown = [one for one in kept.people if one not in kept.secret]
    numbers = {cells[column] for cells in page for column in shown}
    known = await actors.list_actors(store, sorted(numbers - {0}))
    for cells in page:
        for column in shown:
            if found := known.get(cells[column]):
                cells[f"{column.removesuffix('_id')}_uri"] = found.uri
    return b"".join(map(_line, page))


def _line(cells: Cells) -> bytes:
    plain = {name: _plain(value) for name, value in cells.items()}
    return orjson.dumps(plain, option=orjson.OPT_APPEND_NEWLINE)


def _plain(value: object) -> object:
    """Say a time as one reads it, and a large number so that every program keeps it."""
    if isinstance(value, int):
        if _FIRST_MS <= value < _LAST_MS:
            return clock.iso(value)
        return str(value) if abs(value) >= _SAFE else value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return value


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _blob(files: Files, blob: str, name: str, missed: list[str]) -> AsyncIterator[bytes]:
    """Read a file piece by piece; one that cannot be read to its end is named."""
    start, size = 0, 1
    while start < size:
        try:
            piece = await files.read(blob, start, start + _AT_ONCE)
        except (NotFound, Unavailable):
            break
        size = piece.size
        start += len(piece.body)
        if not piece.body:
            break
        yield piece.body
    if start < size:
        missed.append(name)


def _name_of(row: MediaRow) -> str:
    ending = row.mime.rpartition("=")[2] if "=" in row.mime else row.mime.rpartition("/")[2]
    return f"{row.id}.{ending}"
