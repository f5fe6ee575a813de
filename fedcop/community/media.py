"""Files: put here, described, attached once by their owner, gone with their post."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from fedcop import clock, ids
from fedcop.community import documents, policy, quotas
from fedcop.community.drafts import Words
from fedcop.community.quotas import FREE, Quota
from fedcop.errors import Invalid, NotFound
from fedcop.pictures import looking, recordings
from fedcop.pictures.drawing import Studio
from fedcop.store.batch import Reader, Unit
from fedcop.store.files import Files, Piece
from fedcop.store.queries import media
from fedcop.store.rows import ActorRow, MediaRow
from fedcop.store.statements import Statement
from fedcop.uris import Uris
from fedcop.values import MediaPlace

MOST: Final = 4  # of one post
MOST_OF_ARTIFACT: Final = 20
LONGEST_DESCRIPTION: Final = 1500
SUFFIXES: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
}
_DAY_MS: Final = 86_400_000
_AT_ONCE: Final = 100
_YOUNG_SECONDS: Final = 3600.0
_FREE: Final = (MediaPlace.WAITING, MediaPlace.SCHEDULED)
_NO_FILES: Final = (MediaPlace.GONE, MediaPlace.PART)  # captions are asked for by their recording
_NAME: Final = re.compile(r"([0-9a-f]{32})(-small)?\.([a-z0-9]{2,5})")
_PATH: Final = re.compile(r"/media/([0-9]{1,19})/")
_NO_FILE: Final = "Validation failed: File: this is of no kind that is taken here"
_NOT_YOURS: Final = "Validation failed: Media: there are no such files"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was uploaded, as it lies among our files."""

    kind: str  # as clients call it
    mime: str
    size: int
    hash: str
    wide: int = 0
    high: int = 0
    small_mime: str = ""
    small_hash: str = ""
    small_wide: int = 0
    small_high: int = 0
    small_size: int = 0
    blurhash: str = ""
    text: str = ""  # that is said in what they belong to, of captions


class Pieces(Protocol):
    """Where files are read piece by piece."""

    async def read(self, name: str, start: int, end: int) -> Piece:
        """Read a part of a file. Raises NotFound and Unavailable."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file to be served."""

    hash: str
    mime: str
    name: str  # of a download; empty for what may be shown


async def keep_picture(files: Files, studio: Studio, data: bytes) -> Kept:
    """Draw a picture anew and keep it with its preview. Raises Invalid and Unavailable."""
    drawn = await studio.draw(data)
    body = await files.put(drawn.body)
    small = await files.put(drawn.small)
    return Kept(
        kind="image",
        mime=f"image/{drawn.kind}",
        size=len(drawn.body),
        hash=body,
        wide=drawn.width,
        high=drawn.height,
        small_mime=f"image/{drawn.small_kind}",
        small_hash=small,
        small_wide=drawn.small_width,
        small_high=drawn.small_height,
        small_size=len(drawn.small),
        blurhash=drawn.blurhash,
    )


async def keep_shown(files: Files, studio: Studio, data: bytes, said: str) -> Kept:
    """Keep a picture or a recording, and nothing to download. Raises Invalid."""
    suffix = said.rpartition(".")[2].lower()
    recording = recordings.taken_as(data, suffix)
    if not recording:
        return await keep_picture(files, studio, data)
    name = await files.put(data)
    return Kept(recording.partition("/")[0], f"{recording}; name={suffix}", len(data), name)


async def keep_file(files: Files, studio: Studio, data: bytes, said: str) -> Kept:
    """Keep a picture, a recording or a file to download; `said` is its name. Raises Invalid."""
    if looking.kind_of(data):
        return await keep_picture(files, studio, data)
    suffix = said.rpartition(".")[2].lower()
    if recordings.taken_as(data, suffix):
        return await keep_shown(files, studio, data, said)
    kind = await asyncio.to_thread(documents.type_of, data, suffix)
    if not kind:
        raise Invalid(_NO_FILE)
    name = await files.put(data)
    return Kept("unknown", f"{kind}; name={suffix}", len(data), name)


async def upload(
    unit: Unit, owner: ActorRow, kept: Kept, words: Words, quota: Quota = FREE
) -> MediaRow:
    """Note whose file this is; it waits for a post. Raises Refused and Invalid."""
    await quotas.require(unit, owner.id, kept.size, quota)
    return _add(unit, owner, kept, words, MediaPlace.WAITING)


async def dress(unit: Unit, owner: ActorRow, kept: Kept, before: str) -> str:
    """Make a picture part of a profile in place of the one before; returns its address."""
    await undress(unit, owner, before)
    added = _add(unit, owner, kept, Words(), MediaPlace.PROFILE)
    return address(added, unit.uris)


async def undress(unit: Unit, owner: ActorRow, before: str) -> None:
    """Let go of a picture that was part of a profile."""
    old = _PATH.search(before) if unit.uris.is_local(before) else None
    row = await media.find_media(unit, int(old[1])) if old else None
    if row is not None and row.owner_id == owner.id and row.place == MediaPlace.PROFILE:
        unit.add(media.put_media(row.id, MediaPlace.GONE))


async def describe(unit: Unit, owner: ActorRow, number: int, words: Words) -> MediaRow:
    """Say of a file of one's own what it shows, before it is posted. Raises NotFound."""
    row = await get_own(unit, owner, number)
    changed = with_words(row, words)
    if row.place not in _FREE:
        raise NotFound("There is no such file of yours that waits.")
    unit.touch(f"media:{number}")
    unit.guard(media.STANDS, number, owner.id, row.place)
    focus = changed.focus_x, changed.focus_y
    unit.add(media.describe_media(number, changed.description, focus))
    return changed


async def discard(unit: Unit, owner: ActorRow, number: int) -> None:
    """Take a file of one's own back, before it is posted. Raises NotFound and Invalid."""
    row = await get_own(unit, owner, number)
    if row.place != MediaPlace.WAITING:
        raise Invalid("Validation failed: Media: a post shows this file")
    unit.touch(f"media:{number}")
    unit.guard(media.STANDS, number, owner.id, row.place)
    unit.add(media.put_media(number, MediaPlace.GONE))


async def attach(
    unit: Unit, owner: ActorRow, numbers: Sequence[int], post: int, *, most: int = MOST
) -> None:
    """Make files part of a post, each once. Raises Invalid."""
    if not numbers:
        return
    for position, number in enumerate(await _free(unit, owner, numbers, most)):
        unit.add(media.put_media(number, MediaPlace.POST, post, position))


async def reserve(unit: Unit, owner: ActorRow, numbers: Sequence[int]) -> None:
    """Keep files for a post that waits for its time. Raises Invalid."""
    for number in await _free(unit, owner, numbers):
        unit.add(media.put_media(number, MediaPlace.SCHEDULED))


async def release(unit: Unit, owner: ActorRow, numbers: Sequence[int]) -> None:
    """Let files wait again whose post waits no longer."""
    for number in numbers:
        row = await media.find_media(unit, number)
        if row and row.owner_id == owner.id and row.place == MediaPlace.SCHEDULED:
            unit.add(media.put_media(number, MediaPlace.WAITING))


async def rearrange(
    unit: Unit, owner: ActorRow, post: int, wanted: Sequence[int], *, most: int = MOST
) -> bool:
    """Let a post show these files and no others; whether that changes it. Raises Invalid.

    What it no longer shows stays with it, for those who read what it said before.
    """
    ever = await media.list_ever_of_post(unit, post)
    shown = [row.id for row in ever if row.place == MediaPlace.POST]
    if shown == list(wanted):
        return False
    _check_count(wanted, most)
    known = {row.id for row in ever}
    await _free(unit, owner, [number for number in wanted if number not in known], most)
    for position, number in enumerate(shown):
        if number not in wanted:
            unit.add(media.put_media(number, MediaPlace.BEFORE, post, position))
    for position, number in enumerate(wanted):
        unit.add(media.put_media(number, MediaPlace.POST, post, position))
    return True


async def describe_shown(unit: Unit, post: int, said: dict[int, Words]) -> bool:
    """Say anew what the files of a post show; whether that changes it. Raises Invalid."""
    changed = False
    for row in await media.list_of_post(unit, post) if said else ():
        new = with_words(row, said.get(row.id, Words()))
        if new != row:
            changed = True
            unit.add(media.describe_media(row.id, new.description, (new.focus_x, new.focus_y)))
    return changed


def with_words(row: MediaRow, words: Words) -> MediaRow:
    """Return a file with what is said of it now. Raises Invalid."""
    description = row.description if words.description is None else words.description.strip()
    if len(description) > LONGEST_DESCRIPTION:
        most = f"{LONGEST_DESCRIPTION:,}"
        raise Invalid(f"Validation failed: Description: write {most} characters at most")
    x, y = words.focus or (row.focus_x, row.focus_y)
    return replace(row, description=description, focus_x=x, focus_y=y)


def let_go_of(post: int) -> Statement:
    """Let the files of a post go with it."""
    return media.let_go_of(post)


def free(post: int) -> Statement:
    """Let the files of a post wait for another of their owner's."""
    return media.free_media(post, clock.now_ms())


# Reads


async def get_own(reader: Reader, owner: ActorRow, number: int) -> MediaRow:
    """Read a file of one's own. Raises NotFound."""
    row = await media.find_media(reader, number)
    if row is None or row.owner_id != owner.id or row.place in _NO_FILES or row.remote:
        raise NotFound("There is no such file of yours.")
    return row


async def of_posts(reader: Reader, posts: Sequence[int]) -> dict[int, list[MediaRow]]:
    """Read the files of some posts."""
    return await media.list_of_posts(reader, posts)


async def some(reader: Reader, numbers: Sequence[int]) -> dict[int, MediaRow]:
    """Read files by id."""
    found = [await media.find_media(reader, number) for number in dict.fromkeys(numbers)]
    return {row.id: row for row in found if row and row.place != MediaPlace.GONE}


async def find_blob(reader: Reader, number: int, name: str) -> Blob:
    """Find what is served under an address. Raises NotFound."""
    asked = _NAME.fullmatch(name)
    row = await media.find_media(reader, number) if asked else None
    if row is None or asked is None or row.place == MediaPlace.GONE:
        raise NotFound("There is no such file.")
    if row.part_of and not await some(reader, [row.part_of]):
        raise NotFound("There is no such file.")
    served = row.small_hash if asked[2] else row.hash
    mime = row.small_mime if asked[2] else row.mime
    if asked[1] != row.key or not served or asked[3] != _suffix(mime):
        raise NotFound("There is no such file.")
    if mime in SUFFIXES:
        return Blob(served, mime, "")
    return Blob(served, mime.partition(";")[0], f"{number}.{asked[3]}")


def address(row: MediaRow, uris: Uris) -> str:
    """Say where a file is; of what stands elsewhere and is no kind we copy, where it stands."""
    if row.remote:
        return row.remote if row.kind == "unknown" else uris.copy(row.id, row.key)
    return uris.media(row.id, f"{row.key}.{_suffix(row.mime)}")


def small_address(row: MediaRow, uris: Uris) -> str:
    """Say where the preview of a file is; the file itself where there is none."""
    if row.remote and row.kind == "image":
        return uris.copy(row.id, f"{row.key}-small")
    if row.remote or not row.small_hash:
        return address(row, uris)
    return uris.media(row.id, f"{row.key}-small.{_suffix(row.small_mime)}")


# Tidying


async def expire(unit: Unit) -> None:
    """Let files go that have waited for a post for a day."""
    for row in await media.list_old(unit, MediaPlace.WAITING, clock.now_ms() - _DAY_MS, _AT_ONCE):
        unit.touch(f"media:{row.id}")
        unit.guard(media.STANDS, row.id, row.owner_id, row.place)
        unit.add(media.put_media(row.id, MediaPlace.GONE))


async def gone(reader: Reader) -> list[MediaRow]:
    """Read some of the files that nobody needs any more."""
    return await media.list_old(reader, MediaPlace.GONE, clock.now_ms(), _AT_ONCE)


async def forget(unit: Unit, row: MediaRow, files: Files) -> None:
    """Forget a file nobody needs, its blobs first; what came within the hour waits.

    Somebody may be uploading the same just now, and would find it kept already.
    """
    if not row.part_of:
        unit.add(media.let_parts_go(row.id))
    for name in filter(None, {row.hash, row.small_hash}):
        if await media.is_needed(unit, name, row.id):
            continue
        if not await files.drop(name, _YOUNG_SECONDS):
            return
    unit.add(media.delete_media(row.id))


def _add(unit: Unit, owner: ActorRow, kept: Kept, words: Words, place: MediaPlace) -> MediaRow:
    policy.require(policy.may_act(owner))
    number = ids.new_id()
    row = MediaRow(
        id=number,
        owner_id=owner.id,
        key=secrets.token_hex(16),
        place=int(place),
        post_id=0,
        position=0,
        kind=kept.kind,
        mime=kept.mime,
        size=kept.size,
        hash=kept.hash,
        wide=kept.wide,
        high=kept.high,
        small_mime=kept.small_mime,
        small_hash=kept.small_hash,
        small_wide=kept.small_wide,
        small_high=kept.small_high,
        blurhash=kept.blurhash,
        focus_x=0,
        focus_y=0,
        description="",
        remote="",
        created=clock.now_ms(),
    )
    row = with_words(row, words)
    unit.add(media.insert_media(row))
    return row


async def _free(
    unit: Unit, owner: ActorRow, numbers: Sequence[int], most: int = MOST
) -> Sequence[int]:
    """Rely until the commit on files being their owner's, and in no post."""
    _check_count(numbers, most)
    for number in numbers:
        row = await media.find_media(unit, number)
        if row is None or row.owner_id != owner.id or row.place not in _FREE:
            raise Invalid(_NOT_YOURS)
        unit.touch(f"media:{number}")
        unit.guard(media.STANDS, number, owner.id, row.place)
    return numbers


def _check_count(numbers: Sequence[int], most: int) -> None:
    if len(numbers) > most or len(set(numbers)) < len(numbers):
        raise Invalid(f"Validation failed: Media: {most} different files at most")


def _suffix(mime: str) -> str:
    return SUFFIXES.get(mime) or mime.rpartition("=")[2]
