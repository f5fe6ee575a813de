"""The voice of another node asks for somebody without a name, or hears what became of that."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.audience import communities_named
from fedcop.activitypub.origin import check_written, same_origin
from fedcop.activitypub.vocabulary import Object
from fedcop.community import quiet_publishing, quiet_relayed, voices
from fedcop.community.practice.parts import QuestionPart
from fedcop.community.quiet import Wish
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote.practice.parts import part_of
from fedcop.markup.text import one_line, to_text
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, communities, posts, quiet
from fedcop.store.rows import ActorRow, GroupRow, PostRow, QuietRow
from fedcop.values import is_language

_CREATE: Final = "#create"
_MOST: Final = 10
_UNKNOWN: Final = Ignored("object: no question of this voice stands here")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a community of ours."""

    group: GroupRow
    wish: Wish
    uri: str


@dataclass(frozen=True, slots=True)
class SaidOn:
    """What somebody who asked says next."""

    row: QuietRow
    text: str
    answers_uri: str


@dataclass(frozen=True, slots=True)
class Helped:
    """Which answer helped somebody who asked."""

    row: QuietRow
    voice: ActorRow
    answer: PostRow


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a question of one of ours: what it is called now, or why it is not there."""

    row: QuietRow
    home_uri: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A question that its asker takes back."""

    row: QuietRow
    voice: ActorRow | None


async def check_create(arrival: Arrival) -> Asked | SaidOn | Helped | Ignored | None:
    """Return what a voice asks us to say; None when no voice asks."""
    written = _marked(arrival)
    if written is None:
        return None
    if quiet_publishing.HELPED in written.cop:
        return await _helped(arrival, written)
    if quiet_publishing.ANSWERS in written.cop:
        return await _said_on(arrival, written)
    group = await _group(arrival)
    if group is None:
        return Ignored("to: no community of ours")
    return Asked(group, await _wish(arrival, written), written.id)


def _marked(arrival: Arrival) -> Object | None:
    """Return what a voice wrote for us to say. Raises Refused when it is not its own."""
    written = arrival.activity.object
    if arrival.actor.kind != voices.KIND or not isinstance(written, Object):
        return None
    if written.cop.get(quiet_publishing.MARK) is not True:
        return None
    finding = check_written(arrival.activity)
    if not finding.believed or not arrival.first_hand:
        raise Refused(finding.reason or "object: a voice speaks for itself")
    return written


async def apply_create(
    unit: Unit, arrival: Arrival, plan: Asked | SaidOn | Helped
) -> Ignored | None:
    """Keep it until its time, or note which answer helped."""
    if isinstance(plan, Helped):
        await quiet_publishing.mark_helped(unit, plan.voice, plan.row, plan.answer)
        return None
    if isinstance(plan, SaidOn):
        await quiet_relayed.take_word(unit, plan.row, plan.text, plan.answers_uri)
        return None
    taken = await quiet_relayed.take(unit, arrival.actor, plan.group, plan.wish, plan.uri)
    return None if taken else Ignored("object: known already")


async def check_answer(arrival: Arrival) -> Heard | None:
    """Return what a community says of a question of one of ours; None: it answers something else.

    Only the community that was asked can say so.
    """
    uri = arrival.activity.object_id
    if not uri.endswith(_CREATE):
        return None
    post = await posts.find_post_by_uri(arrival.reach.store, uri.removesuffix(_CREATE))
    row = await quiet.find_by_post(arrival.reach.store, post.id) if post and post.local else None
    if row is None:
        return None
    if row.community_id != arrival.actor.id or not arrival.first_hand:
        raise Refused("object: somebody else was asked this")
    result = arrival.activity.result
    home_uri = result if isinstance(result, str) else result.id if result else ""
    if home_uri and not same_origin(home_uri, arrival.actor.uri):
        raise Refused("result: it is not theirs")
    return Heard(row, home_uri, one_line(to_text(arrival.activity.summary or ""), 500))


async def apply_accept(unit: Unit, arrival: Arrival, heard: Heard) -> Ignored | None:
    """Note what a question of one of ours is called."""
    if not heard.home_uri:
        return Ignored("result: they do not say as what it was published")
    await quiet_relayed.hear_named(unit, heard.row, heard.home_uri)
    return None


async def apply_reject(unit: Unit, arrival: Arrival, heard: Heard) -> None:
    """Note that a question of one of ours is not published."""
    reason = heard.reason or "The community did not take it."
    await quiet_relayed.hear_refused(unit, heard.row, reason)


async def check_delete(arrival: Arrival) -> TakenBack | None:
    """Return which question a voice takes back; None when something else is deleted."""
    if arrival.actor.kind != voices.KIND:
        return None
    row = await quiet.find_relayed(arrival.reach.store, arrival.activity.object_id)
    if row is None or row.relay_id != arrival.actor.id:
        return None
    return TakenBack(row, await _voice_of(arrival, row))


async def apply_delete(unit: Unit, arrival: Arrival, plan: TakenBack) -> None:
    """Remove it."""
    await quiet_relayed.take_back(unit, plan.voice, plan.row, arrival.cause)


async def _group(arrival: Arrival) -> GroupRow | None:
    """Find the community of ours that is asked."""
    written = arrival.activity.object
    named = communities_named(arrival.activity)
    more = (*written.to, *written.audience) if isinstance(written, Object) else ()
    for uri in dict.fromkeys((*named, *arrival.activity.to, *more)):
        actor = await actors.find_actor_by_uri(arrival.reach.store, uri)
        if actor is not None and actor.local and actor.kind == "Group" and not actor.deleted:
            return await communities.find_community(arrival.reach.store, actor.id)
    return None


async def _wish(arrival: Arrival, written: Object) -> Wish:
    """Read what is asked, and nothing that tells where it was asked."""
    part = await part_of(arrival.reach, written)
    body, tried = written.source or to_text(written.content or ""), ""
    if isinstance(part, QuestionPart) and part.background:
        body, tried = part.background, part.tried
    language = written.language or ""
    return Wish(
        title=one_line(to_text(written.name or ""), 300),
        body=body,
        tried=tried,
        language=language if is_language(language) else "",
    )


async def _said_on(arrival: Arrival, written: Object) -> SaidOn | Ignored:
    uri = written.cop.get(quiet_publishing.ANSWERS)
    found = await _thread_of(arrival, uri)
    if found is None:
        return _UNKNOWN
    text = written.source or to_text(written.content or "")
    return SaidOn(found[0], text, found[1].uri)


async def _helped(arrival: Arrival, written: Object) -> Helped | Ignored:
    found = await _thread_of(arrival, written.cop.get(quiet_publishing.HELPED))
    voice = await _voice_of(arrival, found[0]) if found else None
    if found is None or voice is None:
        return _UNKNOWN
    return Helped(found[0], voice, found[1])


async def _thread_of(arrival: Arrival, uri: object) -> tuple[QuietRow, PostRow] | None:
    """Find a post in the thread of a question that this very voice asked."""
    store = arrival.reach.store
    post = await posts.find_post_by_uri(store, uri) if isinstance(uri, str) else None
    if post is None or post.deleted:
        return None
    row = await quiet.find_by_post(store, post.root_id)
    return (row, post) if row is not None and row.relay_id == arrival.actor.id else None


async def _voice_of(arrival: Arrival, row: QuietRow) -> ActorRow | None:
    group = await actors.find_actor(arrival.reach.store, row.community_id)
    return await voices.find(arrival.reach.store, group) if group else None
