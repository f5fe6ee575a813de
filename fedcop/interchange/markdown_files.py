"""A folder of Markdown files: each a piece of practice, its front matter says which."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from fedcop.errors import Malformed
from fedcop.interchange.front_matter import instant, split, texts
from fedcop.interchange.items import Bundle, FileRef, Item, Opener, Skipped, Version
from fedcop.values import JSON

PROGRAM: Final = "markdown"
_SUFFIXES: Final = (".md", ".markdown")
_FIRST_HEADING: Final = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*\n+")
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)\s>#]+)>?(?:\s+[\"'][^)]*)?\)")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_OWN: Final = frozenset(
    {
        "title",
        "kind",
        "abstract",
        "summary",
        "description",
        "tags",
        "topics",
        "license",
        "licence",
        "language",
        "lang",
        "evidence",
        "authors",
        "author",
        "date",
        "published",
        "draft",
        "fields",
        "files",
        "applicability",
        "note",
        "adaptedFrom",
    }
)

Past = Mapping[str, tuple[tuple[str, int, str, str], ...]]  # path: text, when, by whom, why


def read_folder(names: Iterable[str], read: Opener, past: Past | None = None) -> Bundle:
    """Read a folder; `past` has what its files said before, the oldest first."""
    paths = sorted(names)
    known = frozenset(paths)
    items: list[Item] = []
    skipped: list[Skipped] = []
    for path in paths:
        if not path.lower().endswith(_SUFFIXES):
            continue
        try:
            items.append(_item(path, read, known, (past or {}).get(path, ())))
        except Malformed as error:
            skipped.append(Skipped(path, error.safe))
    return Bundle(PROGRAM, (*items, *_shelves(items)), read, tuple(skipped))


def version_of(path: str, text: str, known: frozenset[str]) -> tuple[Version, dict[str, JSON]]:
    """Read what one file says, and its front matter. Raises Malformed."""
    head, body = split(text)
    title = str(head.get("title") or "").strip()
    if not title and (found := _FIRST_HEADING.match(body)):
        title, body = found[1].strip(), body[found.end() :]
    told = head.get("fields")
    fields = dict(told) if isinstance(told, dict) else {}
    fields |= {key: value for key, value in head.items() if key not in _OWN and _is_field(key)}
    version = Version(
        title=title or _title_of(path),
        body=body.lstrip("\r\n"),
        abstract=_abstract(head),
        fields=fields,
        language=str(head.get("language") or head.get("lang") or ""),
        files=_files(path, body, head, known),
        at=instant(head.get("date") or head.get("published")),
        note=str(head.get("note") or ""),
    )
    return version, head


def _item(
    path: str, read: Opener, known: frozenset[str], past: tuple[tuple[str, int, str, str], ...]
) -> Item:
    try:
        text = read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("it is no UTF-8 text") from error
    version, head = version_of(path, text, known)
    license_ = str(head.get("license") or head.get("licence") or "")
    applicability = head.get("applicability")
    return Item(
        source=path,
        kind=str(head.get("kind") or "practice"),
        versions=(*_versions(path, past, known, text), version),
        authors=texts(head.get("authors") or head.get("author")),
        tags=tuple(tag.lstrip("#") for tag in texts(head.get("tags") or head.get("topics"))),
        license=license_,
        evidence=str(head.get("evidence") or ""),
        works_for=applicability if isinstance(applicability, dict) else {},
        draft=head.get("draft") is True,
        origins=_origins(head.get("adaptedFrom")),
    )


def _versions(
    path: str, past: tuple[tuple[str, int, str, str], ...], known: frozenset[str], now: str
) -> list[Version]:
    """Read what a file said before; the last time, when that is what it says now, is left out."""
    found: list[Version] = []
    told = past[:-1] if past and past[-1][0] == now else past
    for text, at, author, note in told:
        try:
            version, _ = version_of(path, text, known)
        except Malformed:
            continue  # it was broken then; what came after it is what counts
        found.append(
            Version(
                version.title,
                version.body,
                version.abstract,
                version.fields,
                version.language,
                version.files,
                at,
                author,
                note,
            )
        )
    return found


def _is_field(key: str) -> bool:
    return key.isidentifier() and key not in {"id", "revision", "digest", "status", "layout"}


def _abstract(head: Mapping[str, JSON]) -> str:
    told = head.get("abstract") or head.get("summary") or head.get("description") or ""
    return " ".join(str(told).split())


def _files(
    path: str, body: str, head: Mapping[str, JSON], known: frozenset[str]
) -> tuple[FileRef, ...]:
    """Find the files a text shows, links to or names, of those that lie beside it."""
    named = [*texts(head.get("files")), *_PICTURE.findall(body), *_LINK.findall(body)]
    found: dict[str, FileRef] = {}
    for name in named:
        where = _beside(path, name)
        if where in known and not where.lower().endswith(_SUFFIXES):
            found[where] = FileRef(PurePosixPath(where).name, where)
    return tuple(found.values())


def _beside(path: str, name: str) -> str:
    """Say which file is meant, seen from a text; the empty string for what lies elsewhere."""
    if _ELSEWHERE.match(name) or name.startswith("/"):
        return ""
    parts: list[str] = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(name).parts:
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _origins(value: JSON) -> tuple[tuple[str, str, int, str], ...]:
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            number = one.get("revision")
            pinned = number if isinstance(number, int) else 0
            found.append(("adaptedFrom", str(one["id"]), pinned, str(one.get("digest") or "")))
    return tuple(found)


def _shelves(items: list[Item]) -> list[Item]:
    """Make a collection of each folder below the top that holds several texts."""
    folders: dict[str, list[Item]] = {}
    for item in items:
        folder = str(PurePosixPath(item.source).parent)
        if folder != ".":
            folders.setdefault(folder, []).append(item)
    return [
        Item(
            source=f"{folder}/",
            kind="collection",
            versions=(Version(_title_of(folder), ""),),
            members=tuple((item.source, "") for item in found),
        )
        for folder, found in sorted(folders.items())
        if len(found) > 1
    ]


def _title_of(path: str) -> str:
    words = re.sub(r"[-_]+", " ", PurePosixPath(path).stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"
