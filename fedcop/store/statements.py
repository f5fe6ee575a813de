"""SQL that both databases understand, as values.

Every statement is written once, with `?` for parameters and these words where the dialects differ:

- `= ANY_ID(?)`, `= ANY_TEXT(?)`: the column is one of a list
- `PAIRS(?)`: a table `k(a, b)` of the pairs of integers in a JSON text
- `GREATEST(…)`, `LEAST(…)`: of several values in one row
- `FOR UPDATE SKIP LOCKED`: leave out what another process is about to change
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import orjson

Dialect = Literal["sqlite", "postgresql"]
Params = tuple[Any, ...]  # what the drivers take: int, str, bytes, float, None, lists of them

_QUESTION = re.compile(r"\?")
_SQLITE: Final = {
    "= ANY_ID(?)": "IN (SELECT value FROM json_each(?))",
    "= ANY_TEXT(?)": "IN (SELECT value FROM json_each(?))",
    "PAIRS(?)": (
        "(SELECT json_extract(value, '$[0]') AS a, json_extract(value, '$[1]') AS b"
        " FROM json_each(?)) AS k"
    ),
    "GREATEST(": "MAX(",
    "LEAST(": "MIN(",
    " FOR UPDATE SKIP LOCKED": "",  # one process writes
}
_POSTGRESQL: Final = {
    "= ANY_ID(?)": "= ANY(CAST(? AS BIGINT[]))",
    "= ANY_TEXT(?)": "= ANY(CAST(? AS TEXT[]))",
    "PAIRS(?)": (
        "(SELECT CAST(value->>0 AS BIGINT) AS a, CAST(value->>1 AS BIGINT) AS b"
        " FROM jsonb_array_elements(CAST(CAST(? AS TEXT) AS JSONB))) AS k"
    ),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its parameters; a parameter may be a `Position`."""

    sql: str
    params: Params = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Stands for the n-th log position its unit is given, from 0; known only at the commit."""

    n: int = 0


@dataclass(frozen=True, slots=True)
class Keyed:
    """One query that answers many keys at once; it selects the key first.

    Its only parameter is a list (`ANY_ID`, `ANY_TEXT`) or pairs (`PAIRS`, selecting `a, b` first).
    """

    sql: str
    pairs: bool = False


@lru_cache(maxsize=2048)
def spoken(sql: str, dialect: Dialect) -> str:
    """Translate a statement into the words of one database."""
    for word, meaning in (_SQLITE if dialect == "sqlite" else _POSTGRESQL).items():
        sql = sql.replace(word, meaning)
    if dialect == "sqlite":
        return sql
    number = iter(range(1, 1000))
    return _QUESTION.sub(lambda _: f"${next(number)}", sql)


def for_sqlite(params: Params) -> Params:
    """Turn lists into the JSON text that `json_each` reads."""
    if any(type(p) is list for p in params):
        return tuple(orjson.dumps(p).decode() if type(p) is list else p for p in params)
    return params


def resolve(params: Params, first: int) -> Params:
    """Put real positions where `Position` stands; `first` is the first one of the unit."""
    return tuple(first + p.n if type(p) is Position else p for p in params)


def waits_for_position(statement: Statement) -> bool:
    """Whether the statement can run only once positions are known."""
    return any(type(p) is Position for p in statement.params)
