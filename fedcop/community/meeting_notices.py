"""Who is told of a meeting: who may let people come, who came to have a place, who comes soon."""

from typing import Final

from fedcop.community import notice_rules
from fedcop.community.events import PostWritten
from fedcop.community.practice import invitations, meetings, rsvps
from fedcop.community.practice.rsvps import Wish
from fedcop.community.practice_events import (
    InvitationAnswered,
    MeetingSoon,
    RsvpAnswered,
    RsvpGiven,
)
from fedcop.errors import NotFound, Refused
from fedcop.markup.text import to_text
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, posts, stewards
from fedcop.store.queries.notifications import About
from fedcop.store.rows import ActorRow

_STEWARDS = 50
_WISHES: Final[dict[str, Wish]] = {
    invitations.ACCEPTED: "going",
    invitations.MAYBE: "maybe",
    invitations.DECLINED: "not",
}


async def hear(unit: Unit, event: PostWritten) -> None:
    """Take a reply of one word to a meeting of ours for an answer: yes, no, maybe."""
    post = await posts.find_post(unit, event.post)
    if post is None or post.deleted or not post.reply_to_id:
        return
    above = await posts.find_post(unit, post.reply_to_id)
    if above is None or not above.local or above.practice != meetings.KIND:
        return
    wish = rsvps.word_in(to_text(post.content))
    author = await actors.find_actor(unit, post.author_id)
    if wish is None or author is None:
        return
    await _say(unit, author, above.id, wish)


async def hear_invited(unit: Unit, event: InvitationAnswered) -> None:
    """Take the answer to an invitation to a meeting for what it is."""
    row = await invitations.find(unit, event.invitation)
    wish = _WISHES.get(row.state) if row is not None and row.kind == "meeting" else None
    if row is None or wish is None:
        return
    post = await posts.find_post_by_uri(unit, row.thing_uri)
    person = await actors.find_actor(unit, row.person_id)
    if post is None or post.deleted or person is None or not (post.local or person.local):
        return
    await _say(unit, person, post.id, wish)


async def _say(unit: Unit, person: ActorRow, post_id: int, wish: Wish) -> None:
    try:
        if wish == "not":
            await rsvps.withdraw(unit, person, post_id)
        else:
            await rsvps.answer(unit, person, post_id, rsvps.Answer(wish))
    except (Refused, NotFound):
        return  # it is over, or they may not come; what they said stands for itself


async def tell_wish(unit: Unit, event: RsvpGiven) -> None:
    """Tell whoever lets people come that somebody asks to."""
    post = await posts.find_post(unit, event.post)
    row = await rsvps.find_by_id(unit, event.rsvp)
    if post is None or not post.local or row is None or row.answer != "asked":
        return
    about = About("meeting_wish", event.actor, of=row.id, post_id=post.id)
    told = {post.author_id}
    if post.community_id:
        keepers = await stewards.list_stewards(unit, post.community_id, _STEWARDS)
        told |= {keeper.id for keeper in keepers if keeper.local}
    for recipient in sorted(told - {event.actor}):
        await notice_rules.tell(unit, recipient, about)


async def tell_answer(unit: Unit, event: RsvpAnswered) -> None:
    """Tell one of ours what became of their wish to come."""
    post = await posts.find_post(unit, event.post)
    row = await rsvps.find_by_id(unit, event.rsvp)
    actor = await actors.find_actor(unit, event.actor)
    if post is None or row is None or actor is None or not actor.local:
        return
    if row.answer in {"going", "refused"} and post.author_id != actor.id:
        about = About("meeting_answered", post.author_id, of=row.id, post_id=post.id)
        await notice_rules.tell(unit, actor.id, about)


async def tell_soon(unit: Unit, event: MeetingSoon) -> None:
    """Remind the people here who come, once."""
    post = await posts.find_post(unit, event.post)
    if post is None or post.deleted:
        return
    about = About("meeting_soon", post.author_id, of=post.id, post_id=post.id)
    for comer in await rsvps.list_comers(unit, post.id, "going"):
        if comer.actor.local:
            await notice_rules.tell(unit, comer.actor.id, about)
