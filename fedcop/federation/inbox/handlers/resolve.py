"""Another node says what became of a report."""

from dataclasses import dataclass

from fedcop.community.moderating import casework
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.markup.text import to_text
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, reports
from fedcop.store.rows import ReportRow


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a report, as the other node says: what was done, why, by which rule."""

    report: ReportRow
    said: tuple[str, str, str]


async def check(arrival: Arrival) -> Answer | Ignored:
    """Return the report and what is said of it, if it is theirs to say."""
    if not arrival.first_hand:
        raise Refused("actor: only they themselves say what they did")
    store = arrival.reach.store
    report = await reports.find_report_by_uri(store, arrival.activity.object_id)
    if report is None:
        return Ignored("object: no report that is known here")
    concerned = (report.subject_id, report.community_id, report.reporter_id)
    known = await actors.list_actors(store, [one for one in concerned if one])
    if arrival.actor.host not in {actor.host for actor in known.values() if actor.host}:
        raise Refused("actor: this report is none of theirs")
    cop = arrival.activity.cop
    outcome, rule = cop.get("cop:outcome", ""), cop.get("cop:rule", "")
    reason = to_text(arrival.activity.summary or arrival.activity.content or "")
    said = (
        outcome if isinstance(outcome, str) else "",
        reason,
        rule if isinstance(rule, str) else "",
    )
    return Answer(report, said)


async def apply(unit: Unit, arrival: Arrival, answer: Answer) -> Ignored | None:
    """Keep it with the report, and tell whoever of ours made it."""
    host = arrival.actor.host
    new = await casework.hear_answer(unit, answer.report, host, answer.said, arrival.cause)
    return None if new else Ignored("object: they said so already")
