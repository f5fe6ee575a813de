"""The guard before every document from elsewhere: bytes to a JSON object, or a refusal."""

import json
from typing import Final

import orjson

from fedcop.activitypub.vocabulary import JSON
from fedcop.errors import Malformed, TooLarge

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 64
MAX_VALUES: Final = 50_000
_TOO_BIG: Final = float(1 << 63)


def load(body: bytes) -> dict[str, JSON]:
    """Read an untrusted body as one JSON object. Raises Malformed or TooLarge.

    orjson refuses by itself what is not strict JSON: invalid UTF-8, a byte order mark, NaN,
    numbers that overflow, lone surrogates, comments.
    """
    if len(body) > MAX_BYTES:
        raise TooLarge(f"document: it is larger than {MAX_BYTES} bytes")
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"document: it is not JSON ({error.msg})") from error
    if not isinstance(value, dict):
        raise Malformed("document: it must be a JSON object")
    _check_values(value)
    if b"\\u0000" in body:
        _check_texts(value)
    if _may_repeat_a_name(value, body):
        _refuse_repeated_names(body)
    return value


def _check_values(top: dict[str, JSON]) -> None:
    """Refuse what is too deep, too much, or a whole number of more than 64 bits."""
    level: list[JSON] = [top]
    total = 0
    for _ in range(MAX_DEPTH):
        values = _inside(level)
        total += len(values)
        kinds = set(map(type, values))
        if total > MAX_VALUES:
            raise TooLarge(f"document: it holds more than {MAX_VALUES} values")
        # orjson turns whole numbers beyond 64 bits into such a float.
        if float in kinds and any(type(one) is float and abs(one) >= _TOO_BIG for one in values):
            raise Malformed("document: a number is too large")
        if dict not in kinds and list not in kinds:
            return
        level = [one for one in values if isinstance(one, dict | list)]
    raise Malformed(f"document: it is nested more than {MAX_DEPTH} deep")


def _inside(level: list[JSON]) -> list[JSON]:
    values: list[JSON] = []
    for container in level:
        if isinstance(container, dict):
            values.extend(container.values())
        elif isinstance(container, list):
            values.extend(container)
    return values


def _may_repeat_a_name(value: dict[str, JSON], body: bytes) -> bool:
    """Whether an object of the body may name a member twice, told by counting quotation marks.

    A body has two for each string and one for each quotation mark inside a string, as long as none
    of these is written as an escape; so has what orjson writes. Of a repeated name only the last
    stays in the value, so its strings are fewer than the body's. Equal means: none is repeated.
    """
    return b"\\u0022" in body or orjson.dumps(value).count(b'"') != body.count(b'"')


def _refuse_repeated_names(body: bytes) -> None:
    json.loads(body, object_pairs_hook=_once)


def _once(members: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found = dict(members)
    if len(found) != len(members):
        raise Malformed("document: a property is named twice")
    return found


def _check_texts(top: dict[str, JSON]) -> None:
    """Refuse the character NUL, which PostgreSQL cannot keep."""
    level: list[JSON] = [top]
    while level:
        names = [name for one in level if isinstance(one, dict) for name in one]
        level = _inside(level)
        if any(isinstance(one, str) and "\0" in one for one in (*names, *level)):
            raise Malformed("document: a text holds the character NUL")
