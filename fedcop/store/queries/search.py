"""What people look for: the words of posts, which are to be read anew, and what a query finds.

A query is a `Match`, written out in the words of each database. Candidates are windows of the
index, from the latest, so that a common word costs no more than a rare one; who may see what is
part of the same query, and what one may not see is neither counted nor weighed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from fedcop import clock
from fedcop.store.batch import Reader, Store
from fedcop.store.queries.glances import IN_PUBLIC
from fedcop.store.rows.search import SearchRow
from fedcop.store.statements import Dialect, Statement
from fedcop.store.table import insert_of

TOP: Final = 2**62
# PostgreSQL keeps the words of a title a second time, so marked: what stands in titles is rare, and
# its planner counts words, not where they stand.
IN_TITLE: Final = "t0"
_NOTE = (
    "INSERT INTO search_due (post_id, turn) VALUES (?, 1)"
    " ON CONFLICT (post_id) DO UPDATE SET turn = search_due.turn + 1"
)
_DUE = "SELECT post_id, turn FROM search_due ORDER BY post_id LIMIT ?"
_WAITING = "SELECT count(*) FROM (SELECT 1 FROM search_due LIMIT 10000) d"
_SETTLED = "DELETE FROM search_due WHERE post_id = ? AND turn = ?"
_CHANGED = ", ".join(f"{name} = excluded.{name}" for name in SearchRow.columns().split(", ")[1:])
_KEEP = insert_of(SearchRow) + f" ON CONFLICT (id) DO UPDATE SET {_CHANGED}"
_FORGET = "DELETE FROM search_document WHERE id = ?"
_KNOWN = "SELECT id FROM search_document WHERE id > ? ORDER BY id LIMIT ?"
_TEXTS = "SELECT id, substr(words, 1, 4000) FROM search_document WHERE id = ANY_ID(?)"

# Whoever does not want to be found is found by those for whom they wrote.
_FINDABLE = (
    "(a.indexable = 1 OR p.author_id = v.me"
    " OR (SELECT 1 FROM mention m WHERE m.post_id = p.id AND m.actor_id = v.me) IS NOT NULL"
    " OR (p.community_id > 0 AND COALESCE((SELECT f.state FROM follow f"
    " WHERE f.follower_id = v.me AND f.target_id = p.community_id), '') = 'accepted'))"
)
_ALIVE = (
    "p.deleted = 0 AND a.suspended = 0 AND a.deleted = 0 AND (p.community_id = 0 OR"
    " (SELECT g.suspended + g.deleted FROM actor g WHERE g.id = p.community_id) = 0)"
)
_SEEN = f"{IN_PUBLIC} AND {_FINDABLE}"
_OPEN = f"{_ALIVE} AND p.audience <= 1 AND a.indexable = 1 AND a.limited = 0"
_READER = "(SELECT CAST(? AS BIGINT) AS me, CAST(? AS BIGINT) AS now) v CROSS JOIN "
_CARRIED = (
    "d.id, d.scope, d.kind, d.community_id, d.organization, d.language, d.standing, d.topics,"
    " d.lifted, d.title, p.top"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or a phrase; of a prefix the last word only begins so."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What must stand in a post, what must not, and what it must be marked with."""

    all: tuple[Term, ...]
    none: tuple[Term, ...] = ()
    marks: tuple[str, ...] = ()
    any: tuple[Term, ...] = ()  # one of these at least
    titled: bool = False  # in the title

    @property
    def phrased(self) -> bool:
        """Whether words must stand side by side, which an index of words does not tell."""
        return any(len(term.words) > 1 for term in self.all)


class Candidate(NamedTuple):
    """A post that matches and that the reader may see."""

    id: int
    scope: str
    kind: str
    community_id: int
    organization: str
    language: str
    standing: str
    topics: str
    lifted: int
    title: str
    top: int


@dataclass(frozen=True, slots=True)
class Window:
    """So many of the latest that match, between two ids."""

    match: Match
    size: int
    below: int = TOP
    above: int = 0


class Seen(NamedTuple):
    """The candidates of some windows, and how many each had looked at before the reader's eyes."""

    candidates: list[Candidate]
    looked: int
    last: int


# What is to be read anew


def note(post: int) -> Statement:
    """Note that a post says or is something else now."""
    return Statement(_NOTE, (post,))


async def list_due(reader: Reader, limit: int) -> list[tuple[int, int]]:
    """Read which posts are to be read anew, each with the turn this is."""
    return [(row[0], row[1]) for row in await reader.read(_DUE, limit)]


async def count_due(reader: Reader) -> int:
    """Count the posts that are to be read anew, to ten thousand."""
    return int((await reader.read(_WAITING))[0][0])


def settle(post: int, turn: int) -> Statement:
    """Note that a post was read, unless something was noted meanwhile."""
    return Statement(_SETTLED, (post, turn))


def keep(row: SearchRow) -> Statement:
    """Keep the words of a post in place of those that were kept."""
    return Statement(_KEEP, row.values())


def forget(post: int) -> Statement:
    """Keep no words of a post."""
    return Statement(_FORGET, (post,))


async def list_known(reader: Reader, after: int, limit: int) -> list[int]:
    """Read of which posts words are kept."""
    return [row[0] for row in await reader.read(_KNOWN, after, limit)]


# What is found


async def search_seen(store: Store, viewer: int, windows: Sequence[Window]) -> Seen:
    """Find what matches in some windows, as far as a reader may see it; viewer 0 is nobody."""
    dialect = store.backend.dialect
    shapes = tuple((one.size, one.match.phrased) for one in windows)
    params: list[object] = [viewer, clock.now_ms()] if viewer else []
    for one in windows:
        params += [written(one.match, dialect), one.below, one.above]
    rows = await store.search(_found(shapes, dialect, known=bool(viewer)), *params)
    candidates = [Candidate(*row[:-1]) for row in rows if row[-1]]
    return Seen(candidates, len(rows), min((row[0] for row in rows), default=0))


async def search_texts(store: Store, posts: Sequence[int]) -> dict[int, str]:
    """Read how some posts begin, folded."""
    return {row[0]: row[1] for row in await store.search(_TEXTS, list(posts))} if posts else {}


@lru_cache(maxsize=256)
def _found(shapes: tuple[tuple[int, bool], ...], dialect: Dialect, *, known: bool) -> str:
    windows = " UNION ".join(
        f"SELECT id FROM ({_window(size, dialect, phrased=phrased)}) w{n}"
        for n, (size, phrased) in enumerate(shapes)
    )
    seen = _SEEN if known else _OPEN
    return (
        f"SELECT {_CARRIED}, CASE WHEN {seen} THEN 1 ELSE 0 END"
        f" FROM {_READER if known else ''}({windows}) k"
        " CROSS JOIN search_document d CROSS JOIN post p CROSS JOIN actor a"
        " WHERE d.id = k.id AND p.id = d.id AND a.id = 0 + p.author_id"
    )


def _window(size: int, dialect: Dialect, *, phrased: bool) -> str:
    if dialect == "sqlite":
        return (
            "SELECT rowid AS id FROM search_words WHERE search_words MATCH ?"
            f" AND rowid < ? AND rowid > ? ORDER BY rowid DESC LIMIT {size}"
        )
    # PostgreSQL takes a phrase to be as frequent as its words, and would read all posts for it.
    order = "id + 0" if phrased else "id"
    return (
        "SELECT id FROM search_document WHERE vector @@ to_tsquery('simple', CAST(? AS TEXT))"
        f" AND id < ? AND id > ? ORDER BY {order} DESC LIMIT {size}"
    )


# A query in the words of each database


def written(match: Match, dialect: Dialect) -> str:
    """Write a query out; its words are letters and digits, so nothing in them means anything."""
    return _for_sqlite(match) if dialect == "sqlite" else _for_postgresql(match)


def _for_sqlite(match: Match) -> str:
    where = "{title}" if match.titled else "{title words}"
    parts = [_both(where, [_fts(term) for term in match.all], "AND")]
    parts.append(_both(where, [_fts(term) for term in match.any], "OR"))
    parts.append(_both("{marks}", [f'"{mark}"' for mark in match.marks], "AND"))
    wanted = " AND ".join(part for part in parts if part)
    unwanted = _both("{title words}", [_fts(term) for term in match.none], "OR")
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _both(where: str, terms: Iterable[str], joined: str) -> str:
    text = f" {joined} ".join(terms)
    return f"{where} : ({text})" if text else ""


def _fts(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _for_postgresql(match: Match) -> str:
    parts = [_ts(term, titled=match.titled) for term in match.all]
    if match.any:
        parts.append("(" + " | ".join(_ts(term, titled=match.titled) for term in match.any) + ")")
    parts += [f"{mark}:D" for mark in match.marks]
    parts += [f"!{_ts(term)}" for term in match.none]
    return " & ".join(parts)


def _ts(term: Term, *, titled: bool = False) -> str:
    last = len(term.words) - 1
    begin, weight = (IN_TITLE, "C") if titled else ("", "AB")
    said = [
        f"{begin}{word}:{weight}{'*' if term.prefix and n == last else ''}"
        for n, word in enumerate(term.words)
    ]
    return said[0] if len(said) == 1 else f"({' <-> '.join(said)})"
