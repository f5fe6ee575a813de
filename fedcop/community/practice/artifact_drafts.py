"""Artifacts that are being written: saved as often as one likes, seen by their author alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import orjson

from fedcop import clock, ids
from fedcop.community.practice.packing import origin_of, plain_file, plain_origin
from fedcop.community.practice.parts import FileFact
from fedcop.community.practice.wishes import LONGEST_BODY, ArtifactWish
from fedcop.errors import Conflict, NotFound, TooLarge
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import artifacts, media
from fedcop.store.rows import ActorRow, ArtifactDraftRow
from fedcop.values import Audience, MediaPlace

MOST: Final = 200  # of one person
_LARGEST: Final = 2 * LONGEST_BODY
_TUPLES: Final = ("topics", "contributors", "media")
_NOTHING: Final = "There is no such draft of yours."


async def begin(
    unit: Unit, author: ActorRow, wish: ArtifactWish, *, artifact_id: int = 0, number: int = 0
) -> ArtifactDraftRow:
    """Begin to write an artifact, or the next revision of one. Raises Conflict and TooLarge."""
    if len(await artifacts.list_drafts(unit, author.id, MOST)) >= MOST:
        raise Conflict(f"You have {MOST} drafts; finish or discard one first.")
    now = clock.now_ms()
    row = ArtifactDraftRow(
        ids.new_id(),
        author.id,
        wish.kind,
        created=now,
        saved=now,
        artifact_id=artifact_id,
        number=number,
    )
    row = _filled(row, wish)
    await _hold(unit, author, wish, MediaPlace.WAITING, MediaPlace.SCHEDULED)
    unit.add(artifacts.insert_draft(row))
    return row


async def save(unit: Unit, author: ActorRow, number: int, wish: ArtifactWish) -> ArtifactDraftRow:
    """Keep how far somebody has come, whatever is missing still. Raises NotFound and TooLarge."""
    row = await get(unit, author, number)
    changed = _filled(replace(row, kind=wish.kind, saved=clock.now_ms()), wish)
    unit.touch(f"draft:{number}")
    unit.guard(artifacts.DRAFT_STANDS, number, author.id)
    await _hold(unit, author, wish, MediaPlace.WAITING, MediaPlace.SCHEDULED)
    unit.add(artifacts.save_draft(changed))
    return changed


async def discard(unit: Unit, author: ActorRow, number: int) -> None:
    """Let a draft go, and its files wait for another. Raises NotFound."""
    row = await get(unit, author, number)
    _drop(unit, author, number)
    await _hold(unit, author, wish_of(row), MediaPlace.SCHEDULED, MediaPlace.WAITING)


async def finish(unit: Unit, author: ActorRow, number: int) -> None:
    """Let a draft go as what it became is written in the same unit. Raises NotFound."""
    await get(unit, author, number)
    _drop(unit, author, number)


# Reads


async def get(reader: Reader, author: ActorRow, number: int) -> ArtifactDraftRow:
    """Read a draft of one's own. Raises NotFound."""
    row = await artifacts.find_draft(reader, number)
    if row is None or row.author_id != author.id:
        raise NotFound(_NOTHING)
    return row


async def list_of(reader: Reader, author: ActorRow) -> Sequence[ArtifactDraftRow]:
    """Read what somebody is writing, the latest first."""
    return await artifacts.list_drafts(reader, author.id, MOST)


def wish_of(row: ArtifactDraftRow) -> ArtifactWish:
    """Return the form of a draft, as far as it is filled."""
    kept = orjson.loads(row.body) if row.body else {}
    known = {name: value for name, value in kept.items() if name in ArtifactWish.__slots__}
    for name in _TUPLES:
        if isinstance(known.get(name), list):
            known[name] = tuple(known[name])
    known["contributors"] = tuple((uri, role) for uri, role in known.get("contributors", ()))
    known["origins"] = tuple(map(origin_of, known.get("origins", ())))
    known["files"] = tuple(FileFact(**one) for one in known.get("files", ()))
    known["audience"] = Audience(known.get("audience", 0))
    return ArtifactWish(**known)


def _filled(row: ArtifactDraftRow, wish: ArtifactWish) -> ArtifactDraftRow:
    form: Mapping[str, Any] = {  # Any: JSON of whatever a form holds
        **{name: getattr(wish, name) for name in ArtifactWish.__slots__},
        "origins": [plain_origin(one) for one in wish.origins],
        "files": [plain_file(one) for one in wish.files],
        "audience": int(wish.audience),
    }
    body = orjson.dumps(form)
    if len(body) > _LARGEST:
        raise TooLarge("This is too long to be saved; put parts of it into files.")
    derived = [one.target.uri for one in wish.origins if one.relation == "derivedFrom"]
    return replace(
        row,
        community_id=wish.community_id,
        title=wish.title,
        body=body.decode(),
        contributors=orjson.dumps(wish.contributors).decode(),
        derived_from=orjson.dumps(derived).decode(),
    )


def _drop(unit: Unit, author: ActorRow, number: int) -> None:
    unit.touch(f"draft:{number}")
    unit.guard(artifacts.DRAFT_STANDS, number, author.id)
    unit.add(artifacts.discard_draft(number))


async def _hold(
    unit: Unit, author: ActorRow, wish: ArtifactWish, before: MediaPlace, after: MediaPlace
) -> None:
    """Keep the files of a draft, which else would wait for a day only; or let them wait again."""
    for number in wish.media or ():
        row = await media.find_media(unit, number)
        if row is not None and row.owner_id == author.id and row.place == before:
            unit.touch(f"media:{number}")
            unit.guard(media.STANDS, number, author.id, before)
            unit.add(media.put_media(number, after))
