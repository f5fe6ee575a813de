"""PostLiked, PostUnliked: the Like of one of ours, and the community's word of anybody's."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import PostLiked, PostUnliked
from fedcop.federation.documents.facts import PostFacts, facts_of
from fedcop.federation.outbox.append import Entry, find_born, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.federation.outbox.posts import announce, is_relayed, original, told_by_community
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_like_uri
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, EventRow


async def build_like(outbound: Outbound, row: EventRow, event: PostLiked) -> list[Entry]:
    """Tell the author and the community; nothing when it was taken back by now."""
    uri = await find_like_uri(outbound.store, event.reaction)
    if uri is None:
        return []
    return await _build(outbound, row, (event, uri), undone=False)


async def build_unlike(outbound: Outbound, row: EventRow, event: PostUnliked) -> list[Entry]:
    """Take a like back."""
    return await _build(outbound, row, (event, event.uri), undone=True)


async def _build(
    outbound: Outbound, row: EventRow, told: tuple[PostLiked | PostUnliked, str], *, undone: bool
) -> list[Entry]:
    event, uri = told
    post = await find_post(outbound.store, event.post)
    facts = await facts_of(outbound.store, post) if post and not post.deleted else None
    actor = await find_actor(outbound.store, event.actor)
    if facts is None or actor is None:
        return []
    kind = "Undo" if undone else "Like"
    body = await _body(outbound, facts, row, (actor, uri), undone=undone)
    key, entries = object_key(facts.post.uri), []
    if actor.local and body is not None:
        to = tuple(dict.fromkeys((*lane_of(facts.author), *lane_of(facts.group))))
        if to:
            born = await find_born(outbound.store, actor.id, "Like", facts.post.uri) * undone
            entries.append(Entry(actor.id, kind, facts.post.uri, key, born, body, body, to))
    if is_relayed(facts) and facts.group and body is not None:
        outer = announce(outbound, facts, row, "announce")
        wrapped = await outbound.wrap(facts.group.id, replace(outer, cc=()), body)
        to = told_by_community(facts)
        entries.append(Entry(facts.group.id, kind, facts.post.uri, key, 0, wrapped, None, to))
    return entries


async def _body(
    outbound: Outbound,
    facts: PostFacts,
    row: EventRow,
    like: tuple[ActorRow, str],
    *,
    undone: bool,
) -> bytes | None:
    actor, uri = like
    if not actor.local:
        return await original(outbound, row)
    group = (facts.group.uri,) if facts.group else ()
    activity = Activity(
        type="Like",
        id=uri,
        actor=actor.uri,
        objects=(facts.post.uri,),
        to=(facts.author.uri,),
        audience=group,
    )
    if undone:
        undo_id = outbound.uris.activity(row.id)
        activity = replace(activity, type="Undo", id=undo_id, objects=(activity,))
    # Votes are not addressed to Public, but what others relay of us they must be able to check.
    return await outbound.seal_relayed(actor.id, activity)
