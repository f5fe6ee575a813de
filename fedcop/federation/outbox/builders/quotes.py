"""QuoteAsked: whoever would quote one of ours is told that they may, or not (FEP-044f)."""

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import QUOTE_REQUEST, Activity
from fedcop.community.practice_events import QuoteAsked
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: QuoteAsked) -> list[Entry]:
    """Accept with the address of the leave, or reject."""
    post = await find_post(outbound.store, event.post)
    asking = await find_actor(outbound.store, event.actor)
    author = await find_actor(outbound.store, post.author_id) if post else None
    if post is None or asking is None or author is None or not author.local:
        return []
    granted = event.granted and not post.deleted
    asked = Activity(QUOTE_REQUEST, event.uri, asking.uri, (post.uri,), instrument=event.by)
    said = Activity(
        type="Accept" if granted else "Reject",
        id=outbound.uris.activity(row.id),
        actor=author.uri,
        objects=(asked,),
        result=paths.quoted(paths.quotes(post.uri), event.by) if granted else None,
        to=(asking.uri,),
    )
    body, key = seal_bare(said), object_key(event.by)
    return [Entry(author.id, said.type, event.by, key, 0, body, body, lane_of(asking))]
