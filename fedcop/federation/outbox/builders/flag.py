"""ReportFiled: a report travels in the node's name, so that the reporter stays unknown."""

import json

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import ReportFiled
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.queries.actors import find_actor, find_actor_by_uri
from fedcop.store.queries.outbound import find_report
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: ReportFiled) -> list[Entry]:
    """Tell the node of whom it is about, and the home of the community."""
    report = await find_report(outbound.store, event.report)
    node = await find_actor_by_uri(outbound.store, outbound.uris.node_actor())
    if report is None or node is None:
        return []
    subject = await find_actor(outbound.store, report.subject_id)
    group = await find_actor(outbound.store, report.community_id)
    named = [subject.uri] if subject else []
    to = tuple(dict.fromkeys((*lane_of(subject), *lane_of(group))))
    if not to:
        return []
    flag = Activity(
        type="Flag",
        id=report.uri,
        actor=node.uri,
        objects=(*named, *json.loads(report.posts)),
        to=tuple(actor.uri for actor in (subject, group) if actor is not None),
        audience=(group.uri,) if group else (),
        # Lemmy reads the one, Mastodon the other.
        summary=report.text or None,
        content=report.text or None,
    )
    body = await outbound.seal_private(flag)
    return [Entry(node.id, "Flag", report.uri, object_key(report.uri), 0, body, body, to)]
