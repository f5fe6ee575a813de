"""QuietSettled: the node whose voice asked is told as what that was published, or why not."""

from fedcop import uris
from fedcop.activitypub.vocabulary import Activity
from fedcop.community.practice_events import QuietSettled
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.markup.text import to_html
from fedcop.store.queries import quiet
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: QuietSettled) -> list[Entry]:
    """Accept or reject a Create; the two ids stand together here and nowhere else."""
    question = await quiet.find(outbound.store, event.question)
    if question is None or not question.relay_id:
        return []
    relay = await find_actor(outbound.store, question.relay_id)
    group = await find_actor(outbound.store, question.community_id)
    if relay is None or group is None or not group.local:
        return []
    word = "Accept" if question.home_uri else "Reject"
    answer = Activity(
        type=word,
        id=outbound.uris.activity(row.id),
        actor=group.uri,
        objects=(uris.create_of(question.relay_uri),),
        result=question.home_uri or None,
        to=(relay.uri,),
        summary=to_html(question.reason) or None if word == "Reject" else None,
    )
    body, key = seal_bare(answer), object_key(question.relay_uri)
    return [Entry(group.id, word, question.relay_uri, key, 0, body, body, lane_of(relay))]
