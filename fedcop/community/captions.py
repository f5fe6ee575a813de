"""What is said in a recording, to be read: captions and transcripts, in several languages."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.community import events, media, policy, quotas
from fedcop.community.events import PostCaptioned
from fedcop.community.quotas import FREE, Quota
from fedcop.errors import Invalid, NotFound
from fedcop.markup import captions
from fedcop.store.batch import Reader, Unit
from fedcop.store.files import Files
from fedcop.store.queries import media as queries
from fedcop.store.queries import posts
from fedcop.store.queries.copies import see_anew
from fedcop.store.rows import ActorRow, MediaRow
from fedcop.values import MediaPlace

MOST: Final = 10  # of one recording
CAPTIONS: Final = "captions"
TRANSCRIPT: Final = "transcript"
TYPES: Final = {CAPTIONS: "text/vtt", TRANSCRIPT: "text/plain"}
RECORDINGS: Final = frozenset({"audio", "video"})
_NAMES: Final = {CAPTIONS: "vtt", TRANSCRIPT: "txt"}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_STANDS: Final = (MediaPlace.WAITING, MediaPlace.SCHEDULED, MediaPlace.POST)


@dataclass(frozen=True, slots=True)
class Heard:
    """Captions or a transcript, as they lie among our files; `text` is what one reads."""

    kind: str
    language: str
    size: int
    hash: str
    text: str


async def keep(files: Files, data: bytes, kind: str, language: str) -> Heard:
    """Read captions or a transcript, write them anew and keep them. Raises Invalid."""
    tag = language_of(language)
    text, body = await asyncio.to_thread(_written_anew, data, kind)
    return Heard(kind, tag, len(body), await files.put(body), text)


def kind_of(data: bytes, name: str) -> str:
    """Say what somebody sent: a transcript only where its name says so."""
    is_text = name.lower().endswith(".txt") and not data.lstrip(b"\xef\xbb\xbf").startswith(
        b"WEBVTT"
    )
    return TRANSCRIPT if is_text else CAPTIONS


def language_of(tag: str) -> str:
    """Return a language as BCP 47 names it. Raises Invalid."""
    if not _LANGUAGE.fullmatch(tag):
        raise Invalid("language: name it as in en, de or pt-BR")
    return tag


async def add(
    unit: Unit, owner: ActorRow, number: int, heard: Heard, quota: Quota = FREE
) -> MediaRow:
    """Put captions beside a recording of one's own, in place of those in the same language.

    Raises NotFound, Refused and Invalid.
    """
    policy.require(policy.may_act(owner))
    recording = await _rely_on(unit, owner, number)
    known = await queries.list_parts(unit, [number])
    same = [row for row in known if (row.kind, row.language) == (heard.kind, heard.language)]
    if len(known) - len(same) >= MOST:
        raise Invalid(f"captions: {MOST} at most beside one recording")
    await quotas.require(unit, owner.id, heard.size, quota)
    for row in same:
        unit.add(queries.put_media(row.id, MediaPlace.GONE))
    row = _row(recording, heard)
    unit.add(queries.insert_media(row))
    await _tell(unit, recording)
    return row


async def remove(unit: Unit, owner: ActorRow, number: int, part: int) -> None:
    """Take captions of one's own away. Raises NotFound."""
    recording = await _rely_on(unit, owner, number)
    if all(row.id != part for row in await queries.list_parts(unit, [number])):
        raise NotFound("There are no such captions.")
    unit.add(queries.put_media(part, MediaPlace.GONE))
    await _tell(unit, recording)


# Reads


async def of_files(reader: Reader, rows: Sequence[MediaRow]) -> dict[int, tuple[MediaRow, ...]]:
    """Read what is to be read beside some files, by their ids."""
    numbers = [row.id for row in rows if row.kind in RECORDINGS]
    found: dict[int, tuple[MediaRow, ...]] = {}
    for row in await queries.list_parts(reader, numbers):
        found[row.part_of] = (*found.get(row.part_of, ()), row)
    return found


async def _rely_on(unit: Unit, owner: ActorRow, number: int) -> MediaRow:
    """Rely until the commit on a recording being there still. Raises NotFound and Invalid."""
    row = await media.get_own(unit, owner, number)
    if row.kind not in RECORDINGS:
        raise Invalid("captions: this is neither a sound nor a video")
    if row.place not in _STANDS:
        raise NotFound("There is no such file of yours.")
    unit.touch(f"media:{number}")
    unit.guard(queries.STANDS, number, owner.id, row.place)
    return row


async def _tell(unit: Unit, recording: MediaRow) -> None:
    """Let readers, here and elsewhere, see anew what stands beside a post."""
    if recording.place != MediaPlace.POST:
        return
    post = await posts.find_post(unit, recording.post_id)
    if post is not None and not post.deleted:
        unit.add(see_anew(post.id))
        events.record(unit, PostCaptioned(post.id, post.root_id))


def _written_anew(data: bytes, kind: str) -> tuple[str, bytes]:
    if kind == TRANSCRIPT:
        text = captions.read_transcript(data)
        return text, text.encode()
    cues = captions.read(data)
    return captions.transcript(cues), captions.write(cues)


def _row(recording: MediaRow, heard: Heard) -> MediaRow:
    return MediaRow(
        id=ids.new_id(),
        owner_id=recording.owner_id,
        key=secrets.token_hex(16),
        place=int(MediaPlace.PART),
        post_id=0,
        position=0,
        kind=heard.kind,
        mime=f"{TYPES[heard.kind]}; name={_NAMES[heard.kind]}",
        size=heard.size,
        hash=heard.hash,
        wide=0,
        high=0,
        small_mime="",
        small_hash="",
        small_wide=0,
        small_high=0,
        blurhash="",
        focus_x=0,
        focus_y=0,
        description=heard.text,
        remote="",
        created=clock.now_ms(),
        part_of=recording.id,
        language=heard.language,
    )
