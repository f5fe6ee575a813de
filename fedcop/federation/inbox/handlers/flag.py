"""Somebody reports a person or posts to us."""

from fedcop.activitypub.audience import communities_named
from fedcop.community import moderation
from fedcop.community.moderation import Complaint
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import objects
from fedcop.markup.text import to_text
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow, PostRow

_MOST = 20


async def check(arrival: Arrival) -> Complaint | Ignored:
    """Return the report, if it concerns one of ours: a person, a post, a community."""
    uris = [one if isinstance(one, str) else one.id for one in arrival.activity.objects[:_MOST]]
    people, posts = await _known(arrival, uris)
    community = await _community(arrival, posts)
    ours = any(one.local for one in people) or any(one.local for one in posts)
    if not ours and community is None:
        return Ignored("object: nothing of ours")
    subject = people[0].id if people else posts[0].author_id if posts else 0
    return Complaint(
        subject_id=subject,
        community_id=community.id if community else 0,
        post_uris=tuple(post.uri for post in posts),
        text=to_text(arrival.activity.content or arrival.activity.summary or ""),
        uri=arrival.activity.id,
    )


async def apply(unit: Unit, arrival: Arrival, complaint: Complaint) -> Ignored | None:
    """Keep it for those who look after things."""
    await moderation.report(unit, arrival.actor, complaint, arrival.cause)
    return None


async def _known(arrival: Arrival, uris: list[str]) -> tuple[list[ActorRow], list[PostRow]]:
    people, posts = [], []
    for uri in dict.fromkeys(uris):
        person = await actors.find_actor_by_uri(arrival.reach.store, uri)
        post = None if person else await objects.known(arrival.reach, uri)
        if person is not None:
            people.append(person)
        elif post is not None:
            posts.append(post)
    return people, posts


async def _community(arrival: Arrival, posts: list[PostRow]) -> ActorRow | None:
    """Return the community of ours it is about: that of the post, else the one it is sent to."""
    for post in posts:
        if post.community_id:
            found = await actors.find_actor(arrival.reach.store, post.community_id)
            if found is not None and found.local:
                return found
    for uri in communities_named(arrival.activity)[:_MOST]:
        found = await actors.find_actor_by_uri(arrival.reach.store, uri)
        if found is not None and found.local and found.kind == "Group":
            return found
    return None
