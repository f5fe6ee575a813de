"""`fedcop moderation`: reports, what was decided about them, and who asks for another look."""

from typing import Final

import click
import orjson

from fedcop import clock
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_store
from fedcop.community import accounts, house_rules, modlog
from fedcop.community.moderating import appealing, casework, deciding
from fedcop.community.moderating.casework import Which
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import ACTS, Judge
from fedcop.errors import NotFound
from fedcop.store.batch import Store
from fedcop.store.rows import ReportRow
from fedcop.values import Handle

_HEADS: Final = ("id", "since", "about", "why", "community", "state", "outcome")
_DECISIONS: Final = ("id", "when", "who", "did", "about", "reason", "until", "taken back")
_CLI: Final = Judge()


@click.group("moderation", cls=Noun)
def moderation() -> None:
    """Work on reports, and read what was decided."""


@moderation.command("reports")
@click.option("--state", type=click.Choice(("open", "resolved")), default="open", help="Which.")
@click.option("--peer", default="", help="Only those from this node, or about somebody there.")
@click.option("--community", default="", help="Only those about what stands in this community.")
@click.option("--limit", default=50, type=click.IntRange(1, 10_000), help="How many at most.")
@command
async def reports(desk: Desk, /, state: str, peer: str, community: str, limit: int) -> None:
    """List reports, the latest first."""
    async with opened_store(desk) as store:
        group = await _community(store, community) if community else 0
        which = Which(state=state, host=peer.lower(), community=group)
        rows = await casework.list_cases(store, which, limit=limit)
        desk.output.table(_HEADS, [await _line(store, row) for row in rows])


@moderation.command("report")
@click.argument("report", type=int)
@command
async def report_show(desk: Desk, report: int) -> None:
    """Show one report: what was said, and what was done."""
    async with opened_store(desk) as store:
        case = await casework.open_case(store, _CLI, report)
        facts: dict[str, object] = dict(zip(_HEADS, await _line(store, case.report), strict=True))
        facts["text"] = case.report.text
        facts["posts"] = [one.uri for one, _ in case.posts]
        facts["steps"] = [
            f"{clock.iso(one.created)} {one.step} {one.text}".rstrip() for one in case.steps
        ]
    desk.output.facts(facts)


@moderation.command("resolve")
@click.argument("report", type=int)
@click.option("--act", type=click.Choice(ACTS), required=True, help="What to do about it.")
@click.option("--reason", default="", help="Why; whom it hits and whoever reported read it.")
@click.option("--rule", default=0, type=click.IntRange(0), help="Which rule, by its number.")
@click.option("--days", default=0, type=click.IntRange(0, 3650), help="Of a limit or suspension.")
@click.option("--words", default="", help="For whom it hits alone.")
@click.option("--answer", default="", help="For whoever reported.")
@command
async def resolve(desk: Desk, /, report: int, *, rule: int, answer: str, **said: object) -> None:
    """Settle a report, and the others of the same posts."""
    async with opened_store(desk) as store:
        deed = Deed(rule_id=await _rule(store, rule), **said)  # type: ignore[arg-type]  # by click
        made = await carry_out(desk, store, casework.resolve, _CLI, report, deed, answer)
    numbers = [str(one.id) for one in made]
    text = f"report {report} is settled: {deed.act}"
    text += f" (decision {', '.join(numbers)})" if numbers else ""
    desk.output.result(text, report=report, act=deed.act, decisions=numbers)


@moderation.command("lift")
@click.argument("decision", type=int)
@click.option("--why", default="", help="Written into the audit log.")
@command
async def lift(desk: Desk, /, decision: int, why: str) -> None:
    """Take a decision back: a post stands again, a person may act again."""
    async with opened_store(desk) as store:
        row = await carry_out(desk, store, deciding.lift, _CLI, decision, why=why)
    desk.output.result(f"decision {decision} is taken back: {row.act}", decision=decision)


@moderation.command("link")
@click.argument("decision", type=int)
@command
async def link(desk: Desk, decision: int) -> None:
    """Make a link by which whom a decision hits can read it and ask for another look."""
    async with opened_store(desk) as store:
        path = await carry_out(desk, store, deciding.make_link, _CLI, decision)
        desk.output.item(store.uris.origin + path, link=store.uris.origin + path)


@moderation.command("appeals")
@click.option("--state", type=click.Choice(("open", "upheld", "overturned")), default="open")
@command
async def appeals(desk: Desk, state: str) -> None:
    """List who asks for another look at a decision."""
    async with opened_store(desk) as store:
        found = await appealing.list_asked(store, _CLI, state)
        rows: list[tuple[object, ...]] = [
            (
                one.appeal.id,
                clock.iso(one.appeal.created),
                await _name(store, one.decision.subject_id),
                one.decision.act,
                one.decision.reason,
                one.appeal.text,
                one.appeal.answer,
            )
            for one in found
        ]
    desk.output.table(("id", "since", "who", "act", "reason", "text", "answer"), rows)


@moderation.command("answer")
@click.argument("appeal", type=int)
@click.option("--verdict", type=click.Choice(("upheld", "overturned")), required=True)
@click.option("--text", required=True, help="What they are told.")
@command
async def answer_appeal(desk: Desk, /, appeal: int, verdict: str, text: str) -> None:
    """Answer an appeal; overturned takes the decision back."""
    async with opened_store(desk) as store:
        await carry_out(desk, store, appealing.answer_appeal, _CLI, appeal, verdict, text)
    desk.output.result(f"appeal {appeal} is answered: {verdict}", appeal=appeal, verdict=verdict)


@moderation.command("log")
@click.option("--limit", default=50, type=click.IntRange(1, 10_000), help="How many at most.")
@command
async def log(desk: Desk, limit: int) -> None:
    """List what was decided, the latest first."""
    async with opened_store(desk) as store:
        rows: list[tuple[object, ...]] = [
            (
                row.id,
                clock.iso(row.created),
                await _name(store, row.by_id) or "command line",
                row.act,
                await _name(store, row.subject_id),
                row.reason,
                clock.iso(row.until) if row.until else "",
                clock.iso(row.lifted) if row.lifted else "",
            )
            for row in await modlog.read_decisions(store, limit=limit)
        ]
    desk.output.table(_DECISIONS, rows)


@moderation.command("rules")
@command
async def rules(desk: Desk) -> None:
    """List the rules of the node."""
    async with opened_store(desk) as store:
        found = await house_rules.list_rules(store)
    lines: list[tuple[object, ...]] = [(n, row.text, row.hint) for n, row in enumerate(found, 1)]
    desk.output.table(("number", "rule", "hint"), lines)


@moderation.command("add-rule")
@click.argument("text")
@click.option("--hint", default="", help="What is meant.")
@command
async def add_rule(desk: Desk, /, text: str, hint: str) -> None:
    """Add a rule behind the others."""
    async with opened_store(desk) as store:
        row = await carry_out(desk, store, house_rules.add_rule, 0, text, hint)
    desk.output.result(f"added: {row.text}", rule=str(row.id))


async def _line(store: Store, row: ReportRow) -> tuple[object, ...]:
    about = await _name(store, row.subject_id)
    community = await _name(store, row.community_id)
    broken = len(orjson.loads(row.rules))
    why = row.category + (f" ({broken} rules)" if broken else "")
    return (row.id, clock.iso(row.created), about, why, community, row.state, row.outcome)


async def _name(store: Store, number: int) -> str:
    actor = await accounts.find(store, number) if number else None
    return str(Handle(actor.name, actor.host)) if actor else ""


async def _community(store: Store, name: str) -> int:
    actor = await accounts.find_by_name(store, name.lstrip("!@").lower())
    if actor is None:
        raise NotFound(f"community: there is none called {name}; `fedcop community list`")
    return actor.id


async def _rule(store: Store, number: int) -> int:
    found = await house_rules.list_rules(store) if number else []
    if number > len(found):
        raise NotFound(f"rule: there are {len(found)}; `fedcop moderation rules` lists them")
    return found[number - 1].id if number else 0
