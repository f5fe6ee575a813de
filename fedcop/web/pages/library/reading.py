"""An artifact as one reader sees it, with everything its page names beside it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from fedcop.community import copies, library, stewards, timelines
from fedcop.community.practice import adoptions, artifacts, reviews, sources, standing, translations
from fedcop.community.practice.adoptions import Results
from fedcop.community.practice.kinds import KINDS, WORKS_FOR
from fedcop.community.practice.lineage import ADAPTED
from fedcop.community.practice.parts import FileFact, Origin
from fedcop.community.practice.standing import Standing
from fedcop.community.practice.wording import license_label, word
from fedcop.community.timelines import Line
from fedcop.errors import Gone, NotFound
from fedcop.store.rows import ActorCard, AdoptionRow, ArtifactRevisionRow, ArtifactRow, GroupRow
from fedcop.tongues import N_, _
from fedcop.uris import Uris
from fedcop.values import ArtifactPin, host_of
from fedcop.web import shown
from fedcop.web.ask import Ask
from fedcop.web.pages.library.parts import Entry, Part, parts_of
from fedcop.web.pages.threads import community_of

_MISSING: Final = "There is no such artifact, or it is not for you."
_BODY: Final = "body"
_MOST_TONGUES: Final = 40
_HERE: Final = Uris("")  # addresses of our own pages go without a host
_RELATIONS: Final = {
    "adaptedFrom": N_("Adapted from"),
    "supersedes": N_("Takes the place of"),
    "warnsAbout": N_("Warns about"),
    "derivedFrom": N_("Came from"),
    "outcomeOf": N_("Came of"),
    "cites": N_("Cites"),
    "translationOf": N_("A translation of"),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """Something an artifact owes to another, with a way there."""

    relation: str
    label: str
    title: str
    path: str
    number: int = 0
    by: str = ""
    note: str = ""
    ours: bool = False  # whether its page is one of ours


@dataclass(frozen=True, slots=True)
class InLanguage:
    """The same artifact in another language: of which revision, and at which the original is."""

    line: Line
    language: str
    of: int = 0  # 0: it is the original
    latest: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One revision of an artifact with all that stands beside it."""

    line: Line
    row: ArtifactRow
    revision: ArtifactRevisionRow
    standing: Standing
    group: GroupRow | None
    parts: tuple[Part, ...]
    files: tuple[FileFact, ...]
    works_for: tuple[tuple[str, str], ...]
    owed: tuple[Owed, ...]
    successor: Owed | None
    people: tuple[tuple[ActorCard, str], ...]
    organization: str
    license: str
    steward: bool = False
    mine: bool = False
    adopted: AdoptionRow | None = None
    results: Results = field(default_factory=Results)
    last_review: int = 0
    tongues: tuple[InLanguage, ...] = ()
    entries: dict[str, Line] = field(default_factory=dict)  # what its entries name, by uri
    copies: dict[str, str] = field(default_factory=dict)  # where its files are had, checked

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/a/{self.row.id}"

    @property
    def cite(self) -> str:
        """The address of exactly this revision."""
        return f"{self.row.uri}/r/{self.revision.number}"

    @property
    def translates(self) -> ArtifactPin | None:
        """The revision that it is a translation of."""
        return translations.original_of(self.row)

    @property
    def adapts(self) -> bool:
        """Whether it is somebody's version of another."""
        return any(one.relation == ADAPTED for one in self.owed)


async def find(ask: Ask) -> tuple[Line, ArtifactRow]:
    """Find the artifact in the address, or what is left of it. Raises NotFound."""
    number = ask.number("id")
    line = await timelines.post(ask.store, ask.viewer, number)
    if line is None or line.post.practice not in KINDS:
        raise NotFound(_MISSING)
    return line, await artifacts.get(ask.store, number)


def is_gone(line: Line, row: ArtifactRow) -> bool:
    """Whether only what it takes to cite an artifact is left."""
    return bool(line.post.deleted) or row.status == standing.WITHDRAWN


async def find_standing(ask: Ask) -> tuple[Line, ArtifactRow]:
    """Find the artifact in the address, which is still there. Raises NotFound and Gone."""
    line, row = await find(ask)
    if is_gone(line, row):
        raise Gone("This was withdrawn; it can be cited, and not read.")
    return line, row


async def read(ask: Ask, line: Line, row: ArtifactRow, number: int = 0) -> Reading:
    """Read one revision of an artifact, or what it says now. Raises NotFound."""
    store, viewer = ask.store, ask.viewer
    revision = await artifacts.revision(store, row.id, number or row.number)
    said = artifacts.said_by(revision, row.kind)
    origins = await sources.seen_by(store, viewer, artifacts.origins_of(row))
    parts = parts_of(said, store.uris)
    people = [one for one in await artifacts.contributors(store, row.id) if one.role != "author"]
    uris = {row.organization_uri, *(one.actor_uri for one in people)} - {""}
    names = await library.named(store, sorted(uris))
    mine = await adoptions.list_mine(store, row.uri, viewer) if viewer else []
    successors = (Origin("supersededBy", ArtifactPin(row.superseded_by)),)
    owed = await _owed(ask, [*origins, *(successors if row.superseded_by else ())])
    latest = await reviews.list_of(store, row.uri, limit=1)
    return Reading(
        line=line,
        row=row,
        revision=revision,
        standing=await standing.standing_of(store, row),
        group=await community_of(ask, line.post),
        parts=parts,
        files=artifacts.files_of(revision),
        copies=_copies(line),
        works_for=_works_for(row),
        owed=tuple(one for one in owed if one.relation != "supersededBy"),
        successor=next((one for one in owed if one.relation == "supersededBy"), None),
        people=tuple((names[one.actor_uri], one.role) for one in people if one.actor_uri in names),
        organization=_organization(row, names),
        license=license_label(row.license),
        steward=await _is_steward(ask, line),
        mine=viewer is not None and viewer.id == line.post.author_id,
        adopted=mine[-1] if mine else None,
        results=await adoptions.results_of(store, row.uri),
        last_review=latest[0][0].row.created if latest else 0,
        tongues=await tongues_of(ask, row),
        entries=await _entries(ask, [entry for part in parts for entry in part.entries]),
    )


async def tongues_of(ask: Ask, row: ArtifactRow) -> tuple[InLanguage, ...]:
    """Read in which languages there is the same, as far as whoever asks may read it."""
    family = await translations.family_of(ask.store, row)
    if not family.translations and family.original == row.uri:
        return ()
    of = dict(family.translations[:_MOST_TONGUES])
    lines = await find_lines(ask, [family.original, *of])
    original = await artifacts.find(ask.store, family.original)
    latest = original.number if original and family.original in lines else 0
    pin = translations.original_of(row)
    found = [
        InLanguage(line, line.post.language, of.get(uri, 0), latest)
        for uri, line in lines.items()
        if uri != row.uri and (uri == family.original or line.community or line.post.local)
    ]
    mine = next((one for one in found if pin and one.line.post.uri == family.original), None)
    if pin is None or mine is None:
        return tuple(found)
    rest = [one for one in found if one is not mine]
    return (InLanguage(mine.line, mine.language, 0, latest), *rest)


async def find_lines(ask: Ask, uris: Iterable[str]) -> dict[str, Line]:
    """Find artifacts by their uris, as far as whoever asks may read them."""
    wanted = [uri for uri in dict.fromkeys(uris) if uri]
    rows = await asyncio.gather(*(artifacts.find(ask.store, uri) for uri in wanted))
    numbers = {row.id: row.uri for row in rows if row is not None}
    lines = await timelines.some(ask.store, ask.viewer, list(numbers))
    return {numbers[line.post.id]: line for line in lines if not line.post.deleted}


async def _entries(ask: Ask, entries: Sequence[Entry]) -> dict[str, Line]:
    return await find_lines(ask, [entry.uri for entry in entries]) if entries else {}


async def _owed(ask: Ask, origins: Sequence[Origin]) -> list[Owed]:
    known = await find_lines(ask, [one.target.uri for one in origins]) if origins else {}
    return [_owes(ask, one, known.get(one.target.uri)) for one in origins]


def _owes(ask: Ask, origin: Origin, line: Line | None) -> Owed:
    uri, number = origin.target.uri, origin.target.number
    local = ask.store.uris.recognise(uri)
    if line is not None:
        path, title = f"/a/{line.post.id}", line.post.title
    else:
        path = uri.removeprefix(ask.site.settings.origin) if local else uri
        title = origin.title or (_("a thread") if local else _host(uri))
    label = _(_RELATIONS.get(origin.relation, ""))
    ours = line is not None or local is not None
    return Owed(origin.relation, label, title, path, number, origin.by, origin.note, ours)


def _copies(line: Line) -> dict[str, str]:
    """Say by the addresses of files from elsewhere where they are had from us, each checked."""
    found = {
        row.remote: copies.document_address(row, _HERE) or shown.look(row).whole
        for row in line.files
        if row.remote
    }
    return {url: there for url, there in found.items() if there != url}


def _works_for(row: ArtifactRow) -> tuple[tuple[str, str], ...]:
    said = artifacts.works_for_of(row)
    pairs = ((_(one.label), word(said.get(one.name))) for one in WORKS_FOR)
    return tuple((label, text) for label, text in pairs if text)


def _organization(row: ArtifactRow, names: dict[str, ActorCard]) -> str:
    known = names.get(row.organization_uri)
    if known is not None:
        return known.display or known.host
    return _host(row.organization_uri) if row.organization_uri else ""


def _host(uri: str) -> str:
    return host_of(uri) if uri.startswith(("https://", "http://")) else uri


async def _is_steward(ask: Ask, line: Line) -> bool:
    if ask.visitor is None or not line.post.community_id:
        return False
    return await stewards.is_steward(ask.store, ask.me.id, line.post.community_id)
