"""`fedcop federation`: other servers, and what comes and goes between them and us."""

import time

import click

from fedcop.cli.admitting import export_list, import_list, mode, preview_mode, tell_cut
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_parts, opened_store
from fedcop.cli.traffic import moment, queue, verdicts
from fedcop.community import peering
from fedcop.community.house import cutting
from fedcop.community.house import peers as house_peers
from fedcop.community.house.peers import SHOWN
from fedcop.community.house.ruling import with_rule
from fedcop.errors import NotFound
from fedcop.federation.dialects import form_for
from fedcop.federation.remote.peers import ask
from fedcop.store.queries import outgoing, peers
from fedcop.store.queries.log import Form
from fedcop.store.queries.peers import DomainRule
from fedcop.store.rows import PeerRow
from fedcop.transport.budget import Budget
from fedcop.values import host_of, normalise_host

_PAGE = 500
_SHOWN_ITEMS = 50
_HEADS = ("host", "software", "reads", "rule", "heard", "reached", "failing_since", "last_error")


@click.group(cls=Noun)
def federation() -> None:
    """Look after what comes and goes between this node and others."""


federation.add_command(queue)
federation.add_command(verdicts)
for _verb in (mode, preview_mode, import_list, export_list):
    federation.add_command(_verb)


@federation.command("peers")
@click.option("--show", type=click.Choice(SHOWN), help="Only those that stand so.")
@click.option("--search", default="", help="Only those with this in their name.")
@command
async def list_peers(desk: Desk, show: str | None, search: str) -> None:
    """List the servers we know, and the domains an admin decided about."""
    if show or search:
        async with opened_store(desk) as store:
            chosen = await house_peers.list_all(store, show or "", search)
        desk.output.table(_HEADS, [_row(one.peer, one.rule) for one in chosen])
        return
    async with opened_store(desk) as store:
        rules = {rule[0]: rule[1] for rule in await peers.list_rules(store)}
        found = page = await peers.list_peers(store, "", _PAGE)
        while len(page) == _PAGE:
            page = await peers.list_peers(store, page[-1].host, _PAGE)
            found = [*found, *page]
    rows = [_row(peer, rules.pop(_bare(peer.host), "")) for peer in found]
    rows += [(domain, "", "", action, "", "", "", "") for domain, action in rules.items()]
    desk.output.table(_HEADS, sorted(rows))


@federation.command("peer")
@click.argument("host")
@command
async def show_peer(desk: Desk, host: str) -> None:
    """Show what we know of one server, and what it is still to have."""
    async with opened_store(desk) as store:
        peer = await peers.find_peer(store, normalise_host(host))
        rules = {rule.domain: rule for rule in await peers.list_rules(store)}
        decided = rules.get(_bare(normalise_host(host)), DomainRule("", "", "", 0))
        if peer is None and not decided.action:
            raise NotFound(f"{host}: we know nothing of this server")
        lanes = await outgoing.list_lanes(store, peer.id) if peer else []
        items = await outgoing.list_items(store, peer.id, _SHOWN_ITEMS) if peer else []
    row = _row(peer or PeerRow(0, host), decided.action)
    words = {"rule_reason": decided.reason, "rule_public": decided.public}
    desk.output.facts({**dict(zip(_HEADS, row, strict=True)), **words})
    for lane in lanes:
        text = f"inbox {lane.inbox}: {lane.behind} behind, {lane.waiting} wait,"
        text += f" {lane.given_up} given up, {lane.refused} refused"
        desk.output.item(text, **lane._asdict())
    for item in items:
        why = f"{item.status} {item.error}".strip()
        text = f"  {item.kind} {item.object_uri} tried {item.tries} times: {why}"
        desk.output.item(text, **item._asdict())


@federation.command("allow")
@click.argument("domain")
@click.option("--reason", default="", help="Why, for those who come after you.")
@click.option("--public", default="", help="What everybody may read about it.")
@command
async def allow(desk: Desk, domain: str, reason: str, public: str) -> None:
    """Allow a domain, where only the allowed are spoken with; ends a block of it."""
    async with opened_store(desk) as store:
        kept = await carry_out(desk, store, peering.allow, domain, reason, public)
    desk.output.item(f"{kept} is allowed", domain=kept, action="allow", reason=reason)


@federation.command("block")
@click.argument("domain")
@click.option("--reason", default="", help="Why, for those who come after you.")
@click.option("--public", default="", help="What everybody may read about it.")
@command
async def block(desk: Desk, domain: str, reason: str, public: str) -> None:
    """Speak no more with a domain and all below it."""
    usual = desk.settings().federation_mode
    async with opened_store(desk) as store:
        name = peering.require_other(domain, host_of(desk.settings().origin))
        tell_cut(desk, await cutting.preview(store, *await with_rule(store, usual, name, "block")))
        desk.must_agree(f"{domain} and all below it will hear nothing more and not be heard.")
        kept = await carry_out(desk, store, peering.block, domain, reason, public)
    desk.output.item(f"{kept} is blocked", domain=kept, action="block", reason=reason)


@federation.command("limit")
@click.argument("domain")
@click.option("--reason", default="", help="Why, for those who come after you.")
@click.option("--public", default="", help="What everybody may read about it.")
@command
async def limit(desk: Desk, domain: str, reason: str, public: str) -> None:
    """Show what comes from a domain to those alone who follow it; nothing is cut."""
    async with opened_store(desk) as store:
        kept = await carry_out(desk, store, peering.limit, domain, reason, public)
    desk.output.item(f"{kept} is limited", domain=kept, action="limit", reason=reason)


@federation.command("unblock")
@click.argument("domain")
@command
async def unblock(desk: Desk, domain: str) -> None:
    """Take back what was decided about a domain."""
    async with opened_store(desk) as store:
        kept = await carry_out(desk, store, peering.lift, domain)
    desk.output.item(f"nothing is decided about {kept} any more", domain=kept, action="")


@federation.command("retry")
@click.argument("host")
@click.option("--position", default=0, type=click.IntRange(0), help="This entry of the log alone.")
@command
async def retry(desk: Desk, host: str, position: int) -> None:
    """Try a server again at once, with all that waits or was given up."""
    async with opened_store(desk) as store:
        count = await carry_out(desk, store, peering.retry, host, position)
    desk.output.item(
        f"{host} is tried now; {count} waited beside its lanes", host=host, items=count
    )


@federation.command("drop")
@click.argument("host")
@click.option("--position", default=0, type=click.IntRange(0), help="This entry of the log alone.")
@command
async def drop(desk: Desk, host: str, position: int) -> None:
    """Let a server do without what waits beside its lanes, or was given up."""
    desk.must_agree(f"{host} will never have what waits beside its lanes.")
    async with opened_store(desk) as store:
        count = await carry_out(desk, store, peering.drop, host, position)
    desk.output.item(f"{host} does without {count}", host=host, items=count)


@federation.command("test")
@click.argument("host")
@command
async def test(desk: Desk, host: str) -> None:
    """Ask a server what it is, as federation would: rules, name, TLS, signature, answer."""
    async with opened_parts(desk) as parts:
        wanted, began = normalise_host(host), time.monotonic()
        await parts.reach.domains.require(wanted)
        software = await ask(parts.reach, wanted)
        took = int((time.monotonic() - began) * 1000)
        form = Form(form_for(software.name)).name.lower()
        text = f"{wanted} answers: {software.name} {software.version}, reads {form}, {took} ms"
        desk.output.item(
            text, host=wanted, software=software.name, version=software.version, reads=form, ms=took
        )
        somebody = await outgoing.find_somebody(parts.store, wanted)
        if somebody:
            await parts.reach.fetcher.get_document(somebody, Budget(fetches=4, seconds=15.0))
            desk.output.item(f"it takes our signature: {somebody}", signed=somebody)
        else:
            desk.output.note("we know nobody there yet, so no signature was tried")


def _row(peer: PeerRow, rule: str) -> tuple[str, ...]:
    return (
        peer.host,
        f"{peer.software} {peer.software_version}".strip(),
        Form(peer.dialect).name.lower(),
        rule,
        moment(peer.last_heard),
        moment(peer.last_ok),
        moment(peer.failing_since),
        peer.last_error,
    )


def _bare(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host
