"""Ask somebody: to review, to answer a question, to come to a meeting. What a no means is theirs.

A decline is kept, so that nobody is asked twice; to others it looks like no answer yet.
"""

from dataclasses import dataclass
from typing import Final, Literal

from fedcop import clock, ids
from fedcop.community import events, policy
from fedcop.community.practice import offers
from fedcop.community.practice_events import InvitationAnswered, InvitationSent
from fedcop.errors import NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors
from fedcop.store.queries import invitations as queries
from fedcop.store.queries.invitations import Invited
from fedcop.store.rows import ActorRow, InvitationRow
from fedcop.values import ArtifactPin

__all__ = ["Invited"]

Kind = Literal["review", "answer", "meeting"]

OPEN: Final = "open"
ACCEPTED: Final = "accepted"
MAYBE: Final = "maybe"
DECLINED: Final = "declined"
IGNORED: Final = "ignored"
ANSWERS: Final = frozenset({ACCEPTED, MAYBE, DECLINED, IGNORED})
WAITING: Final = (OPEN, MAYBE)
TAKEN: Final = (ACCEPTED,)
SHOWN: Final = (OPEN, MAYBE, ACCEPTED)

_LONGEST_WORDS: Final = 2000
_MOST: Final = 100
_NEWEST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody is asked, about what; `uri` is that of an Invite from elsewhere."""

    kind: str  # review, answer, meeting
    thing: ArtifactPin  # number 0 where no revision is meant
    community_id: int = 0
    words: str = ""
    uri: str = ""


async def invite(
    unit: Unit, by: ActorRow, person: ActorRow, ask: Ask, cause: int = 0
) -> InvitationRow:
    """Ask somebody; who is asked already is not asked again. Raises Refused."""
    policy.require(policy.may_act(by))
    if person.kind != "Person" or person.deleted or person.suspended:
        raise Refused("This is nobody who can be asked.")
    if person.id == by.id:
        raise Refused("Nobody has to ask themselves.")
    thing = ask.thing
    known = await queries.find_one(unit, ask.kind, (thing.uri, thing.number), person.id)
    if known is not None:
        return known
    number = ids.new_id()
    row = InvitationRow(
        id=number,
        uri=ask.uri or unit.uris.activity(f"{number}-invite"),
        kind=ask.kind,
        thing_uri=thing.uri,
        by_id=by.id,
        person_id=person.id,
        created=clock.now_ms(),
        number=thing.number,
        digest=thing.digest,
        community_id=ask.community_id,
        words=ask.words.strip()[:_LONGEST_WORDS],
    )
    unit.add(queries.insert_invitation(row))
    events.record(unit, InvitationSent(number), cause)
    return row


async def answer(
    unit: Unit, person: ActorRow, invitation_id: int, state: str, heard: tuple[str, int] = ("", 0)
) -> bool:
    """Take an invitation, or not; False where that is known. Raises NotFound and Refused.

    `heard` is the uri of an answer from elsewhere, and the message it came in.
    """
    row = await queries.find_invitation(unit, invitation_id)
    if row is None or state not in ANSWERS:
        raise NotFound("There is no such invitation.")
    if row.person_id != person.id:
        raise Refused("Only whom somebody asked can answer.")
    if row.state == state:
        return False
    uri, cause = heard
    unit.touch(f"invitation:{row.id}")
    unit.guard(queries.SAME_STATE, row.id, row.state)
    unit.add(queries.answer(row.id, state, uri, clock.now_ms()))
    events.record(unit, InvitationAnswered(row.id), cause)
    if row.kind == "review" and state == ACCEPTED:
        await _take_up(unit, row, cause)
    return True


async def find(reader: Reader, number: int) -> InvitationRow | None:
    """Find an invitation."""
    return await queries.find_invitation(reader, number)


async def find_by_uri(reader: Reader, uri: str) -> InvitationRow | None:
    """Find an invitation by the uri of its Invite."""
    return await queries.find_by_uri(reader, uri)


async def find_for(
    reader: Reader, kind: str, thing: ArtifactPin, person: int
) -> InvitationRow | None:
    """Find whether somebody is asked about a thing."""
    return await queries.find_one(reader, kind, (thing.uri, thing.number), person)


async def list_for(
    reader: Reader, person: int, states: tuple[str, ...] = WAITING, limit: int = 20
) -> list[InvitationRow]:
    """Read what somebody is asked, the latest first."""
    return await queries.list_of_person(reader, person, states, _NEWEST, limit)


async def list_about(reader: Reader, uri: str, kind: str) -> list[Invited]:
    """Read who is asked about a thing, the first asked first."""
    return await queries.list_of_thing(reader, uri, kind, _MOST)


async def count_since(reader: Reader, person: int, kind: str, since: int) -> int:
    """Count how often somebody was asked since a time, in milliseconds."""
    return await queries.count_since(reader, person, kind, ids.first_at(since))


async def _take_up(unit: Unit, row: InvitationRow, cause: int) -> None:
    """Take into review what is offered to a community of ours, now that somebody reviews it."""
    group = await actors.find_actor(unit, row.community_id) if row.community_id else None
    if group is not None and group.local:
        await offers.take_up(unit, group, row.thing_uri, cause)
