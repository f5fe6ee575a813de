"""What a moderator removed, kept for as long as it may have to come back."""

from base64 import b64decode, b64encode
from typing import Final, NamedTuple

import orjson

from fedcop.store.batch import Reader
from fedcop.store.rows import (
    ArtifactRevisionRow,
    ArtifactRow,
    DocumentRow,
    LineageRow,
    MeetingRow,
    OptionRow,
    PollRow,
    PostRow,
    QuestionRow,
    RevisionRow,
    RsvpRow,
    TallyRow,
    VoteRow,
)
from fedcop.store.statements import Statement
from fedcop.store.table import TableRow


class _Part(NamedTuple):
    """Rows of one table that belong to a post: which columns, and found by what."""

    table: str
    columns: str
    where: str
    by_uri: bool = False


def _of(kind: type[TableRow], where: str, *, by_uri: bool = False) -> _Part:
    return _Part(kind.TABLE, kind.columns(), where, by_uri)


_PARTS: Final = (
    _Part("hashtag", "id, post_id, tag, files", "post_id = ?"),
    _Part("pin", "id, community_id, post_id, since", "post_id = ?"),
    _of(RevisionRow, "post_id = ?"),
    _of(PollRow, "id = ?"),
    _of(TallyRow, "id = ?"),
    _of(OptionRow, "post_id = ?"),
    _of(VoteRow, "post_id = ?"),
    _of(QuestionRow, "id = ?"),
    _of(MeetingRow, "id = ?"),
    _of(RsvpRow, "meeting_id = ?"),
    _of(ArtifactRow, "id = ?"),
    _of(ArtifactRevisionRow, "artifact_id = ?"),
    _of(LineageRow, "source_uri = ?", by_uri=True),
    _of(
        DocumentRow,
        "hash IN (SELECT r.document FROM artifact_revision r WHERE r.artifact_id = ?)",
    ),
)
_TEXT: Final = ("title", "summary", "content", "source", "cop", "url", "files")
_RAISE: Final = (
    f"UPDATE post SET {', '.join(f'{name} = ?' for name in _TEXT)}, deleted = 0,"
    " version = version + 1 WHERE id = ? AND deleted > 0"
)
_HIDE: Final = "UPDATE media SET place = 5 WHERE post_id = ? AND place = 1"
_SHOW: Final = "UPDATE media SET place = 1 WHERE id = ANY_ID(?) AND place = 5"
_SHOWN: Final = "SELECT id FROM media WHERE post_id = ? AND place = 1"
_ONCE: Final = " ON CONFLICT DO NOTHING"


async def read_whole(reader: Reader, post: PostRow, by: int) -> str:
    """Read all that goes with a post when `by` removes it, as one JSON text."""
    parts: dict[str, list[list[object]]] = {}
    for part in _PARTS:
        sql = f"SELECT {part.columns} FROM {part.table} WHERE {part.where}"
        rows = await reader.read(sql, post.uri if part.by_uri else post.id)
        parts[part.table] = [[_plain(value) for value in row] for row in rows]
    files = [row[0] for row in await reader.read(_SHOWN, post.id)]
    said = {name: getattr(post, name) for name in _TEXT}
    whole = {"id": post.id, "by": by, "said": said, "files": files, "parts": parts}
    return orjson.dumps(whole).decode()


def removed_by(kept: str) -> int:
    """Say in whose name it was removed."""
    return int(orjson.loads(kept)["by"])


def hide_files(post: int) -> Statement:
    """Put the files of a post out of sight; they stay while it may come back."""
    return Statement(_HIDE, (post,))


def bring_back(kept: str) -> list[Statement]:
    """Let a post say again what it said, with all that went with it."""
    whole = orjson.loads(kept)
    said = whole["said"]
    found = [Statement(_RAISE, (*(said[name] for name in _TEXT), whole["id"]))]
    for part in _PARTS:
        rows = whole["parts"].get(part.table, [])
        names = part.columns.split(", ")
        marks = ", ".join("?" for _ in names)
        for row in rows:
            values = tuple(_real(value) for value in row)
            wipe = f"DELETE FROM {part.table} WHERE {names[0]} = ?"
            put = f"INSERT INTO {part.table} ({part.columns}) VALUES ({marks}){_ONCE}"
            found += [Statement(wipe, values[:1]), Statement(put, values)]
    found.append(Statement(_SHOW, (whole["files"],)))
    return found


def _plain(value: object) -> object:
    if isinstance(value, bytes | bytearray | memoryview):
        return [b64encode(bytes(value)).decode()]  # no column holds a list
    return value


def _real(value: object) -> object:
    return b64decode(value[0]) if isinstance(value, list) else value
