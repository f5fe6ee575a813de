"""A community as ActivityStreams: its actor, its outbox, its shelves, its files, in one tar file.

    manifest.yaml                what is in it, in the spirit of FEP-6fcd
    activitypub/actor.json       the community
    activitypub/outbox.json      what was written in it, the oldest first: ours whole, with proofs
    activitypub/library.json     the artifacts, each revision with its digest
    media/…                      our files, by their hash

What others wrote is theirs to give out, and is named; what they proved we pass on as it came.
"""

import io
import tarfile
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

import orjson
import yaml

from fedcop import __version__, clock
from fedcop.activitypub import writing
from fedcop.activitypub.vocabulary import JSON
from fedcop.assembly import Parts
from fedcop.cli.output import Progress
from fedcop.community.practice import artifacts
from fedcop.community.practice.kinds import KINDS
from fedcop.errors import NotFound
from fedcop.federation.documents import actors, notes
from fedcop.federation.documents.facts import facts_of
from fedcop.store.queries import artifacts as artifact_rows
from fedcop.store.queries import exports, media
from fedcop.store.rows import GroupRow, PostRow

_PAGE: Final = 100
_ALL: Final = 10_000
_CONTEXT: Final = "https://www.w3.org/ns/activitystreams"
_COP: Final = "https://w3id.org/fedcop/ns#"


class Archive:
    """Writes one community into a tar file."""

    def __init__(self, parts: Parts, tape: tarfile.TarFile) -> None:
        self._parts = parts
        self._tape = tape
        self._files: set[str] = set()
        self._contents: dict[str, str] = {}

    async def write(self, group: GroupRow, progress: Progress) -> int:
        """Write all of it; returns how much was written in the community."""
        store = self._parts.store
        document = await actors.document_of(store, group.actor, store.uris)
        if document is None:
            raise NotFound("This community waits for an admin to agree.")
        self._put("activitypub/actor.json", writing.write(document), "the community")
        written: list[JSON] = []
        library: list[JSON] = []
        async for post in self._posts(group.actor.id):
            written.append(await self._create(post))
            if post.practice in KINDS:
                library.append(await self._artifact(post))
            await self._bring(post)
            progress.step()
        uri = group.actor.outbox
        self._put("activitypub/outbox.json", _ordered(uri, written), "what was written in it")
        shelf = f"{group.actor.uri}/library"
        self._put("activitypub/library.json", _ordered(shelf, library), "its artifacts")
        self._manifest(group)
        return len(written)

    async def _posts(self, community: int) -> AsyncIterator[PostRow]:
        after = 0
        while page := await exports.list_posts(self._parts.store, community, after, _PAGE):
            for post in page:
                yield post
            after = page[-1].id

    async def _create(self, post: PostRow) -> JSON:
        """Write the Create of a post of ours whole; of what others wrote its name."""
        facts = await facts_of(self._parts.store, post) if post.local else None
        if facts is None:
            return post.uri
        outbound = self._parts.outbound
        said = notes.create(facts, notes.note(facts, outbound.uris))
        value: JSON = orjson.loads(await outbound.seal(facts.author.id, said))
        return value

    async def _artifact(self, post: PostRow) -> JSON:
        """Write which revisions an artifact has; what proves itself goes along."""
        store = self._parts.store
        revisions: list[JSON] = []
        for row in await artifacts.history(store, post.id, limit=_ALL):
            told: dict[str, JSON] = {"cop:revision": row.number, "cop:digest": row.digest}
            kept = await artifact_rows.find_document(store, row.document) if row.document else None
            if kept is not None:
                told["object"] = orjson.loads(kept.body)
            revisions.append(told)
        return {"id": post.uri, "type": post.kind, "name": post.title, "cop:revisions": revisions}

    async def _bring(self, post: PostRow) -> None:
        """Write the files of a post, each once."""
        for row in await media.list_of_post(self._parts.store, post.id) if post.local else ():
            if not row.hash or row.hash in self._files:
                continue
            with suppress(NotFound):
                piece = await self._parts.files.read(row.hash)
                self._files.add(row.hash)
                self._bytes(f"media/{row.hash}", piece.body)
                self._contents[f"media/{row.hash}"] = row.description or row.mime

    def _put(self, name: str, value: JSON, about: str) -> None:
        self._bytes(name, orjson.dumps(value, option=orjson.OPT_INDENT_2))
        self._contents[name] = about

    def _manifest(self, group: GroupRow) -> None:
        told = {
            "ubc-version": "0.1",
            "meta": {
                "createdBy": {"client": {"name": "fedcop", "version": __version__}},
                "created": clock.iso(clock.now_ms()),
                "community": group.actor.uri,
            },
            "contents": dict(sorted(self._contents.items())),
        }
        text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
        self._bytes("manifest.yaml", text.encode())

    def _bytes(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(data), 0o644
        self._tape.addfile(info, io.BytesIO(data))


def _ordered(uri: str, items: list[JSON]) -> dict[str, JSON]:
    return {
        "@context": [_CONTEXT, {"cop": _COP}],
        "id": uri,
        "type": "OrderedCollection",
        "totalItems": len(items),
        "orderedItems": items,
    }
