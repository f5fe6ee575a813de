"""Our own export of a library: Markdown that people can read, and a manifest for programs.

manifest.json                what is in it, with digests
library/<kind>/<name>.md     each artifact as it is now
revisions/<name>/<n>.md      each revision, whole
files/<digest>/<name>        each file once
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import orjson

from fedcop.errors import Malformed
from fedcop.interchange.archives import Archive
from fedcop.interchange.front_matter import instant, join, split, texts
from fedcop.interchange.items import Bundle, FileRef, Item, Opener, Skipped, Version
from fedcop.interchange.moments import moment
from fedcop.values import JSON

PROGRAM: Final = "fedcop"
MANIFEST: Final = "manifest.json"
_FORMAT: Final = "fedcop-library"
_VERSION: Final = 1
_LONGEST_NAME: Final = 80
_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One artifact to be exported, and what else is to be told of it (status, endorsements)."""

    item: Item
    facts: Mapping[str, JSON] = field(default_factory=dict)


def is_one(archive: Archive) -> bool:
    """Whether a ZIP file is such an export."""
    return MANIFEST in archive


def write(
    file: zipfile.ZipFile, kept: Iterable[Kept], read: Opener, about: Mapping[str, JSON]
) -> Iterator[str]:
    """Write an export and name each artifact as it is written; the manifest comes last."""
    writer = _Writer(file, read)
    told: list[JSON] = []
    for one in kept:
        told.append(writer.artifact(one))
        yield one.item.source
    manifest = {"format": _FORMAT, "version": _VERSION, **about, "artifacts": told}
    writer.put(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))


def read(archive: Archive) -> Bundle:
    """Read an export. Raises Malformed."""
    try:
        manifest = orjson.loads(archive.read(MANIFEST))
    except orjson.JSONDecodeError as error:
        raise Malformed(f"{MANIFEST}: it is no JSON ({error})") from error
    if not isinstance(manifest, dict) or manifest.get("format") != _FORMAT:
        raise Malformed(f"{MANIFEST}: it is not that of a library of fedcop")
    if manifest.get("version") != _VERSION:
        raise Malformed(f"{MANIFEST}: a later version of fedcop wrote it; install that")
    listed = manifest.get("artifacts")
    if not isinstance(listed, list) or len(listed) > _MOST:
        raise Malformed(f"{MANIFEST}: artifacts: a list of at most {_MOST} must stand there")
    items: list[Item] = []
    skipped: list[Skipped] = []
    for one in listed:
        source = str(one.get("source", "")) if isinstance(one, dict) else ""
        try:
            items.append(_item(archive, source, one))
        except Malformed as error:
            skipped.append(Skipped(source, error.safe))
    return Bundle(PROGRAM, tuple(items), archive.read, tuple(skipped))


class _Writer:
    """Writes one export; each file once."""

    def __init__(self, file: zipfile.ZipFile, read: Opener) -> None:
        self._file = file
        self._read = read
        self._names: set[str] = set()
        self._files: dict[str, str] = {}

    def put(self, name: str, data: bytes) -> None:
        """Write one piece; the same things make the same bytes."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._file.writestr(info, data)

    def artifact(self, kept: Kept) -> dict[str, JSON]:
        """Write an artifact with all its revisions; returns its line of the manifest."""
        item = kept.item
        name = self._name_of(item)
        revisions: list[JSON] = []
        for position, version in enumerate(item.versions, 1):
            number = version.number or position
            path = f"revisions/{name}/{number}.md"
            self._text(path, item, version)
            revisions.append(
                {
                    "number": number,
                    "digest": version.digest,
                    "path": path,
                    "published": moment(version.at),
                    "author": version.author,
                    "note": version.note,
                    "minor": version.minor,
                }
            )
        latest = f"library/{item.kind}/{name}.md"
        self._text(latest, item, item.latest)
        return {
            "source": item.source,
            "kind": item.kind,
            "title": item.latest.title,
            "path": latest,
            "digest": item.latest.digest,
            "members": [{"source": source, "why": why} for source, why in item.members],
            "origins": [
                {"relation": relation, "id": uri, "revision": number, "digest": digest}
                for relation, uri, number, digest in item.origins
            ],
            **kept.facts,
            "revisions": revisions,
        }

    def _text(self, path: str, item: Item, version: Version) -> None:
        up = "../" * path.count("/")
        head: dict[str, JSON] = {
            "title": version.title,
            "kind": item.kind,
            "abstract": version.abstract,
            "authors": list(item.authors),
            "date": moment(version.at),
            "tags": list(item.tags),
            "language": version.language,
            "license": item.license,
            "evidence": item.evidence,
            "applicability": dict(item.works_for),
            "fields": dict(version.fields),
            "files": [up + self._bring(ref) for ref in version.files],
        }
        self.put(path, join(head, version.body).encode())

    def _bring(self, ref: FileRef) -> str:
        """Write a file, unless it is there; returns where."""
        where = self._files.get(ref.where)
        if where is None:
            data = self._read(ref.where)
            where = f"files/{sha256(data).hexdigest()}/{_plain(ref.name) or 'file'}"
            self._files[ref.where] = where
            if where not in self._names:
                self._names.add(where)
                self.put(where, data)
        return where

    def _name_of(self, item: Item) -> str:
        base = _plain(item.latest.title.lower()) or item.kind
        name, number = base, 1
        while name in self._names:
            number += 1
            name = f"{base}-{number}"
        self._names.add(name)
        return name


def _item(archive: Archive, source: str, told: Mapping[str, JSON]) -> Item:
    listed = told.get("revisions")
    if not source or not isinstance(listed, list) or not listed:
        raise Malformed("it has no source or no revisions")
    read_ones = [_version(archive, one) for one in listed if isinstance(one, dict)]
    versions = sorted((version for version, _ in read_ones), key=lambda one: one.number)
    heads = {version.number: head for version, head in read_ones}
    head = heads[versions[-1].number]
    applicability = head.get("applicability")
    return Item(
        source=source,
        kind=str(head.get("kind") or "practice"),
        versions=tuple(versions),
        authors=texts(head.get("authors")),
        tags=texts(head.get("tags")),
        license=str(head.get("license") or ""),
        evidence=str(head.get("evidence") or ""),
        works_for=applicability if isinstance(applicability, dict) else {},
        members=tuple(
            (str(one.get("source", "")), str(one.get("why", ""))) for one in _list(told, "members")
        ),
        origins=tuple(_origin(one) for one in _list(told, "origins")),
    )


def _version(archive: Archive, told: Mapping[str, JSON]) -> tuple[Version, dict[str, JSON]]:
    path = str(told.get("path", ""))
    head, body = split(archive.text(path))
    fields, number = head.get("fields"), told.get("number")
    version = Version(
        title=str(head.get("title") or ""),
        body=body,
        abstract=str(head.get("abstract") or ""),
        fields=fields if isinstance(fields, dict) else {},
        language=str(head.get("language") or ""),
        files=tuple(_file(archive, one) for one in texts(head.get("files"))),
        at=instant(told.get("published")),
        author=str(told.get("author") or ""),
        note=str(told.get("note") or ""),
        minor=told.get("minor") is True,
        digest=str(told.get("digest") or ""),
        number=number if isinstance(number, int) else 0,
    )
    return version, head


def _file(archive: Archive, path: str) -> FileRef:
    where = path[path.rfind("../") + 3 :] if "../" in path else path
    if where not in archive:
        raise Malformed(f"its file {where[:200]} is missing")
    return FileRef(where.rpartition("/")[2], where)


def _origin(told: Mapping[str, JSON]) -> tuple[str, str, int, str]:
    number = told.get("revision")
    pinned = number if isinstance(number, int) else 0
    return (
        str(told.get("relation", "")),
        str(told.get("id", "")),
        pinned,
        str(told.get("digest", "")),
    )


def _plain(text: str) -> str:
    """Make a name of a file of some words."""
    return re.sub(r"[^\w.]+", "-", text).strip("-.")[:_LONGEST_NAME].strip("-.")


def _list(tree: Mapping[str, JSON], key: str) -> list[dict[str, JSON]]:
    value = tree.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
