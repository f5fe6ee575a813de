"""ReportAnswered: the node that told us of something hears what became of it."""

import orjson

from fedcop.activitypub.vocabulary import Activity
from fedcop.community import house_rules
from fedcop.community.moderation_events import ReportAnswered
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries import reports
from fedcop.store.queries.actors import find_actor, find_actor_by_uri
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: ReportAnswered) -> list[Entry]:
    """Say to whoever reported from elsewhere what was done, why, and by which rule."""
    report = await reports.find_report(outbound.store, event.report)
    reporter = await find_actor(outbound.store, report.reporter_id) if report else None
    node = await find_actor_by_uri(outbound.store, outbound.uris.node_actor())
    if report is None or node is None or reporter is None or reporter.local or event.host:
        return []  # who reported here reads it here
    steps = await reports.list_steps(outbound.store, report.id)
    said = next((step for step in steps if step.id == event.step), None)
    rule = await _rule(outbound, said.about if said else "{}", report.community_id)
    resolve = Activity(
        type="Resolve",
        id=outbound.uris.activity(f"{row.id}-resolve"),
        actor=node.uri,
        objects=(
            Activity(
                type="Flag",
                id=report.uri,
                actor=reporter.uri,
                objects=tuple(orjson.loads(report.posts)),
            ),
        ),
        to=(reporter.uri,),
        summary=(said.text if said else "") or None,
        published=row.created,
        cop={"cop:outcome": report.outcome, **({"cop:rule": rule} if rule else {})},
    )
    body = seal_bare(resolve)
    key = object_key(report.uri)
    return [Entry(node.id, "Resolve", report.uri, key, 0, body, body, lane_of(reporter))]


async def _rule(outbound: Outbound, about: str, community: int) -> str:
    """Read which rule was named, in its words: its number says nothing elsewhere."""
    number = orjson.loads(about).get("rule", 0)
    if not number:
        return ""
    return (await house_rules.name_rules(outbound.store, community)).get(number, "")
