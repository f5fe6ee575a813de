"""Bring an export into a community: thing after thing, version after version, each once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from fedcop.assembly import Parts
from fedcop.cli.bringing.wishes import Target, draft_of, linked, wish_of
from fedcop.community import bringing, exact_files, media
from fedcop.community.drafts import Draft, Words
from fedcop.community.perform import perform
from fedcop.community.practice import artifact_drafts, artifacts
from fedcop.errors import Conflict, FedcopError, Invalid
from fedcop.federation.remote.shaping import reshape, shape
from fedcop.interchange import library
from fedcop.interchange.items import Bundle, Item, Version
from fedcop.pictures.drawing import Studio
from fedcop.store.rows import ActorRow, BringingRow, BroughtRow, PostRow

_THREADS: Final = frozenset({"question", "answer", "post"})
_LATER: Final = "Links to what was brought along after it"


@dataclass(slots=True)
class Report:
    """What became of an import."""

    made: int = 0
    anew: int = 0  # versions
    known: int = 0
    drafts: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class People:
    """In whose name things are written: by their names there, and everybody else's."""

    usual: ActorRow
    named: Mapping[str, ActorRow]

    def author_of(self, item: Item) -> tuple[ActorRow, str]:
        """Return who writes a thing, and whom to name in it because they are not here."""
        for name in (item.latest.author, *item.authors):
            if found := self.named.get(name):
                return found, ""
        return self.usual, item.latest.author or next(iter(item.authors), "")


class Writer:
    """Writes one export."""

    def __init__(self, parts: Parts, row: BringingRow, target: Target, people: People) -> None:
        self._parts = parts
        self._row = row
        self._people = people
        self._studio = Studio()
        self._uris: dict[str, str] = {}
        self._target = replace(target, find=self._find)
        self.report = Report()

    async def one(self, bundle: Bundle, item: Item) -> None:
        """Write one thing, as far as it is not here; what cannot be is noted, with the reason."""
        try:
            if item.kind in _THREADS:
                await self._thread(item)
            elif item.draft:
                await self._draft(bundle, item)
            else:
                await self._artifact(bundle, item)
        except FedcopError as error:
            if error.retryable and not isinstance(error, Conflict):
                raise
            self.report.skipped.append((item.source, error.safe))

    async def link(self, bundle: Bundle, item: Item) -> None:
        """Let a thing lead to what came after it, once all is here; a minor edit of its own."""
        if item.kind in _THREADS or item.draft:
            return
        body = item.latest.body
        row = await bringing.find(self._parts.store, self._row, item.source)
        if row is None or row.versions != len(item.versions) or linked(body, self._find) == body:
            return
        post = await bringing.post_of(self._parts.store, row)
        said = await artifacts.get(self._parts.store, row.post_id)
        held = await artifacts.revision(self._parts.store, said.id, said.number)
        if held.source == linked(body, self._find).strip():
            return
        version = replace(item.latest, note=_LATER, minor=True, at=0)
        author, _ = self._people.author_of(item)
        await self._anew(author, row, post, (item, version, None))

    async def _artifact(self, bundle: Bundle, item: Item) -> None:
        author, _ = self._people.author_of(item)
        row = await bringing.find(self._parts.store, self._row, item.source)
        if row is None:
            files = await self._files(bundle, author, item.versions[0])
            wish = wish_of(self._target, item, item.versions[0], files)
            draft = await shape(self._parts.reach, wish)
            row = await self._bring(author, item, draft)
            self.report.made += 1
        elif row.versions >= len(item.versions):
            self.report.known += 1
        post = await bringing.post_of(self._parts.store, row)
        self._uris[item.source] = post.uri
        for version in item.versions[row.versions :]:
            row = await self._next(bundle, item, (author, row, version))
            self.report.anew += 1

    async def _next(
        self, bundle: Bundle, item: Item, what: tuple[ActorRow, BroughtRow, Version]
    ) -> BroughtRow:
        author, row, version = what
        post = await bringing.post_of(self._parts.store, row)
        files = await self._files(bundle, author, version)
        return await self._anew(author, row, post, (item, version, files))

    async def _anew(
        self,
        author: ActorRow,
        row: BroughtRow,
        post: PostRow,
        what: tuple[Item, Version, tuple[int, ...] | None],
    ) -> BroughtRow:
        item, version, files = what
        wish = replace(wish_of(self._target, item, version, files or ()), media=files)
        edit = await reshape(self._parts.reach, wish, post)
        store = self._parts.store
        return await perform(store, bringing.bring_anew, author, row, edit)

    async def _draft(self, bundle: Bundle, item: Item) -> None:
        """Keep what is not finished for whoever brings it to finish."""
        author, _ = self._people.author_of(item)
        known = await artifact_drafts.list_of(self._parts.store, author)
        if any(row.title == item.latest.title for row in known):
            self.report.known += 1
            return
        files = await self._files(bundle, author, item.latest)
        wish = wish_of(self._target, item, item.latest, files)
        await perform(self._parts.store, artifact_drafts.begin, author, wish)
        self.report.drafts += 1

    async def _thread(self, item: Item) -> None:
        if await bringing.find(self._parts.store, self._row, item.source):
            self.report.known += 1
            return
        parent = 0
        if item.answers:
            above = await bringing.find(self._parts.store, self._row, item.answers)
            if above is None:
                raise Invalid("what it answers was not brought along")
            parent = above.post_id
        author, named = self._people.author_of(item)
        row = await self._bring(author, item, draft_of(self._target, item, named, parent))
        self._uris[item.source] = (await bringing.post_of(self._parts.store, row)).uri
        self.report.made += 1

    async def _bring(self, author: ActorRow, item: Item, draft: Draft) -> BroughtRow:
        verb = bringing.bring
        return await perform(self._parts.store, verb, author, self._row, item.source, draft)

    async def _files(self, bundle: Bundle, owner: ActorRow, version: Version) -> tuple[int, ...]:
        """Keep the files of a version; what is not what it says is left out, and noted."""
        kept: list[int] = []
        for ref in version.files:
            try:
                data = bundle.read(ref.where)
                # Our own export names its files by digest: they come back to the byte.
                exact = bundle.program == library.PROGRAM
                keep = exact_files.keep if exact else media.keep_file
                found = await keep(self._parts.files, self._studio, data, ref.name)
            except FedcopError as error:
                self.report.skipped.append((ref.where, error.safe))
                continue
            words = Words(ref.name)
            row = await perform(self._parts.store, media.upload, owner, found, words)
            kept.append(row.id)
        return tuple(kept)

    def _find(self, source: str) -> str:
        return self._uris.get(source, "")
