"""All that is kept of somebody as one ZIP file: for other servers, for programs, and to read."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Final

import orjson

from fedcop import __version__, clock
from fedcop.activitypub import writing
from fedcop.community import belongings
from fedcop.community.belongings import Piece
from fedcop.community.practice import artifacts
from fedcop.errors import NotFound
from fedcop.federation.documents import actors, notes
from fedcop.federation.documents.facts import facts_of
from fedcop.interchange.zipping import Zipping
from fedcop.store.batch import Store
from fedcop.store.files import Files
from fedcop.store.queries import artifacts as artifact_rows
from fedcop.store.queries import personal, posts
from fedcop.store.rows import ActorRow

_AT_ONCE: Final = 50  # posts whose facts are read together
_REVISIONS: Final = 10_000
_CONTEXT: Final = "https://www.w3.org/ns/activitystreams"


async def archive(store: Store, files: Files, actor: ActorRow) -> AsyncIterator[bytes]:
    """Write it while it is read; what is ready is yielded, and never much of it."""
    zipping, now = Zipping(), clock.utc(clock.now_ms()).timetuple()[:6]
    told: list[tuple[str, str]] = []
    async for piece in _pieces(store, files, actor):
        told.append((piece.name, piece.words))
        async for ready in zipping.add(piece.name, piece.body, now):
            if ready:
                yield ready
    async for ready in zipping.add("README.txt", _said(_readme(store, actor, told)), now):
        yield ready
    yield zipping.end()


async def _pieces(store: Store, files: Files, actor: ActorRow) -> AsyncIterator[Piece]:
    document = await actors.document_of(store, actor, store.uris)
    if document is None:
        raise NotFound("There is no such person here.")
    shown = orjson.dumps(writing.write(document), option=orjson.OPT_INDENT_2)
    yield Piece("actor.json", "your profile, as other servers read it", _said(shown.decode()))
    written = await personal.list_written(store, actor.id)
    about = "all you wrote that stands, as ActivityStreams, the oldest first"
    yield Piece("outbox.json", about, _outbox(store, actor, written))
    async for piece in _proved(store, actor):
        yield piece
    async for piece in belongings.pieces(store, files, actor):
        yield piece


async def _outbox(store: Store, actor: ActorRow, written: Sequence[int]) -> AsyncIterator[bytes]:
    head = {
        "@context": _CONTEXT,
        "id": actor.outbox or f"{actor.uri}/outbox",
        "type": "OrderedCollection",
        "totalItems": len(written),
    }
    yield orjson.dumps(head)[:-1] + b',"orderedItems":[\n'
    between = b""
    for start in range(0, len(written), _AT_ONCE):
        page = written[start : start + _AT_ONCE]
        said = [one for one in await asyncio.gather(*(_create(store, n) for n in page)) if one]
        if said:
            yield between + b",\n".join(said)
            between = b",\n"
    yield b"\n]}\n"


async def _create(store: Store, number: int) -> bytes:
    """Write the Create of one post; nothing when it went meanwhile."""
    post = await posts.find_post(store, number)
    facts = await facts_of(store, post) if post and not post.deleted else None
    if facts is None:
        return b""
    return writing.to_bytes(writing.write(notes.create(facts, notes.note(facts, store.uris))))


async def _proved(store: Store, actor: ActorRow) -> AsyncIterator[Piece]:
    """Read the revisions of artifacts as they were signed: they prove themselves anywhere."""
    for number in await personal.list_artifacts(store, actor.id):
        for row in await artifacts.history(store, number, limit=_REVISIONS):
            kept = await artifact_rows.find_document(store, row.document) if row.document else None
            if kept is not None:
                name = f"revisions/{number}-{row.number}.json"
                yield Piece(name, "a revision as it was signed", _said(kept.body.decode()))


async def _said(text: str) -> AsyncIterator[bytes]:
    yield text.encode()


def _readme(store: Store, actor: ActorRow, told: Sequence[tuple[str, str]]) -> str:
    """Say what is in it, and what is not."""
    lines = [
        f"What {store.uris.origin} keeps of @{actor.name}",
        f"written {clock.iso(clock.now_ms())} by fedcop {__version__}",
        "",
        "What is in it",
        "",
        "  csv/       lists that Mastodon and others read: bring them to your next server",
        "  data/      what is kept, a line of JSON for each: times are in UTC",
        "  media/     your files",
        "  revisions/ what you shared, as it was signed: anybody can check it, wherever it lies",
        "",
        *(f"  {name}: {words}" for name, words in _grouped(told)),
        "",
        "Passwords, keys and the addresses by which others reach secrets of yours are left out.",
        "Numbers with more than fifteen digits stand in quotes, so that no program rounds them.",
        "",
        "What is kept, and is not in it",
        "",
        *(f"  {table}: {why}" for table, why in belongings.left_out()),
        "",
    ]
    return "\n".join(lines)


def _grouped(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Name each file, but those of a folder of many once."""
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name, words in told:
        folder = name.partition("/")[0]
        many = folder in {"media", "revisions"}
        key = f"{folder}/" if many else name
        found.setdefault(key, words)
        counts[key] = counts.get(key, 0) + 1
    return [
        (key, f"{words} ({counts[key]})" if key.endswith("/") else words)
        for key, words in found.items()
    ]
