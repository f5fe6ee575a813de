"""`fedcop privacy`: what was asked of what is kept about people, and how long what is kept."""

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_store
from fedcop.community import accounts, privacy_requests, retention
from fedcop.community.erasing import ending
from fedcop.errors import NotFound
from fedcop.store.batch import Store
from fedcop.store.rows import PrivacyRow

_SHOWN = 100
_HEADS = ("when", "what", "whom", "by", "state", "servers told")
_RULES = ("rule", "days", "last run", "removed", "in all", "what")


@click.group(cls=Noun)
def privacy() -> None:
    """Show what people asked of what is kept about them, and keep things no longer than wanted."""


@privacy.command("requests")
@command
async def requests(desk: Desk) -> None:
    """List the exports and deletions that were asked for, the latest first."""
    async with opened_store(desk) as store:
        found = await privacy_requests.list_requests(store, limit=_SHOWN)
        rows: list[tuple[object, ...]] = []
        for row, actor in found:
            who = actor.name if actor else str(row.actor_id)
            by = "themself" if row.by_id == row.actor_id else await _name(store, row.by_id)
            rows.append(
                (clock.iso(row.created), row.kind, who, by, row.state, await _of(store, row))
            )
    desk.output.table(_HEADS, rows)


@privacy.command("receipt")
@click.argument("name")
@command
async def receipt(desk: Desk, name: str) -> None:
    """Show what became of a deletion, for the file: what went, and who was told."""
    async with opened_store(desk) as store:
        actor = await accounts.find_by_name(store, name.removeprefix("@").lower())
        row = await privacy_requests.find_last(store, actor.id, "erase") if actor else None
        if row is None:
            raise NotFound(f"privacy: nobody asked to delete {name}; see `fedcop privacy requests`")
        reach = await ending.reach_of(store, row)
    facts: dict[str, object] = {
        "whom": name,
        "asked": clock.iso(row.created),
        "state": row.state,
        "others told since": clock.iso(row.told) if row.told else "",
        "keys destroyed": clock.iso(row.done) if row.done else "",
        "went": [f"{table}: {number}" for table, number in sorted(ending.going(row).items())],
        "kept as by a former member": "what they shared" if row.keep else "nothing",
        "servers": reach.servers,
        "servers told": reach.told,
        "not reached": [f"{one.host} ({one.error or 'not yet'})" for one in reach.missed],
    }
    desk.output.facts(facts)


@privacy.command("rules")
@command
async def rules(desk: Desk) -> None:
    """List how long what is kept, and what each rule took away."""
    chosen = desk.settings()
    async with opened_store(desk) as store:
        looked = await retention.look(store)
    rows: list[tuple[object, ...]] = [
        (
            one.rule.name,
            one.days or "for ever",
            clock.iso(one.last) if one.last else "",
            one.removed,
            one.in_all,
            one.rule.words,
        )
        for one in looked
    ]
    rows += [("", one.days or one.said, "", "", "", one.words) for one in retention.fixed(chosen)]
    desk.output.table(_RULES, rows)


@privacy.command("keep")
@click.argument("rule", type=click.Choice([one.name for one in retention.RULES]))
@click.argument("days", type=click.IntRange(0, retention.MOST_DAYS))
@command
async def keep(desk: Desk, rule: str, days: int) -> None:
    """Keep something for so many days, 0 is for ever; --dry-run says what would go at once."""
    async with opened_store(desk) as store:
        going = await retention.preview(store, rule, days)
        if not desk.dry_run and going:
            desk.must_agree(f"{going} of {rule} go with the next sweep, for good.")
        await carry_out(desk, store, retention.decide, 0, {rule: days})
    said = "would go" if desk.dry_run else "go with the next sweep"
    desk.output.result(f"{rule}: {days or 'for ever'}; {going} {said}", rule=rule, going=going)


@privacy.command("apply")
@command
async def apply(desk: Desk) -> None:
    """Let go now what is too old; --dry-run only counts it. The worker does it by itself too."""
    async with opened_store(desk) as store:
        if desk.dry_run:
            looked = await retention.look(store)
            gone = {
                one.rule.name: await retention.preview(store, one.rule.name, one.days)
                for one in looked
            }
        else:
            gone = await retention.run(store)
    rows: list[tuple[object, ...]] = [*gone.items()]
    desk.output.table(("rule", "would go" if desk.dry_run else "gone"), rows)


async def _name(store: Store, number: int) -> str:
    actor = await accounts.find(store, number) if number else None
    return actor.name if actor else "the command line"


async def _of(store: Store, row: PrivacyRow) -> str:
    if row.kind != privacy_requests.ERASE or not row.told:
        return ""
    reach = await ending.reach_of(store, row)
    return f"{reach.told} of {reach.servers}"
