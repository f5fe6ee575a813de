"""The SQL dump in a backup of Discourse: its COPY blocks, read line by line, few columns of few."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fedcop.errors import Malformed
from fedcop.interchange.discourse import Said, Topic, bundle
from fedcop.interchange.front_matter import instant
from fedcop.interchange.items import Bundle, Skipped

_COPY: Final = re.compile(r"COPY (?:public\.)?(\w+) \(([^)]*)\) FROM stdin;")
_END: Final = "\\."
_NULL: Final = "\\N"
_ESCAPED: Final = re.compile(r"\\([bfnrtv\\]|[0-7]{1,3}|x[0-9a-fA-F]{1,2})")
_PLAIN: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
# What is read: of each table, what its rows are known by, and the columns.
_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "users": ("id", "username"),
    "categories": ("id", "name", "read_restricted"),
    "tags": ("id", "name"),
    "topic_tags": ("topic_id", "tag_id"),
    "topics": ("id", "title", "category_id", "deleted_at", "archetype", "visible"),
    "posts": (
        "id",
        "topic_id",
        "user_id",
        "post_number",
        "raw",
        "created_at",
        "reply_to_post_number",
        "deleted_at",
        "post_type",
        "hidden",
        "wiki",
        "user_deleted",
    ),
    "discourse_solved_solved_topics": ("topic_id", "answer_post_id"),
    "topic_custom_fields": ("topic_id", "name", "value"),
}

Row = Mapping[str, str]


def read_dump(lines: Iterable[str]) -> Bundle:
    """Read a dump. Raises Malformed."""
    tables: dict[str, list[Row]] = {name: [] for name in _WANTED}
    for name, row in _rows(lines):
        tables[name].append(row)
    if not tables["posts"] or not tables["topics"]:
        raise Malformed("dump: no COPY of posts and topics is in it; is it dump.sql of a backup?")
    skipped: list[Skipped] = []
    return bundle(_topics(tables, skipped), skipped)


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, Row]]:
    name, columns = "", []
    for line in lines:
        if not name:
            found = _COPY.match(line) if line.startswith("COPY ") else None
            if found and found[1] in _WANTED:
                name = found[1]
                columns = [column.strip().strip('"') for column in found[2].split(",")]
            continue
        text = line.rstrip("\r\n")
        if text == _END:
            name = ""
            continue
        cells = text.split("\t")
        if len(cells) != len(columns):
            raise Malformed(f"dump: a row of {name} has {len(cells)} columns, not {len(columns)}")
        row = dict(zip(columns, cells, strict=True))
        yield name, {key: _value(row.get(key, _NULL)) for key in _WANTED[name]}


def _value(cell: str) -> str:
    if cell == _NULL:
        return ""
    return _ESCAPED.sub(_unescaped, cell) if "\\" in cell else cell


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code in _PLAIN:
        return _PLAIN[code]
    return chr(int(code[1:], 16) if code[0] == "x" else int(code, 8))


def _topics(tables: Mapping[str, list[Row]], skipped: list[Skipped]) -> Iterator[Topic]:
    users = {row["id"]: row["username"] for row in tables["users"]}
    categories = {row["id"]: row for row in tables["categories"]}
    names = {row["id"]: row["name"] for row in tables["tags"]}
    tags: dict[str, list[str]] = {}
    for row in tables["topic_tags"]:
        tags.setdefault(row["topic_id"], []).append(names.get(row["tag_id"], ""))
    accepted = _accepted(tables)
    posts: dict[str, list[Said]] = {}
    for row in tables["posts"]:
        if _is_said(row):
            author = users.get(row["user_id"], "")
            posts.setdefault(row["topic_id"], []).append(_said(row, author, accepted))
    for row in tables["topics"]:
        category = categories.get(row["category_id"], {})
        if why := _why_not(row, category, posts):
            skipped.append(Skipped(f"topic:{row['id']}", why))
            continue
        ordered = tuple(sorted(posts[row["id"]], key=lambda post: post.number))
        known = tuple(filter(None, tags.get(row["id"], ())))
        yield Topic(int(row["id"]), row["title"], category.get("name", ""), known, ordered)


def _why_not(row: Row, category: Row, posts: Mapping[str, list[Said]]) -> str:
    """Say why a topic stays there, if it does."""
    if row["deleted_at"]:
        return "it was deleted"
    if row["archetype"] != "regular" or category.get("read_restricted") == "t":
        return "it is not for everybody"
    if row["visible"] == "f":
        return "it is not listed"
    return "" if row["id"] in posts else "nothing that stands is in it"


def _accepted(tables: Mapping[str, list[Row]]) -> frozenset[str]:
    """Name the posts that solved their topic, of all versions of the plugin."""
    found = [row["answer_post_id"] for row in tables["discourse_solved_solved_topics"]]
    found += [
        row["value"]
        for row in tables["topic_custom_fields"]
        if row["name"] == "accepted_answer_post_id"
    ]
    return frozenset(found)


def _is_said(row: Row) -> bool:
    away = row["deleted_at"] or "t" in {row["hidden"], row["user_deleted"]}
    return not away and row["post_type"] in {"1", ""}


def _said(row: Row, author: str, accepted: frozenset[str]) -> Said:
    return Said(
        id=int(row["id"]),
        number=int(row["post_number"] or 0),
        author=author,
        raw=row["raw"],
        at=instant(row["created_at"]),
        answers=int(row["reply_to_post_number"] or 0),
        wiki=row["wiki"] == "t",
        accepted=row["id"] in accepted,
    )
