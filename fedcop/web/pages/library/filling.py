"""A form in which an artifact is written: what was filled in, and what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from markupsafe import Markup

from fedcop import clock
from fedcop.community import library, media, quotas
from fedcop.community.drafts import Words
from fedcop.community.practice.changes import Changes
from fedcop.community.practice.kinds import KINDS, WORKS_FOR, Kind
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.community.practice.wording import dicts_of
from fedcop.community.quotas import quota_of
from fedcop.errors import FedcopError, Invalid, Malformed, NotFound, Unavailable
from fedcop.federation.remote import lookup
from fedcop.federation.remote.composing import find_named
from fedcop.federation.remote.shaping import Unfit
from fedcop.markup.names import topics_in
from fedcop.store.rows import MediaRow
from fedcop.tongues import _, refusal
from fedcop.values import JSON, Audience, Handle
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems, Room
from fedcop.web.pages.library.rows import (
    BUTTON,
    ROWS,
    is_filled,
    read_field,
    rows_of,
    text_from,
    with_addresses,
)

ROOM: Final = Room(bytes=3_000_000, fields=2_500, files=media.MOST_OF_ARTIFACT + 1)
AUDIENCES: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)
_FILE: Final = "upload"
_LONGEST_NAME: Final = 200
_ROLE: Final = "contributor"
_AUTHOR: Final = "author"


@dataclass(slots=True)
class Filling:
    """What stands in the form, as it was typed."""

    wish: ArtifactWish
    problems: Problems = field(default_factory=Problems)
    files: tuple[MediaRow, ...] = ()
    people: str = ""
    topics: str = ""
    review_by: str = ""
    draft: int = 0
    base: int = 0  # the revision that it is the next of
    preview: Markup | None = None
    artifact_id: int = 0  # what it is the next revision of
    conflict: bool = False  # whether somebody else revised it meanwhile
    theirs: Changes | None = None  # what they changed

    @property
    def kind(self) -> Kind:
        """What is written."""
        return KINDS[self.wish.kind]

    def rows(self, name: str) -> Sequence[object]:
        """Return the rows of a field, with some that are empty."""
        asked = self.kind.field(name)
        return rows_of(asked, self.wish.fields.get(name)) if asked else ()

    def lines(self, name: str) -> str:
        """Write a list as it is typed, one a line."""
        return text_from(self.wish.fields.get(name))

    def ready(self) -> ArtifactWish:
        """Return what was filled in, without the rows that were left empty."""
        rows = {one.name for one in self.kind.fields if one.shape in ROWS}
        fields = {
            name: _filled(value) if name in rows else value
            for name, value in self.wish.fields.items()
        }
        return replace(self.wish, fields=fields)

    def take(self, error: FedcopError) -> None:
        """Say beside each field what keeps the form from being done."""
        if not isinstance(error, Unfit):
            self.problems.add("", error.safe)
            return
        for one in error.problems:
            self.problems.add(one.field, one.words)


async def filled_with(ask: Ask, wish: ArtifactWish, files: Iterable[MediaRow] = ()) -> Filling:
    """Show what is known already in a form."""
    rows = tuple(files)
    if not rows and wish.media:
        known = await media.some(ask.store, wish.media)
        rows = tuple(known[number] for number in wish.media if number in known)
    return Filling(
        wish=wish,
        files=rows,
        people=await _people(ask, wish.contributors),
        topics=" ".join(f"#{topic}" for topic in wish.topics),
        review_by=clock.utc(wish.review_by).date().isoformat() if wish.review_by else "",
    )


async def read(ask: Ask, before: Filling) -> Filling:
    """Read what was typed over what was known; files that were sent are kept at once."""
    form, known = ask.form, before.wish
    problems = Problems()
    fields: dict[str, JSON] = {}
    for asked in KINDS[known.kind].fields:
        value = read_field(form, asked)
        if asked.shape in {"pins", "entries"}:
            value = await with_addresses(value, partial(_find, ask))
        if value is not None:
            fields[asked.name] = value
    files = await _gather(ask, problems, before.files)
    wish = replace(
        known,
        title=form.line("title"),
        abstract=form.text("abstract"),
        body=form.text("body"),
        fields=fields,
        works_for={one.name: form.text(one.name) for one in WORKS_FOR},
        license=form.line("license"),
        evidence=form.line("evidence"),
        review_by=_day(form.line("reviewBy"), problems),
        language=_language(ask, known.language),
        topics=topics_in(form.line("topics")),
        audience=_audience(ask, known.audience),
        organization_uri=_organization(ask, known.organization_uri),
        contributors=await _named(ask, form.text("people"), known.contributors, problems),
        media=_changed(files, before.files),
        note=form.line("note"),
        minor=form.ticked("minor"),
    )
    return Filling(
        wish=wish,
        problems=problems,
        files=files,
        people=form.text("people"),
        topics=form.line("topics"),
        review_by=form.line("reviewBy"),
        draft=before.draft,
        base=before.base,
        artifact_id=before.artifact_id,
    )


def is_unfinished(ask: Ask) -> bool:
    """Whether a button asks for no more than another row, or to attach a file."""
    return ask.form.ticked(BUTTON) or ask.form.ticked("attach")


def _filled(value: JSON) -> JSON:
    return [dict(row) for row in dicts_of(value) if is_filled(row)]


def _changed(files: Sequence[MediaRow], before: Sequence[MediaRow]) -> tuple[int, ...] | None:
    """Name the files; None where they are those that it has already."""
    numbers = tuple(row.id for row in files)
    known = tuple(row.id for row in before)
    attached = bool(before) and all(row.post_id for row in before)
    return None if attached and numbers == known else numbers


def _organization(ask: Ask, known: str) -> str:
    """Say from which organization it is: one named elsewhere stays."""
    ours = ask.store.uris.organization()
    if ask.form.ticked("ours"):
        return ours
    return "" if known == ours else known


def _language(ask: Ask, before: str) -> str:
    """Read the language: one of this node, or what it was begun in, such as a translation."""
    known = ask.site.settings.languages
    chosen = ask.form.line("language")
    if before and before not in known and chosen in {before, ""}:
        return before
    return chosen if chosen in known else known[0] if known else ""


def _audience(ask: Ask, known: Audience) -> Audience:
    chosen = ask.form.line("audience")
    return next((one for one in AUDIENCES if str(one.value) == chosen), known)


def _day(text: str, problems: Problems) -> int:
    if not text:
        return 0
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.add("reviewBy", "Write the date as year-month-day.")
        return 0
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


async def _named(
    ask: Ask, text: str, known: Sequence[tuple[str, str]], problems: Problems
) -> tuple[tuple[str, str], ...]:
    """Find those who are named, one a line, with the part that each had."""
    asked: dict[str, tuple[Handle, str]] = {}
    for line in text.splitlines():
        name, _, role = line.strip().partition(" ")
        try:
            handle = Handle.read(name) if name else None
        except Malformed:
            problems.add("people", f"“{name}” is no handle.")
            continue
        if handle is not None:
            asked[handle.key] = (handle, role.strip() or _ROLE)
    rows = await find_named(ask.site.reach, [handle for handle, _ in asked.values()])
    for key, (handle, _) in asked.items():
        if key not in rows:
            problems.add("people", f"Nobody is called {handle}.")
    authors = [pair for pair in known if pair[1] == _AUTHOR]
    return (*authors, *((row.uri, asked[key][1]) for key, row in rows.items()))


async def _people(ask: Ask, contributors: Sequence[tuple[str, str]]) -> str:
    """Write those who had a part so that `_named` finds them again."""
    wanted = [(uri, role) for uri, role in contributors if role != _AUTHOR]
    names = await library.named(ask.store, [uri for uri, _ in wanted])
    lines = [
        f"{Handle(names[uri].name, names[uri].host)}{f' {role}' if role != _ROLE else ''}"
        for uri, role in wanted
        if uri in names
    ]
    return "\n".join(lines)


async def _find(ask: Ask, address: str) -> tuple[str, str] | None:
    """Find the artifact that an address names, by its page or for ever: its uri and title."""
    full = f"{ask.store.uris.origin}{address}" if address.startswith("/") else address
    post = await lookup.post_at(ask.store, full)
    title = await library.title_of(ask.store, ask.viewer, post.id) if post else None
    if post is None or title is None:
        return (full, "") if full != address else None
    return post.uri, title


async def _gather(ask: Ask, problems: Problems, shown: Sequence[MediaRow]) -> tuple[MediaRow, ...]:
    """Return the files of a form, those just sent among them."""
    known = {row.id: row for row in shown}
    files: list[MediaRow] = []
    for place in range(1, media.MOST_OF_ARTIFACT + 1):
        number = ask.form.number(f"file-{place}")
        if not number or ask.form.ticked(f"drop-{number}"):
            continue
        try:
            files.append(known.get(number) or await media.get_own(ask.store, ask.me, number))
        except NotFound as error:
            problems.add("files", error.safe)
    sent = [(called, data) for called, data in ask.form.several.get(_FILE, ()) if data]
    space = media.MOST_OF_ARTIFACT - len(files)
    if len(sent) > space:
        left = ", ".join(one[0] or _("a file") for one in sent[space:])
        problems.add("files", f"{media.MOST_OF_ARTIFACT} files are the most; left out: {left}.")
    words = ask.form.line(f"{_FILE}-words") if len(sent) == 1 else ""
    for called, data in sent[:space]:
        files += await _taken(ask, problems, data, (called, words or called))
    return tuple(files)


async def _taken(
    ask: Ask, problems: Problems, data: bytes, names: tuple[str, str]
) -> list[MediaRow]:
    """Keep a file that was sent, under the name it had and what it is called here."""
    called, said = names
    try:
        if len(data) > ask.site.settings.max_upload:
            raise Invalid(f"File: {ask.site.settings.max_upload >> 20} MB at most")
        quota = quota_of(ask.site.settings)
        await quotas.check(ask.store, ask.me.id, 1, quota)
        kept = await media.keep_file(ask.site.files, ask.site.studio, data, called)
        return [await ask.do(media.upload, ask.me, kept, Words(said[:_LONGEST_NAME]), quota)]
    except (Invalid, Unavailable) as error:
        text = refusal(error.safe.rpartition(": ")[2])
        whole = f"{called}: {text}" if called else text[:1].upper() + text[1:]
        problems.add("files", whole + "." * (whole[-1:] not in ".!?"))
        return []
