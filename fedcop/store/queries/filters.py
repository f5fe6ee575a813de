"""The filters of one person: all of them at once, for they are few."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from fedcop.store.batch import Reader
from fedcop.store.rows import FilterPostRow, FilterRow, KeywordRow, insert_of
from fedcop.store.statements import Statement

T = TypeVar("T", KeywordRow, FilterPostRow)

_OF = "SELECT {columns} FROM {table} WHERE owner_id = ?"
_FILTERS = _OF.format(columns=FilterRow.columns(), table="post_filter")
_KEYWORDS = _OF.format(columns=KeywordRow.columns(), table="filter_keyword")
_POSTS = _OF.format(columns=FilterPostRow.columns(), table="filter_post")
_UPDATE = "UPDATE post_filter SET title = ?, contexts = ?, action = ?, expires = ? WHERE id = ?"
_UPDATE_KEYWORD = "UPDATE filter_keyword SET keyword = ?, whole_word = ? WHERE id = ?"
_DELETE = (
    "DELETE FROM filter_keyword WHERE filter_id = ?",
    "DELETE FROM filter_post WHERE filter_id = ?",
    "DELETE FROM post_filter WHERE id = ?",
)
_DELETE_KEYWORD = "DELETE FROM filter_keyword WHERE id = ?"
_DELETE_POST = "DELETE FROM filter_post WHERE id = ?"
_ONCE = " ON CONFLICT (filter_id, post_id) DO NOTHING"

# A guard: the filter is still there.
STANDS = "FROM post_filter WHERE id = ?"


@dataclass(frozen=True, slots=True)
class WholeFilter:
    """A filter with what it looks for."""

    row: FilterRow
    keywords: tuple[KeywordRow, ...] = ()
    posts: tuple[FilterPostRow, ...] = ()


async def list_filters(reader: Reader, owner: int) -> list[WholeFilter]:
    """Read all filters of somebody, the oldest first."""
    filters = FilterRow.all(await reader.read(_FILTERS, owner))
    if not filters:
        return []
    keywords = _by_filter(KeywordRow.all(await reader.read(_KEYWORDS, owner)))
    posts = _by_filter(FilterPostRow.all(await reader.read(_POSTS, owner)))
    return [
        WholeFilter(row, tuple(keywords.get(row.id, ())), tuple(posts.get(row.id, ())))
        for row in sorted(filters, key=lambda row: row.id)
    ]


def insert_filter(row: FilterRow) -> Statement:
    """Add a filter."""
    return Statement(insert_of(FilterRow), row.values())


def update_filter(row: FilterRow) -> Statement:
    """Change a filter."""
    return Statement(_UPDATE, (row.title, row.contexts, row.action, row.expires, row.id))


def delete_filter(number: int) -> list[Statement]:
    """Take a filter away with all it looks for."""
    return [Statement(sql, (number,)) for sql in _DELETE]


def insert_keyword(row: KeywordRow) -> Statement:
    """Let a filter look for a word."""
    return Statement(insert_of(KeywordRow), row.values())


def update_keyword(row: KeywordRow) -> Statement:
    """Let a filter look for another word."""
    return Statement(_UPDATE_KEYWORD, (row.keyword, row.whole_word, row.id))


def delete_keyword(number: int) -> Statement:
    """Let a filter look for a word no longer."""
    return Statement(_DELETE_KEYWORD, (number,))


def insert_filter_post(row: FilterPostRow) -> Statement:
    """Let a filter look for a post; again is once."""
    return Statement(insert_of(FilterPostRow) + _ONCE, row.values())


def delete_filter_post(number: int) -> Statement:
    """Let a filter look for a post no longer."""
    return Statement(_DELETE_POST, (number,))


def _by_filter(rows: Sequence[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in sorted(rows, key=lambda row: row.id):
        found.setdefault(row.filter_id, []).append(row)
    return found
