"""AdaptationKnown: a community of ours says that there is a version of something in it."""

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Activity
from fedcop.community.practice_events import AdaptationKnown
from fedcop.federation.documents import addressing
from fedcop.federation.outbox.append import Entry, ToStream, object_key
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import EventRow
from fedcop.values import Audience


async def build(outbound: Outbound, row: EventRow, event: AdaptationKnown) -> list[Entry]:
    """Add it to the versions of the original; of what is not for everybody nothing is said."""
    version = await find_post(outbound.store, event.post)
    original = await find_post(outbound.store, event.original)
    if version is None or original is None or version.deleted or original.deleted:
        return []
    group = await find_actor(outbound.store, original.community_id)
    both = {Audience(version.audience), Audience(original.audience)}
    if group is None or not group.local or not all(audience.open for audience in both):
        return []
    to = addressing.of_word(group)
    said = Activity(
        type="Add",
        id=outbound.uris.activity(row.id),
        actor=group.uri,
        objects=(version.uri,),
        target=paths.adaptations(original.uri),
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=row.created,
    )
    body = await outbound.seal(group.id, said)
    readers = (ToStream(group.id, Audience.PUBLIC),)
    key = object_key(version.uri)
    return [Entry(group.id, "Add", version.uri, key, 0, body, body, readers)]
