"""What a form brought: texts by name, and what is wrong with them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from fedcop.errors import FedcopError, Malformed, TooLarge, UnsupportedMedia
from fedcop.markup.text import one_line
from fedcop.tongues import refusal

_MOST_BYTES: Final = 400_000
_MOST_FIELDS: Final = 60
_MOST_PART: Final = 1 << 20
_KIND: Final = "application/x-www-form-urlencoded"
_WITH_FILES: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Room:
    """How much a form may bring besides its files, and how many of those."""

    bytes: int = _MOST_BYTES
    fields: int = _MOST_FIELDS
    files: int = 1


USUAL: Final = Room()
Part = tuple[str, UploadFile | str]


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one form, as texts."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)  # where the page takes them as such
    names: Mapping[str, str] = field(default_factory=dict)  # what its files are called
    several: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Read a text of many lines as it was written."""
        return self.fields.get(name, "").replace("\r\n", "\n").strip("\n").rstrip()

    def line(self, name: str) -> str:
        """Read a text of one line, without what turns the direction or cannot be seen."""
        text = self.fields.get(name, "")
        return one_line(text, len(text))

    def secret(self, name: str) -> str:
        """Read a password: every character counts."""
        return self.fields.get(name, "")

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked, or a button of this name pressed."""
        return name in self.fields

    def number(self, name: str) -> int:
        """Read a number; what is none is 0."""
        text = self.fields.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0  # noqa: PLR2004


@dataclass(slots=True)
class Problems:
    """What keeps a form from being done, each said of the field it belongs to."""

    by_field: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """Say what is wrong with a field, or with all of it when `name` is empty."""
        self.by_field.setdefault(name, refusal(text))

    def take(self, error: FedcopError, fields: Mapping[str, str]) -> None:
        """Say what a verb refused; the field it names at the front is translated by `fields`."""
        name, colon, rest = error.safe.partition(": ")
        if colon and name in fields:
            self.add(fields[name], rest[:1].upper() + rest[1:] + "." * (rest[-1:] not in ".!?"))
        else:
            self.add("", error.safe)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.by_field)


async def read_form(request: Request, largest_file: int = 0, room: Room = USUAL) -> Form:
    """Read the form that a request carries; a file is taken for text where none may be so large.

    Raises Malformed, TooLarge and UnsupportedMedia.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _WITH_FILES:
        return await _read_parts(request, largest_file, room)
    if kind != _KIND:
        raise UnsupportedMedia("Send this as a form.")
    body = await _read_body(request, room.bytes)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=room.fields,
        )
    except ValueError as error:
        raise Malformed("form: it cannot be read") from error
    if any("\0" in value for _, value in pairs):
        raise Malformed("form: it cannot be read")
    return Form(dict(pairs))


async def _read_body(request: Request, most: int) -> bytearray:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise TooLarge("This is longer than what can be taken here.")
    return body


async def _read_parts(request: Request, largest_file: int, room: Room) -> Form:
    """Read a form with files."""
    body = bytes(await _read_body(request, room.bytes + largest_file))

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        request.headers,
        stream(),
        max_files=room.files,
        max_fields=room.fields,
        max_part_size=max(room.bytes, _MOST_PART),
    )
    try:
        parts = (await parser.parse()).multi_items()
        several = await _files_in(parts) if largest_file else {}
        texts = {name: await _text_of(value) for name, value in parts if name not in several}
    except (MultiPartException, UnicodeDecodeError) as error:
        raise Malformed("form: it cannot be read") from error
    if any("\0" in text for text in texts.values()):
        raise Malformed("form: it cannot be read")
    files = {name: data for name, sent in several.items() for _, data in sent}
    named = {name: called for name, sent in several.items() for called, _ in sent}
    return Form(texts, files, named, several)


async def _files_in(parts: Sequence[Part]) -> dict[str, list[tuple[str, bytes]]]:
    """Read the files of a form, those of one field in the order in which they were sent."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for name, value in parts:
        if isinstance(value, UploadFile):
            called = value.filename or ""
            found.setdefault(name, []).append((called, await _bytes_of(value)))
    return found


async def _bytes_of(value: UploadFile) -> bytes:
    try:
        return await value.read()
    finally:
        await value.close()


async def _text_of(value: UploadFile | str) -> str:
    if isinstance(value, str):
        return value
    try:
        return (await value.read()).decode("utf-8-sig")
    finally:
        await value.close()
