"""Somebody likes a post, also with an emoji. A dislike counts as nothing, but ends a like.

A person's Like that says why, and of which revision of an artifact, recommends that revision.
"""

from dataclasses import replace

from fedcop.community import reactions, recommending
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.reacted import find
from fedcop.federation.inbox.spoken import heard_in, words_in
from fedcop.federation.remote.practice.pins import pin_in
from fedcop.store.batch import Unit
from fedcop.store.rows import PostRow


async def check(arrival: Arrival) -> PostRow | Ignored:
    """Return what they like, if we have it: nothing is fetched for a like."""
    uri = arrival.activity.object_id
    post = await find(arrival, uri) if uri else None
    if post is None or post.deleted:
        return Ignored("object: not known here")
    if not arrival.first_hand and (arrival.group is None or post.community_id != arrival.group.id):
        raise Refused("object: a community speaks for its own posts alone")
    return post


async def apply_like(unit: Unit, arrival: Arrival, post: PostRow) -> Ignored | None:
    """Count it; on the word of a community alone nobody is told."""
    if arrival.first_hand:
        uri = arrival.activity.id
        done = await reactions.like(unit, arrival.actor, post.id, uri, arrival.cause)
    else:
        done = await reactions.like_unproven(unit, arrival.actor, post.id, arrival.activity.id)
    return None if done else Ignored("object: they like it already")


async def apply_recommendation(unit: Unit, arrival: Arrival, post: PostRow) -> Ignored | None:
    """Keep what they recommend, and why; where they cannot, it is a like as any other."""
    pin, words = replace(pin_in(arrival.activity), uri=post.uri), words_in(arrival)
    theirs = arrival.actor.kind == recommending.PERSON and arrival.actor.id != post.author_id
    if not (post.practice and pin.number and arrival.first_hand and theirs):
        return await apply_like(unit, arrival, post)
    if len(words) < recommending.SHORTEST:
        return await apply_like(unit, arrival, post)
    heard = await heard_in(arrival)
    done = await recommending.commend(unit, arrival.actor, pin, words, heard)
    return None if done else Ignored("object: they recommend it already")


async def apply_dislike(unit: Unit, arrival: Arrival, post: PostRow) -> Ignored | None:
    """Take a like back, if there is one (Lemmy changes a vote by sending the opposite)."""
    done = await reactions.unlike(unit, arrival.actor, post.id, cause=arrival.cause)
    return None if done else Ignored("a dislike counts as nothing here")
