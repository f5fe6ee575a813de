"""The texts of the demo: artifacts as Markdown files, one for each revision."""

from importlib import resources
from typing import Final

from fedcop.community.practice.wishes import ArtifactWish
from fedcop.errors import Malformed
from fedcop.interchange.items import FileRef
from fedcop.interchange.markdown_files import version_of
from fedcop.values import JSON

_FOLDER: Final = resources.files("fedcop.cli.demo") / "library"
_SUFFIX: Final = ".md"


def names() -> list[str]:
    """List the texts, as `five-lines.1`."""
    found = (path.name for path in _FOLDER.iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX))


def read_file(name: str) -> bytes:
    """Read a file that lies beside the texts. Raises Malformed."""
    path = _FOLDER.joinpath(*name.split("/"))
    if ".." in name or not path.is_file():
        raise Malformed(f"{name}: it does not lie beside the texts of the demo")
    return path.read_bytes()


def wish_of(name: str, uris: dict[str, str]) -> tuple[ArtifactWish, tuple[FileRef, ...]]:
    """Read one text; `uris` has what is written already, by its key. Raises Malformed."""
    files = frozenset(f"files/{path.name}" for path in (_FOLDER / "files").iterdir())
    text = read_file(f"{name}{_SUFFIX}").decode()
    version, head = version_of(f"{name}{_SUFFIX}", text, files)
    topics = head.get("tags")
    works_for = head.get("applicability")
    wish = ArtifactWish(
        kind=str(head["kind"]),
        title=version.title,
        abstract=version.abstract,
        body=version.body,
        fields=_named(version.fields, uris),
        works_for=works_for if isinstance(works_for, dict) else {},
        license=str(head.get("license", "")),
        evidence=str(head.get("evidence", "")),
        language=version.language,
        topics=tuple(map(str, topics)) if isinstance(topics, list) else (),
        note=version.note,
    )
    return wish, version.files


def _named(fields: object, uris: dict[str, str]) -> dict[str, JSON]:
    """Let shelves and paths name what stands on them by its uri."""
    found: dict[str, JSON] = dict(fields) if isinstance(fields, dict) else {}
    items = found.get("items")
    if isinstance(items, list) and any(isinstance(one, dict) and "id" in one for one in items):
        found["items"] = [
            {**one, "id": uris.get(str(one.get("id")), str(one.get("id")))}
            for one in items
            if isinstance(one, dict)
        ]
    return found
