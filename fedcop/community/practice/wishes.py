"""What a form, a client or an import asks to be an artifact, and what keeps it from being one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from fedcop.community.practice.kinds import EVIDENCE, KINDS, LEVELS, WORKS_FOR, Field, Shape
from fedcop.community.practice.parts import FileFact, Origin
from fedcop.community.practice.wording import dicts_of, lines_of, word
from fedcop.markup.names import topics_of
from fedcop.values import JSON, Audience, is_language

LONGEST_TITLE: Final = 300
LONGEST_ABSTRACT: Final = 500
LONGEST_TIP: Final = 500
LONGEST_BODY: Final = 1 << 20  # bytes
LONGEST_LINE: Final = 500
LONGEST_FIELD: Final = 20_000
MOST_ENTRIES: Final = 200
MOST_FILES: Final = 20  # more are not read by others
MOST_TOPICS: Final = 20
_LONGEST_URI: Final = 2048
_LONGEST_NOTE: Final = 500


@dataclass(frozen=True, slots=True)
class ArtifactWish:
    """A filled form; `media` are files of its author, None where they stay as they are."""

    kind: str
    title: str = ""
    abstract: str = ""
    body: str = ""  # Markdown
    fields: Mapping[str, JSON] = field(default_factory=dict)
    works_for: Mapping[str, JSON] = field(default_factory=dict)
    license: str = ""
    evidence: str = ""
    review_by: int = 0
    language: str = ""
    topics: tuple[str, ...] = ()
    community_id: int = 0
    audience: Audience = Audience.PUBLIC
    organization_uri: str = ""
    contributors: tuple[tuple[str, str], ...] = ()
    origins: tuple[Origin, ...] = ()
    media: tuple[int, ...] | None = None
    files: tuple[FileFact, ...] = ()  # those that stay
    note: str = ""  # what changed
    minor: bool = False
    restores: int = 0
    published: int = 0  # for what was written long ago; 0: now
    lenient: bool = False  # brought along: what its kind asks for may be missing


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a wish cannot be granted: the field it is about, and a sentence."""

    field: str
    words: str


def check(wish: ArtifactWish) -> list[Problem]:
    """Return what keeps a wish from being an artifact; nothing when all is well."""
    kind = KINDS.get(wish.kind)
    if kind is None:
        return [Problem("kind", "Choose what it is: there is no such kind.")]
    problems = [*_check_base(wish)]
    for one in kind.fields:
        problems += _check_field(wish, one)
    if wish.kind == "tip" and len(wish.body) > LONGEST_TIP:
        words = f"A tip has {LONGEST_TIP} characters at most; this has {len(wish.body):,}."
        problems.append(Problem("body", words))
    if wish.kind == "tip" and not wish.body.strip():
        problems.append(Problem("body", "Write the tip itself."))
    return problems


def tidied(wish: ArtifactWish) -> ArtifactWish:
    """Return a wish as it is kept: lines end in one way, nothing empty, nothing around it."""
    return ArtifactWish(
        **{
            **{name: getattr(wish, name) for name in ArtifactWish.__slots__},
            "title": " ".join(wish.title.split()),
            "abstract": " ".join(wish.abstract.split()),
            "body": _lines(wish.body),
            "fields": _tidy_fields(wish),
            "works_for": _filled(wish.works_for),
            "note": " ".join(wish.note.split())[:_LONGEST_NOTE],
            "topics": topics_of(wish.topics),
        }
    )


def _check_base(wish: ArtifactWish) -> Iterator[Problem]:
    if not wish.title.strip():
        yield Problem("title", "Give it a title.")
    yield from _too_long("title", "The title", wish.title, LONGEST_TITLE)
    yield from _too_long(
        "abstract", "What stands in two sentences", wish.abstract, LONGEST_ABSTRACT
    )
    size = len(wish.body.encode("utf-8", "surrogatepass"))
    if size > LONGEST_BODY:
        words = f"The text is {size / 1e6:.1f} MB long; 1 MB is the most. Put parts into files."
        yield Problem("body", words)
    yield from _check_choices(wish)
    for one in WORKS_FOR:
        yield from _too_long(one.name, one.label, word(wish.works_for.get(one.name)), LONGEST_LINE)


def _check_choices(wish: ArtifactWish) -> Iterator[Problem]:
    if wish.evidence and wish.evidence not in EVIDENCE:
        yield Problem("evidence", "Choose one of the levels of evidence.")
    if wish.language and not is_language(wish.language):
        yield Problem("language", "Write the language as a code, like “en” or “de”.")
    if wish.license and not (_is_link(wish.license) or len(wish.license) <= LONGEST_LINE // 5):
        yield Problem("license", "Choose a licence, or give its address.")
    if len(wish.media or ()) > MOST_FILES or len(wish.files) > MOST_FILES:
        yield Problem("files", f"{MOST_FILES} files are the most.")
    if len(wish.topics) > MOST_TOPICS:
        yield Problem("topics", f"{MOST_TOPICS} topics are the most.")


def _check_field(wish: ArtifactWish, asked: Field) -> Iterator[Problem]:
    """Say what is wrong with one field of a kind."""
    if asked.shape == "files":
        if asked.required and not (wish.media or wish.files or wish.lenient):
            yield Problem(asked.name, f"{asked.label}: attach a file.")
        return
    value = wish.fields.get(asked.name)
    if _is_empty(asked.shape, value):
        if asked.required and not wish.lenient:
            yield Problem(asked.name, f"{asked.label}: this is needed.")
        return
    words = _wrong(asked, value)
    if words:
        yield Problem(asked.name, f"{asked.label}: {words}")


def _is_empty(shape: Shape, value: JSON) -> bool:
    if shape in {"text", "long", "link", "choice"}:
        return not word(value)
    return not lines_of(value) if shape == "lines" else not dicts_of(value)


def _wrong(asked: Field, value: JSON) -> str:
    """Say in a sentence what is wrong with a value; nothing when it is as it should be."""
    if asked.shape in {"text", "long"}:
        most = LONGEST_LINE if asked.shape == "text" else LONGEST_FIELD
        return f"write {most:,} characters at most." if len(word(value)) > most else ""
    if asked.shape == "link":
        return "" if _is_link(word(value)) else "write an address that begins with https://."
    if asked.shape == "choice":
        return "" if word(value) in dict(asked.choices) else "choose one of those offered."
    return _wrong_list(asked.shape, value)


def _wrong_list(shape: Shape, value: JSON) -> str:
    lines, items = lines_of(value), dicts_of(value)
    if max(len(lines), len(items)) > MOST_ENTRIES:
        return f"{MOST_ENTRIES} are the most."
    if any(len(line) > LONGEST_FIELD for line in lines):
        return f"write {LONGEST_FIELD:,} characters at most in each."
    if shape == "criteria":
        return _wrong_criteria(items)
    if shape == "items":
        return "" if all(word(one.get("text")) for one in items) else "each needs its text."
    named = all(_is_link(word(one.get("id"))) for one in items)
    return "" if named else "each needs its address."


def _wrong_criteria(items: Sequence[Mapping[str, JSON]]) -> str:
    for one in items:
        if not word(one.get("name")):
            return "each criterion needs a name."
        if len(lines_of(one.get("levels"))) != LEVELS:
            return f"“{word(one.get('name'))}” needs what one sees at each of {LEVELS} levels."
    names = [word(one.get("name")).casefold() for one in items]
    return "" if len(set(names)) == len(names) else "two criteria have the same name."


def _tidy_fields(wish: ArtifactWish) -> dict[str, JSON]:
    """Keep the fields that its kind has and that say something, each in its shape."""
    kind = KINDS.get(wish.kind)
    kept: dict[str, JSON] = {}
    for one in kind.fields if kind else ():
        value = wish.fields.get(one.name)
        if one.shape != "files" and not _is_empty(one.shape, value):
            kept[one.name] = _tidy(one.shape, value)
    return kept


def _tidy(shape: Shape, value: JSON) -> JSON:
    if shape in {"text", "link", "choice"}:
        return " ".join(word(value).split())
    if shape == "long":
        return _lines(word(value))
    if shape == "lines":
        return [_lines(line) for line in lines_of(value)]
    return [_filled(one) for one in dicts_of(value)]


def _filled(value: Mapping[str, JSON]) -> dict[str, JSON]:
    """Leave out what says nothing."""
    return {
        name: _lines(one.strip()) if isinstance(one, str) else one
        for name, one in value.items()
        if one not in ("", None, False, [], {}) and not (isinstance(one, str) and not one.strip())
    }


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _too_long(name: str, label: str, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(name, f"{label} may have {most:,} characters; this has {len(text):,}.")


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.netloc) and len(text) <= _LONGEST_URI
