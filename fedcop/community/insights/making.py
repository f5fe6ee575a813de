"""From facts to a report: all that is shown goes through here."""

from dataclasses import replace

from fedcop.community.insights import craft, talk
from fedcop.community.insights.cells import SPLITS, groups
from fedcop.community.insights.facts import Facts
from fedcop.community.insights.report import Figure, Report
from fedcop.community.insights.suppress import publish


def report(facts: Facts, before: Facts | None = None) -> Report:
    """Say what a community may know of a period, beside its own past and nobody else's."""
    shown = publish(groups(facts), SPLITS)
    if shown["active"] is None:
        return Report(facts.period, enough=False)
    figures = _figures(facts)
    past = {one.key: one.value for one in _figures(before)} if before is not None else {}
    charts = replace(
        craft.charts(facts),
        heartbeat=talk.heartbeat(facts, shown),
        rings=talk.rings(facts, shown),
        waits=talk.waits(facts),
        ageing=talk.ageing(facts),
    )
    told = tuple(replace(one, before=past.get(one.key, "")) for one in figures)
    return Report(facts.period, enough=True, figures=told, charts=charts)


def _figures(facts: Facts) -> list[Figure]:
    shown = publish(groups(facts), SPLITS)
    if shown["active"] is None:
        return []
    return [*talk.figures(facts, shown), *craft.figures(facts)]
