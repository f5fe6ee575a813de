"""ReportFiled: a report travels in the node's name, so that the reporter stays unknown."""

import json

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import ReportFiled
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor, find_actor_by_uri
from fedcop.store.queries.outbound import find_report
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: ReportFiled) -> list[Entry]:
    """Tell the home of the community, and if its reporter agrees that of whom it is about."""
    report = await find_report(outbound.store, event.report)
    reporter = await find_actor(outbound.store, report.reporter_id) if report else None
    node = await find_actor_by_uri(outbound.store, outbound.uris.node_actor())
    if report is None or node is None or reporter is None or not reporter.local:
        return []  # what is reported elsewhere is not ours to pass on
    subject = await find_actor(outbound.store, report.subject_id)
    group = await find_actor(outbound.store, report.community_id)
    told = (subject if report.forward else None, group)
    concerned = [actor for actor in told if actor is not None and not actor.local]
    if not concerned:
        return []
    flag = Activity(
        type="Flag",
        id=report.uri,
        actor=node.uri,
        objects=(*([subject.uri] if subject else []), *json.loads(report.posts)),
        to=tuple(actor.uri for actor in concerned),
        audience=(group.uri,) if group else (),
        # Lemmy reads the one, Mastodon the other.
        summary=report.text or None,
        content=report.text or None,
    )
    body, key = seal_bare(flag), object_key(report.uri)
    to = tuple(lane for actor in concerned for lane in lane_of(actor))
    return [Entry(node.id, "Flag", report.uri, key, 0, body, body, to)]
