"""PollVoted: one of ours chooses in a poll of another node; its author alone is told."""

from fedcop.activitypub.vocabulary import Activity, Object
from fedcop.community import polls
from fedcop.community.events import PollVoted
from fedcop.federation.outbox import relay
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.polls import find_vote
from fedcop.store.rows import ActorRow, EventRow, PostRow


async def build(outbound: Outbound, row: EventRow, event: PollVoted) -> list[Entry]:
    """Tell who asks, once for each choice; nothing when other things are asked by now."""
    facts = await relay.find_facts(outbound, event.post)
    actor = await find_actor(outbound.store, event.actor)
    poll = await polls.find(outbound.store, event.post)
    vote = await find_vote(outbound.store, event.post, event.actor)
    if facts is None or facts.post.deleted or actor is None or poll is None:
        return []
    if not actor.local or vote is None or vote.id != event.vote:
        return []
    entries = []
    for at in polls.positions(event.choices):
        name = f"{actor.uri}#votes/{event.vote}-{at}"
        said = _choice(actor, facts.post, facts.author, (name, poll.options[at]))
        create = _create(outbound, row, said, at)
        body, key = seal_bare(create), object_key(facts.post.uri)
        to = lane_of(facts.author)
        entries.append(Entry(actor.id, "Create", name, key, 0, body, body, to))
    return entries


def _choice(actor: ActorRow, post: PostRow, author: ActorRow, what: tuple[str, str]) -> Object:
    """Say a choice as Mastodon does: a name, and no content."""
    uri, title = what
    return Object(
        type="Note",
        id=uri,
        attributed_to=(actor.uri,),
        name=title,
        in_reply_to=post.uri,
        to=(author.uri,),
    )


def _create(outbound: Outbound, row: EventRow, said: Object, at: int) -> Activity:
    return Activity(
        type="Create",
        id=outbound.uris.activity(f"{row.id}-vote-{at}"),
        actor=said.author,
        objects=(said,),
        to=said.to,
        published=row.created,
    )
