"""Offer a change to who wrote the original, from any node: taken in, talked about, or declined.

It is judged against what it began from. Whoever offers it is told what became of it, and named as
a contributor where it was taken in.
"""

from dataclasses import dataclass, replace
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import events, policy, policy_posts, posts
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import Said
from fedcop.community.practice.heard import OURS, Heard
from fedcop.community.practice.packing import said_by
from fedcop.community.practice_events import ChangeAnswered, ChangeOffered
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import changes, offers, reading
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, ArtifactRow, OfferedTextRow, OfferRow, PostRow
from fedcop.values import ArtifactPin

KIND: Final = "back"
OPEN: Final = "open"
TALK: Final = "talk"
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"
ANSWERS: Final = (TALK, ACCEPTED, DECLINED)
LABELS: Final = {
    OPEN: "waits for an answer",
    TALK: "is being talked about",
    ACCEPTED: "was taken in",
    DECLINED: "was declined",
}
LONGEST_WORDS: Final = 2000
_MOST: Final = 100
_MOST_OF_ONE: Final = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody would have an artifact say, what that began from, and why."""

    said: Said
    base: ArtifactPin  # the revision of the original that it began from
    about: ArtifactPin | None = None  # the version it stands in, where there is one
    words: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with its text, and what it is offered to."""

    row: OfferRow
    text: OfferedTextRow
    original: ArtifactRow
    post: PostRow

    @property
    def waits(self) -> bool:
        """Whether it can still be answered."""
        return self.row.state in {OPEN, TALK}


async def offer(
    unit: Unit, by: ActorRow, target_uri: str, change: Change, heard: Heard = OURS
) -> OfferRow:
    """Offer a change; what came already is returned as it is. Raises Refused and NotFound."""
    known = await offers.find_by_uri(unit, heard.uri) if heard.uri else None
    if known is not None:
        return known
    original = await artifacts.find(unit, target_uri)
    post = await find_post(unit, original.id) if original else None
    if original is None or post is None or post.deleted:
        raise NotFound("What this is offered to is not here.")
    await _require(unit, by, (original, post), change)
    number = ids.new_id()
    about = change.about or ArtifactPin("")
    row = OfferRow(
        id=number,
        uri=heard.uri or unit.uris.activity(f"{number}-offer"),
        kind=KIND,
        artifact_uri=about.uri,
        target_uri=original.uri,
        actor_id=by.id,
        created=clock.now_ms(),
        number=about.number,
        digest=about.digest,
        community_id=original.community_id,
        summary=change.words.strip()[:LONGEST_WORDS],
    )
    unit.touch(f"changes:{original.uri}")
    unit.add(offers.insert_offer(row), changes.insert_text(_text_of(number, change)))
    events.record(unit, ChangeOffered(number), heard.cause)
    return row


async def accept(unit: Unit, author: ActorRow, number: int, edit: Edit) -> PostRow:
    """Take a change into the original, as its next revision. Raises Refused and Conflict."""
    offered = await _to_answer(unit, author, number)
    revised = await posts.revise(unit, author, offered.post.id, edit)
    if revised is None:
        raise Conflict("The original says so already; decline it with a word of thanks.")
    _answer(unit, offered.row, author, (ACCEPTED, ""))
    return revised


async def talk(unit: Unit, author: ActorRow, number: int, draft: Draft) -> PostRow:
    """Say that a change needs to be talked about, in an answer that others can read."""
    offered = await _to_answer(unit, author, number)
    post = await posts.write(unit, author, draft)
    _answer(unit, offered.row, author, (TALK, draft.source), Heard(post.uri))
    return post


async def decline(unit: Unit, author: ActorRow, number: int, words: str) -> None:
    """Decline a change, and say why. Raises Refused and Invalid."""
    offered = await _to_answer(unit, author, number)
    if not words.strip():
        raise Invalid("Say why, in a sentence that helps.")
    _answer(unit, offered.row, author, (DECLINED, words.strip()))


async def hear_answer(
    unit: Unit, row: OfferRow, author: ActorRow, said: tuple[str, str], heard: Heard
) -> bool:
    """Keep what somebody elsewhere answers one of ours; False where that is known, or too late."""
    if row.state == said[0] or row.state not in {OPEN, TALK} or said[0] not in ANSWERS:
        return False
    _answer(unit, row, author, said, heard)
    return True


# Reads


async def find(reader: Reader, number: int) -> Offered:
    """Read an offer with what it is about. Raises NotFound."""
    row = await offers.find_offer(reader, number)
    text = await changes.find_text(reader, number)
    original = await artifacts.find(reader, row.target_uri) if row else None
    post = await find_post(reader, original.id) if original else None
    if row is None or row.kind != KIND or text is None or original is None or post is None:
        raise NotFound("There is no such offer.")
    return Offered(row, text, original, post)


async def find_by_uri(reader: Reader, uri: str) -> OfferRow | None:
    """Find an offer of a change by its uri."""
    row = await offers.find_by_uri(reader, uri)
    return row if row is not None and row.kind == KIND else None


async def list_to(reader: Reader, author: ActorRow) -> list[OfferRow]:
    """Read the changes that are offered to somebody, the latest first."""
    return await changes.list_to(reader, author.id, _MOST)


async def list_by(reader: Reader, actor: ActorRow) -> list[OfferRow]:
    """Read the changes that somebody offers, the latest first."""
    return await changes.list_by(reader, actor.id, _MOST)


async def list_of(reader: Reader, artifact_uri: str) -> list[OfferRow]:
    """Read the changes that are offered to an artifact, the latest first."""
    return await offers.list_to_target(reader, artifact_uri, KIND, _MOST)


def said_in(offered: Offered) -> Said:
    """Read what an offer would have the original say; its files stay those of the original."""
    text = offered.text
    fields = orjson.loads(text.parts) if text.parts else {}
    kind, language = offered.original.kind, text.language
    return Said(text.title, text.abstract, text.source, kind, fields, language=language)


def asked_in(offered: Offered, base: Said) -> Said:
    """Read what an offer asks of what was `base`: a version has a name of its own, and keeps it."""
    said = said_in(offered)
    if offered.row.artifact_uri in {"", offered.row.target_uri}:
        return said
    return replace(said, title=base.title)


async def base_of(reader: Reader, offered: Offered) -> Said | None:
    """Read what an offer began from; None where we have not that revision."""
    pin = ArtifactPin(offered.original.uri, offered.text.base, offered.text.base_digest)
    revision = await artifacts.find_by_pin(reader, pin)
    return said_by(revision, offered.original.kind) if revision else None


async def _require(
    unit: Unit, by: ActorRow, to: tuple[ArtifactRow, PostRow], change: Change
) -> None:
    """Go on with a change that may be offered. Raises Refused."""
    original, post = to
    policy.require(policy.may_act(by))
    if by.id == post.author_id:
        raise Refused("This is yours: change it yourself.")
    policy.require(policy_posts.may_read(post, await reading.find_reading(unit, post.id, by.id)))
    if change.said.kind != original.kind:
        raise Refused("cop:kind: a change leaves an artifact of its kind")
    waiting = [
        row
        for row in await offers.list_to_target(unit, original.uri, KIND, _MOST_OF_ONE)
        if row.state in {OPEN, TALK}
    ]
    if any(row.actor_id == by.id for row in waiting):
        raise Refused("What you offered before still waits for an answer.")
    if len(waiting) >= _MOST_OF_ONE:
        raise Refused("Too many changes wait for an answer here.")


async def _to_answer(unit: Unit, author: ActorRow, number: int) -> Offered:
    """Find an offer that somebody may answer: who wrote the original. Raises Refused."""
    offered = await find(unit, number)
    if offered.post.author_id != author.id:
        raise Refused("Only who wrote the original answers what is offered to it.")
    if not offered.waits:
        raise Conflict("This was answered already.")
    return offered


def _answer(
    unit: Unit,
    row: OfferRow,
    author: ActorRow,
    said: tuple[str, str],
    heard: Heard = OURS,
) -> None:
    state, words = said
    answered = replace(
        row,
        state=state,
        answer=words[:LONGEST_WORDS],
        answered_by=author.id,
        answer_uri=heard.uri,
        answered=clock.now_ms(),
    )
    unit.touch(f"offer:{row.id}")
    unit.guard(offers.SAME_STATE, row.id, row.state)
    unit.add(offers.answer(answered))
    events.record(unit, ChangeAnswered(row.id), heard.cause)


def _text_of(number: int, change: Change) -> OfferedTextRow:
    said = change.said
    return OfferedTextRow(
        id=number,
        title=said.title,
        abstract=said.abstract,
        source=said.source,
        parts=orjson.dumps(dict(said.fields)).decode() if said.fields else "",
        language=said.language,
        base=change.base.number,
        base_digest=change.base.digest,
    )
