"""The body of a request, in whichever of three forms it comes."""

from collections.abc import AsyncIterator, Iterable
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Receive

from fedcop.api.nesting import Tree, nested
from fedcop.errors import Malformed, TooLarge, Unavailable

_MOST_FIELDS: Final = 1000
_MOST_FILES: Final = 4
_MOST_QUERY: Final = 200
_DEEPEST: Final = 12
_FORM: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"
_UNREADABLE: Final = "body: it cannot be read"


def read_query(query: bytes) -> Tree:
    """Read the parameters of an address. Raises Malformed."""
    return _form(query, _MOST_QUERY) if query else {}


async def read_body(headers: Headers, receive: Receive, largest: int) -> Tree:
    """Read a body. Raises Malformed and TooLarge."""
    said = headers.get("content-length", "")
    if said.isascii() and said.isdigit() and int(said[:_MOST_QUERY]) > largest:
        raise TooLarge("body: this is more than is taken here")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    chunks = _chunks(receive, largest)
    if kind == _PARTS:
        return await _parts(headers, chunks)
    body = b"".join([chunk async for chunk in chunks])
    if not body.strip():
        return {}
    # Without a type, or with an odd one, a form is tried, as some apps need it.
    if kind.endswith("json") or (kind != _FORM and body.lstrip()[:1] == b"{"):
        return _json(body)
    return _form(body, _MOST_FIELDS)


async def _chunks(receive: Receive, largest: int) -> AsyncIterator[bytes]:
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Unavailable("body: the other side went away")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > largest:
            raise TooLarge("body: this is more than is taken here")
        more = message.get("more_body", False)
        yield chunk


async def _parts(headers: Headers, chunks: AsyncIterator[bytes]) -> Tree:
    async def stream() -> Any:  # noqa: ANN401 - Starlette asks for a generator
        async for chunk in chunks:
            yield chunk

    parser = MultiPartParser(
        headers, stream(), max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=1_048_576
    )
    try:
        form = await parser.parse()
    except (MultiPartException, UnicodeError) as error:
        raise Malformed(_UNREADABLE) from error
    return _checked(form.multi_items())


def _form(body: bytes, most: int) -> Tree:
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most
        )
    except ValueError as error:
        raise Malformed(f"body: {most} fields at most") from error
    return _checked(pairs)


def _json(body: bytes) -> Tree:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed("body: it is no JSON") from error
    if not isinstance(value, dict):
        raise Malformed("body: it should be one JSON object")
    return _checked(value.items())


def _checked(pairs: Iterable[tuple[str, Any]]) -> Tree:
    """Put parameters together, without what no database keeps."""
    tree = nested(pairs)
    _check(tree, 0)
    return tree


def _check(value: object, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        _check_depth(depth)
        for name, inner in value.items():
            _check_text(name)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        _check_depth(depth)
        for inner in value:
            _check(inner, depth + 1)
    elif isinstance(value, UploadFile):
        _check_text(value.filename or "")


def _check_depth(depth: int) -> None:
    if depth > _DEEPEST:
        raise Malformed("body: it is nested too deeply")


def _check_text(text: str) -> None:
    if "\0" in text:
        raise Malformed("body: a text holds a zero byte")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Malformed(_UNREADABLE) from error
