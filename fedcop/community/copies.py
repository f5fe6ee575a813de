"""What stands elsewhere beside a post or on a profile, and the copies of it that we give out."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from fedcop import clock, ids
from fedcop.community import documents
from fedcop.community.drafts import Attached, Beside
from fedcop.community.media import Kept
from fedcop.community.practice import artifacts
from fedcop.errors import NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.files import Files
from fedcop.store.queries import actors, copies, media
from fedcop.store.rows import ActorRow, MediaRow
from fedcop.store.statements import Statement
from fedcop.uris import Uris
from fedcop.values import MediaPlace

_DIGEST: Final = 32  # letters of an address
_UNKNOWN: Final = "unknown"
_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS
_WEEK_MS: Final = 7 * 24 * _HOUR_MS
_MOST_DOUBLINGS: Final = 10  # of the pause: a day, about
_AT_ONCE: Final = 200
_NOTHING: Final = "There is no such file."


async def bring(unit: Unit, author: ActorRow, post: int, attached: Sequence[Attached]) -> None:
    """Note what a post from elsewhere shows."""
    for position, one in enumerate(attached):
        row = _row(author, one, post, position)
        unit.add(media.insert_media(row), *(_part(author, row, each) for each in one.parts))


async def bring_anew(unit: Unit, author: ActorRow, post: int, attached: Sequence[Attached]) -> bool:
    """Let a post show these files and no others; whether that changes it.

    What stays keeps its copy. What goes stays with the post, for those who read what it said.
    """
    shown = {row.remote: row for row in await media.list_of_post(unit, post)}
    before = list(shown.values())
    after = []
    for position, one in enumerate(attached):
        known = shown.pop(one.url, None)
        row = _again(known, one, position) if known else _row(author, one, post, position)
        after.append(row)
        await _read_anew(unit, author, row, one)
        if known is None:
            unit.add(media.insert_media(row))
        elif known != row:
            unit.add(media.put_media(row.id, MediaPlace.POST, post, position))
            focus = row.focus_x, row.focus_y
            unit.add(media.describe_media(row.id, row.description, focus))
    for row in shown.values():
        unit.add(media.put_media(row.id, MediaPlace.BEFORE, post, row.position))
    return before != after


async def _read_anew(unit: Unit, author: ActorRow, file: MediaRow, one: Attached) -> None:
    """Let just these captions stand beside a recording; those that stay keep their copies."""
    known = {
        (row.remote, row.kind, row.language): row for row in await media.list_parts(unit, [file.id])
    }
    wanted = {(each.url, each.kind, each.language): each for each in one.parts}
    gone = [row for key, row in known.items() if key not in wanted]
    new = [each for key, each in wanted.items() if key not in known]
    unit.add(*(media.put_media(row.id, MediaPlace.GONE) for row in gone))
    unit.add(*(_part(author, file, each) for each in new))
    if gone or new:
        unit.add(copies.see_anew(file.post_id))


async def dress(unit: Unit, actor: ActorRow, url: str) -> MediaRow:
    """Note a picture of a profile, for which somebody asks; those it replaced may go."""
    for row in await copies.list_of_profile(unit, actor.id):
        if row.remote == url:
            return row
        if row.remote not in {actor.icon, actor.image}:
            unit.add(media.put_media(row.id, MediaPlace.GONE))
    unit.touch(f"profile:{actor.id}")
    one = Attached(url=url, kind="image")
    row = replace(_row(actor, one, 0, 0), place=int(MediaPlace.PROFILE))
    unit.add(media.insert_media(row))
    return row


async def keep(unit: Unit, number: int, kept: Kept) -> MediaRow:
    """Note the copy that was made of a file. Raises NotFound when nobody wants it any more."""
    row = await _get(unit, number)
    unit.touch(f"media:{number}")
    unit.guard(copies.WANTED, number)
    changed = replace(
        row,
        kind=kept.kind,
        mime=kept.mime,
        size=kept.size + kept.small_size,
        hash=kept.hash,
        wide=kept.wide or row.wide,
        high=kept.high or row.high,
        small_mime=kept.small_mime,
        small_hash=kept.small_hash,
        small_wide=kept.small_wide,
        small_high=kept.small_high,
        blurhash=row.blurhash or kept.blurhash,
        description=kept.text or row.description,
        used=clock.now_ms(),
        tries=0,
        rest=0,
    )
    unit.add(copies.keep(changed))
    if row.part_of and (beside := await media.find_media(unit, row.part_of)):
        unit.add(copies.see_anew(beside.post_id))
    if row.post_id and _looks(row) != _looks(changed):
        unit.add(copies.see_anew(row.post_id))
    return changed


async def fail(unit: Unit, number: int, *, for_good: bool, too_large: bool = False) -> None:
    """Let a file rest that could not be had, for longer each time.

    Of what is too large to be copied, readers get its own address.
    """
    row = await _get(unit, number)
    pause = _WEEK_MS if for_good else _MINUTE_MS << min(row.tries, _MOST_DOUBLINGS)
    linked = too_large and row.post_id and row.kind != "image"
    kind = _UNKNOWN if linked else row.kind
    rest = clock.now_ms() + pause
    unit.touch(f"media:{number}")
    unit.add(copies.fail(replace(row, kind=kind, tries=min(row.tries + 1, 1000), rest=rest)))
    if kind != row.kind:
        unit.add(copies.see_anew(row.post_id))


async def try_now(unit: Unit, number: int) -> None:
    """Let a file be asked for at once that was to rest."""
    row = await _get(unit, number)
    unit.touch(f"media:{number}")
    unit.add(copies.fail(replace(row, tries=0, rest=0)))


async def use(unit: Unit, number: int) -> None:
    """Note that a copy is wanted still."""
    unit.add(copies.use(number, clock.now_ms()))


async def let_go(unit: Unit, row: MediaRow, files: Files) -> None:
    """Have no copy of a file any more, until somebody asks for it."""
    unit.touch(f"media:{row.id}")
    unit.guard(copies.UNUSED, row.id, row.used)
    for name in filter(None, {row.hash, row.small_hash}):
        if not await media.is_needed(unit, name, row.id):
            await files.drop(name)
    unit.add(copies.let_go(row.id))


# Reads


def document_address(row: MediaRow, uris: Uris) -> str:
    """Say where a document of an artifact is had that is checked; nothing where it cannot be.

    One that was not what was named, or could not be had, is not asked for again so soon.
    """
    known = row.remote and row.kind == _UNKNOWN and documents.suffix_of(row.remote)
    return uris.copy(row.id, row.key) if known and row.rest <= clock.now_ms() else ""


async def find(reader: Reader, number: int, key: str) -> MediaRow:
    """Find what stands elsewhere, by the address that we give it. Raises NotFound.

    A document is given out only where an artifact names it by its digest: nobody looks into it.
    """
    row = await _get(reader, number)
    if not row.remote or not secrets.compare_digest(row.key, key):
        raise NotFound(_NOTHING)
    if row.kind == _UNKNOWN and not await artifacts.digest_of_file(reader, row.post_id, row.remote):
        raise NotFound(_NOTHING)
    return row


async def find_on_profile(reader: Reader, number: int, digest: str) -> tuple[ActorRow, str]:
    """Find which picture of somebody elsewhere has an address. Raises NotFound."""
    actor = await actors.find_actor(reader, number)
    if actor is not None and actor.host and not (actor.suspended or actor.deleted):
        for url in filter(None, (actor.icon, actor.image)):
            if _digest(url) == digest:
                return actor, url
    raise NotFound(_NOTHING)


async def oldest(reader: Reader) -> list[MediaRow]:
    """Read some of the copies, those first that nobody has asked for the longest."""
    return await copies.list_oldest(reader, _AT_ONCE)


async def measure(reader: Reader) -> int:
    """Say how many bytes all copies have together."""
    return await copies.measure(reader)


async def measure_unused(reader: Reader, before: int) -> tuple[int, int]:
    """Say how many copies nobody has asked for since some time, and how many bytes they have."""
    return await copies.measure_unused(reader, before)


def profile_address(actor: int, url: str, uris: Uris, *, still: bool = False) -> str:
    """Say where the copy of a picture of somebody elsewhere is given out."""
    return uris.copy_of_profile(actor, _digest(url) + ("-small" if still else ""))


def _digest(url: str) -> str:
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


async def _get(reader: Reader, number: int) -> MediaRow:
    row = await media.find_media(reader, number)
    if row is None or row.place == MediaPlace.GONE:
        raise NotFound(_NOTHING)
    return row


def _looks(row: MediaRow) -> tuple[object, ...]:
    """Say what of a file readers see before they see itself."""
    return row.kind, row.wide, row.high, row.small_wide, row.blurhash


def _again(known: MediaRow, one: Attached, position: int) -> MediaRow:
    x, y = one.focus
    return replace(known, description=one.description, focus_x=x, focus_y=y, position=position)


def _row(author: ActorRow, one: Attached, post: int, position: int) -> MediaRow:
    return MediaRow(
        id=ids.new_id(),
        owner_id=author.id,
        key=secrets.token_hex(16),
        place=int(MediaPlace.POST),
        post_id=post,
        position=position,
        kind=one.kind,
        mime=one.mime,
        size=0,
        hash="",
        wide=one.wide,
        high=one.high,
        small_mime="",
        small_hash="",
        small_wide=0,
        small_high=0,
        blurhash=one.blurhash,
        focus_x=one.focus[0],
        focus_y=one.focus[1],
        description=one.description,
        remote=one.url,
        created=clock.now_ms(),
    )


def _part(author: ActorRow, file: MediaRow, one: Beside) -> Statement:
    row = _row(author, Attached(url=one.url, kind=one.kind), 0, 0)
    place = int(MediaPlace.PART)
    return media.insert_media(replace(row, place=place, part_of=file.id, language=one.language))
