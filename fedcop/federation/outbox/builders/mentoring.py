"""What passes between a mentor and whom they help: to the other of the two, and to nobody else."""

from html import escape
from typing import Final

from fedcop.activitypub.vocabulary import Activity, Mention, Object, Relationship
from fedcop.community.practice import mentoring
from fedcop.community.practice_events import (
    MentorshipAnswered,
    MentorshipEnded,
    MentorshipEvent,
    MentorshipOffered,
)
from fedcop.federation import dialects
from fedcop.federation.outbox.append import Entry, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.markup.text import to_html
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_software
from fedcop.store.rows import ActorRow, EventRow, MentorshipRow

MENTOR_OF: Final = "https://w3id.org/fedcop/ns#mentorOf"
_WORDS: Final = {
    mentoring.ACCEPTED: "Accept",
    mentoring.DISCUSS: "TentativeAccept",
    mentoring.DECLINED: "Reject",
}


async def build_offered(outbound: Outbound, row: EventRow, event: MentorshipOffered) -> list[Entry]:
    """Offer help, or ask for it; who cannot read that gets a message."""
    found = await _sides(outbound, event)
    if found is None:
        return []
    ship, me, other = found
    if await _is_ours(outbound, other):
        return [_entry(me, other, await _offer(outbound, ship, me, other))]
    asks = "I offer to be your mentor" if me.id == ship.mentor_id else "Would you be my mentor?"
    return [_entry(me, other, _message(row, me, other, f"{asks}\n{ship.goal}"))]


async def build_answered(
    outbound: Outbound, row: EventRow, event: MentorshipAnswered
) -> list[Entry]:
    """Take it up, talk of it first, or decline it."""
    found = await _sides(outbound, event)
    word = _WORDS.get(found[0].state) if found else None
    if found is None or word is None:
        return []
    ship, me, other = found
    offer = await _offer(outbound, ship, other, me)
    said = Activity(word, outbound.uris.activity(row.id), me.uri, (offer,), to=(other.uri,))
    return [_entry(me, other, said)]


async def build_ended(outbound: Outbound, row: EventRow, event: MentorshipEnded) -> list[Entry]:
    """Bring it to its end, with a word."""
    found = await _sides(outbound, event)
    if found is None:
        return []
    ship, me, other = found
    if not await _is_ours(outbound, other):
        if not ship.words:
            return []
        return [_entry(me, other, _message(row, me, other, ship.words))]
    by = me if ship.by_id == me.id else other
    offer = await _offer(outbound, ship, by, other if by is me else me)
    key = outbound.uris.activity(row.id)
    said = Activity(
        "Undo", key, me.uri, (offer,), to=(other.uri,), content=to_html(ship.words) or None
    )
    return [_entry(me, other, said)]


async def _sides(
    outbound: Outbound, event: MentorshipEvent
) -> tuple[MentorshipRow, ActorRow, ActorRow] | None:
    """Find who of ours says something to somebody elsewhere."""
    ship = await mentoring.find(outbound.store, event.mentorship)
    if ship is None:
        return None
    me = await find_actor(outbound.store, event.by)
    number = ship.mentee_id if event.by == ship.mentor_id else ship.mentor_id
    other = await find_actor(outbound.store, number)
    if me is None or other is None or not me.local or not lane_of(other):
        return None
    return ship, me, other


async def _offer(
    outbound: Outbound, ship: MentorshipRow, by: ActorRow, other: ActorRow
) -> Activity:
    mentor, mentee = (by, other) if by.id == ship.mentor_id else (other, by)
    bond = Relationship(
        subject=mentor.uri, relationship=MENTOR_OF, object=mentee.uri, content=to_html(ship.goal)
    )
    return Activity("Offer", ship.uri, by.uri, (bond,), to=(other.uri,))


def _message(row: EventRow, me: ActorRow, other: ActorRow, text: str) -> Activity:
    handle = f"@{other.name}@{other.host}"
    whom = f'<a href="{escape(other.uri)}" class="u-url mention">{escape(handle)}</a>'
    said = "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n") if line)
    note = Object(
        type="Note",
        id=f"{me.uri}#mentoring/{row.id}",
        attributed_to=(me.uri,),
        content=f"<p>{whom}</p>{said}",
        to=(other.uri,),
        mentions=(Mention(other.uri, handle),),
        published=row.created,
    )
    key = f"{note.id}-create"
    return Activity("Create", key, me.uri, (note,), to=(other.uri,), published=row.created)


def _entry(me: ActorRow, other: ActorRow, said: Activity) -> Entry:
    body, key = seal_bare(said), pair_key(me.id, other.id)
    return Entry(me.id, said.type, other.uri, key, 0, body, body, lane_of(other))


async def _is_ours(outbound: Outbound, other: ActorRow) -> bool:
    software = await find_software(outbound.store, other.host)
    return software.lower() == dialects.OURS
