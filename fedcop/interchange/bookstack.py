"""BookStack's portable ZIP: a book, its chapters and pages, with pictures and attachments.

After BookStack's own description, dev/docs/portable-zip-file-format.md.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

import orjson
from markdownify import markdownify

from fedcop.errors import Malformed
from fedcop.interchange.archives import Archive
from fedcop.interchange.front_matter import instant
from fedcop.interchange.items import Bundle, FileRef, Item, Skipped, Version
from fedcop.values import JSON

PROGRAM: Final = "bookstack"
_REFERENCE: Final = re.compile(
    r"\[\[bsexport:(image|attachment|page|chapter|book):([^\]]{1,300})\]\]"
)
_KIND: Final = "kind"
_MOST_PAGES: Final = 20_000

Tree = Mapping[str, JSON]


def is_one(archive: Archive) -> bool:
    """Whether a ZIP file is an export of BookStack."""
    return "data.json" in archive


def read(archive: Archive) -> Bundle:
    """Read an export. Raises Malformed."""
    try:
        data = orjson.loads(archive.read("data.json"))
    except orjson.JSONDecodeError as error:
        raise Malformed(f"data.json: it is no JSON ({error})") from error
    top = next((key for key in ("book", "chapter", "page") if isinstance(_of(data, key), dict)), "")
    if not top:
        raise Malformed("data.json: it holds no book, chapter or page")
    reader = _Reader(archive, instant(_of(data, "exported_at")))
    things = tuple(reader.walk(top, data[top]))
    shelves = tuple(item for item in things if item.kind == "collection")
    pages = tuple(item for item in things if item.kind != "collection")
    return Bundle(PROGRAM, (*pages, *shelves), archive.read, tuple(reader.skipped))


class _Reader:
    """Reads one export; what cannot be read is noted."""

    def __init__(self, archive: Archive, at: int) -> None:
        self._archive = archive
        self._at = at
        self._pages = 0
        self.skipped: list[Skipped] = []

    def walk(self, what: str, tree: Tree) -> Iterator[Item]:
        """Read a book, a chapter or a page, and what is in it."""
        if what == "page":
            yield from self._page(tree)
            return
        children: list[tuple[str, str]] = []
        for kind, child in _children(tree):
            for item in self.walk(kind, child):
                yield item
                if item.source == _source(kind, child):
                    children.append((item.source, ""))
        about = _markdown(_text(tree, "description_html"))
        yield Item(
            source=_source(what, tree),
            kind="collection",
            versions=(Version(_name(tree), about, at=self._at),),
            tags=_tags(tree),
            members=tuple(children),
        )

    def _page(self, tree: Tree) -> Iterator[Item]:
        self._pages += 1
        if self._pages > _MOST_PAGES:
            raise Malformed(f"data.json: it holds more than {_MOST_PAGES} pages")
        body = _text(tree, "markdown") or _markdown(_text(tree, "html"))
        source = _source("page", tree)
        if not body.strip() and not _list(tree, "attachments"):
            self.skipped.append(Skipped(source, f"“{_name(tree)}” is empty"))
            return
        files = self._files(tree, source)
        # Pictures and attachments go to the files of the artifact; other pages by their names.
        said = _REFERENCE.sub(partial(_plainly, {ref.where: ref.name for ref in files}), body)
        links = _links(tree)
        yield Item(
            source=source,
            kind=_kind(tree),
            versions=(Version(_name(tree), said + links, files=files, at=self._at),),
            tags=_tags(tree),
        )

    def _files(self, tree: Tree, source: str) -> tuple[FileRef, ...]:
        found: list[FileRef] = []
        for one in (*_list(tree, "images"), *_list(tree, "attachments")):
            file = _text(one, "file")
            if not file:
                continue
            where = f"files/{file}"
            if where in self._archive:
                found.append(FileRef(_text(one, "name") or file, where))
            else:
                self.skipped.append(Skipped(source, f"its file {file[:100]} is missing"))
        return tuple(found)


def _plainly(names: Mapping[str, str], found: re.Match[str]) -> str:
    """Say what a reference leads to: a file by its name, a page of the export by its source."""
    kind, key = found[1], found[2]
    if kind in {"image", "attachment"}:
        return names.get(f"files/{key}", key)
    return f"#{kind}-{key}"


def _children(tree: Tree) -> list[tuple[str, Tree]]:
    """List chapters and pages as a reader of the book has them, by their priority."""
    found: list[tuple[str, Tree]] = [("chapter", one) for one in _list(tree, "chapters")]
    found += [("page", one) for one in _list(tree, "pages")]
    return sorted(found, key=lambda one: _number(one[1], "priority"))


def _links(tree: Tree) -> str:
    """Write attachments that are links below the text."""
    found = [
        f"- [{_text(one, 'name') or _text(one, 'link')}]({_text(one, 'link')})"
        for one in _list(tree, "attachments")
        if _text(one, "link").startswith(("http://", "https://"))
    ]
    return "\n\n" + "\n".join(found) + "\n" if found else ""


def _kind(tree: Tree) -> str:
    """Say which kind of artifact a page is: as its tag `kind` has it, else a practice."""
    named = (_text(tag, "value") for tag in _list(tree, "tags") if _text(tag, "name") == _KIND)
    return next((value for value in named if value), "practice")


def _tags(tree: Tree) -> tuple[str, ...]:
    found = []
    for tag in _list(tree, "tags"):
        name, value = _text(tag, "name"), _text(tag, "value")
        if name and name != _KIND:
            found.append(f"{name}-{value}" if value else name)
    return tuple(dict.fromkeys(re.sub(r"\W+", "-", one).strip("-") for one in found))


def _source(what: str, tree: Tree) -> str:
    number = _number(tree, "id", -1)
    return f"{what}:{number}" if number >= 0 else f"{what}:{_name(tree)}"


def _name(tree: Tree) -> str:
    return _text(tree, "name").strip() or "Untitled"


def _markdown(html: str) -> str:
    return markdownify(html, heading_style="ATX", bullets="-").strip() + "\n" if html else ""


def _of(tree: object, key: str) -> JSON:
    return tree.get(key) if isinstance(tree, dict) else None


def _text(tree: Tree, key: str) -> str:
    value = tree.get(key)
    return value if isinstance(value, str) else ""


def _number(tree: Tree, key: str, missing: int = 0) -> int:
    value = tree.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else missing


def _list(tree: Tree, key: str) -> list[dict[str, JSON]]:
    value = tree.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
