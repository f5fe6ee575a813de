"""The fields of entities as the reference of the client API lists them: section 8, row by row."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.corpus import CORPUS

REFERENCE = CORPUS / "reference" / "mastodon-api.md"
# We say that we are Mastodon 4.4; what came later may be missing.
_SPOKEN = (4, 4)
_ROW = re.compile(r"\| `([^`]+)` \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$")
_NULL = re.compile(r"(?<!never )(?<!non-)(?<!no )(?<!put )\bnull\b")
_NAMES = {
    "Account / CredentialAccount / MutedAccount": ("Account", "CredentialAccount", "MutedAccount"),
    "Instance v1": ("V1Instance",),
    "Instance v2": ("Instance",),
    "Application / CredentialApplication": ("Application", "CredentialApplication"),
    "Filter (v2)": ("Filter",),
    "Filter (v1)": ("V1Filter",),
    "Marker (response is `{home: Marker, notifications: Marker}`)": ("Marker",),
}
# Fields of a table for several entities that one of them alone has.
_OF_ONE = {
    "source": "CredentialAccount",
    "role": "CredentialAccount",
    "mute_expires_at": "MutedAccount",
    "client_id": "CredentialApplication",
    "client_secret": "CredentialApplication",
    "client_secret_expires_at": "CredentialApplication",
}
_INNER = {
    "Status::Mention": "StatusMention",
    "Status::Tag": "StatusTag",
    "Poll::Option": "PollOption",
    "Announcement::Account": "AnnouncementAccount",
    "Announcement::Status": "AnnouncementStatus",
}
_KINDS: dict[str, type | tuple[type, ...]] = {
    "String": str,
    "enum": str,
    "Boolean": bool,
    "Integer": int,
    "Number": int,
    "Float": (int, float),
    "Array": list,
    "Hash": dict,
}


@dataclass(frozen=True)
class Field:
    """What the reference says of one field; `way` leads to it through objects and lists."""

    way: tuple[str, ...]
    kind: type | tuple[type, ...]
    nullable: bool
    needed: bool


@cache
def tables() -> dict[str, tuple[Field, ...]]:
    """All tables, by the name that the schema has for the entity."""
    text = REFERENCE.read_text("utf-8")
    text = text[text.index("## 8. Entities") : text.index("## 9. ")]
    found: dict[str, list[Field]] = {}
    for part in text.split("\n#### ")[1:]:
        title, _, rows = part.partition("\n")
        for line in rows.split("\n"):
            row = _ROW.match(line)
            if row:
                for name, field in _read(title.strip(), *row.groups()):
                    found.setdefault(name, []).append(field)
    return {name: tuple(fields) for name, fields in found.items()}


def _read(title: str, name: str, kind: str, null: str, since: str, note: str) -> Any:
    inner = re.match(r"([A-Z][\w:]*)\.(.+)", name)
    entities = (_INNER.get(inner[1], inner[1]),) if inner else _NAMES.get(title, (title,))
    way = tuple(re.findall(r"\[\]|[^\[\].]+", inner[2] if inner else name))
    marks = set(null.split())
    young = tuple(int(one) for one in re.findall(r"\d+", since)[:2]) > _SPOKEN
    missing = bool(marks & {"opt", "dep"}) or young or "omit" in note or "only in" in note
    of = _KINDS.get(re.split(r"[ (]", kind)[0], dict)
    for entity in entities:
        if _OF_ONE.get(way[0], entity) == entity:
            yield (
                entity,
                Field(way, of, bool("null" in marks or young or _NULL.search(note)), not missing),
            )


def faults(entity: str, value: dict[str, Any], excused: dict[str, str]) -> list[str]:
    """What an entity lacks, or has in another kind, by its table."""
    found = []
    listed = {field.way for field in tables().get(entity, ())}
    for field in tables().get(entity, ()):
        name = ".".join(field.way)
        if f"{entity}.{name}" not in excused:
            found += [f"{entity}.{name}: {what}" for what in _at(value, field, field.way, listed)]
    return found


def _at(value: Any, field: Field, way: tuple[str, ...], listed: set[tuple[str, ...]]) -> list[str]:
    if way[0] == "[]":
        return (
            [one for item in value for one in _at(item, field, way[1:], listed)] if way[1:] else []
        )
    if not isinstance(value, dict) or way[0] not in value:
        # What holds the field may have a row of its own, which says whether it may be missing.
        above = len(way) > 1 and field.way[: len(field.way) - len(way) + 1] in listed
        return ["is missing"] if field.needed and not above else []
    inner = value[way[0]]
    if inner is None:
        return [] if field.nullable or len(way) > 1 else ["is null"]
    if len(way) > 1:
        return _at(inner, field, way[1:], listed)
    right = isinstance(inner, field.kind) and (field.kind is bool) == isinstance(inner, bool)
    return [] if right else [f"is {inner!r}"[:80]]
