"""`fedcop community`: communities of this node, and those of others that it knows."""

from pathlib import Path

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_parts, opened_store
from fedcop.cli.tending import VERBS, find_group
from fedcop.community import accounts, communities
from fedcop.community.communities import Description, Plan
from fedcop.errors import NotFound
from fedcop.federation.keyring import make_keys
from fedcop.markup.markdown import render
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, GroupRow
from fedcop.values import Audience, Handle, PostPolicy

_PAGE = 500
_HEADS = ("handle", "title", "members", "posts", "who_may_post", "audience", "state")
_AUDIENCES = ("public", "unlisted", "members")
_POLICIES = tuple(policy.name.lower() for policy in PostPolicy)


@click.group(cls=Noun)
def community() -> None:
    """Look after communities."""


for _verb in VERBS:
    community.add_command(_verb)


@community.command("create")
@click.argument("name")
@click.option("--founder", required=True, help="Who founds it, and looks after it first.")
@click.option("--title", default="", help="What it is called.")
@click.option("--domain", default="", help="The shared area of interest, in one sentence.")
@click.option(
    "--charter",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A Markdown file that says what it is about.",
)
@click.option("--posts", type=click.Choice(_POLICIES), default="anyone", help="Who may post.")
@click.option(
    "--audience", type=click.Choice(_AUDIENCES), default="public", help="Who reads a usual post."
)
@click.option("--locked", is_flag=True, help="Stewards let new members in.")
@command
async def create(desk: Desk, /, name: str, founder: str, **about: object) -> None:
    """Found a community for somebody of this node."""
    async with opened_parts(desk) as parts:
        steward = await _person(parts.store, founder)
        uri = parts.store.uris.community(name)
        made = await carry_out(
            desk,
            parts.store,
            communities.found,
            steward,
            Plan(name, _description(name, about)),
            await make_keys(uri, parts.seal),
            needs_approval=False,  # the admin who types this agrees
        )
    done = "would found" if desk.dry_run else "founded"
    desk.output.item(f"{done} {name}: {uri}", name=name, id=made.id, uri=uri)


@community.command("list")
@click.option("--remote", is_flag=True, help="Those of other nodes.")
@click.option("--waiting", is_flag=True, help="Those that wait for an admin.")
@command
async def list_communities(desk: Desk, *, remote: bool, waiting: bool) -> None:
    """List communities, the liveliest first."""
    async with opened_store(desk) as store:
        if waiting:
            groups = await communities.list_waiting(store, 0, _PAGE)
        else:
            groups = await _all(store, remote=remote)
    desk.output.table(_HEADS, [_row(group) for group in groups])


@community.command("show")
@click.argument("handle")
@command
async def show(desk: Desk, handle: str) -> None:
    """Show a community by name, or by handle if another node has it."""
    async with opened_store(desk) as store:
        group = await find_group(store, handle)
        pinned = await communities.list_pinned(store, group.actor.id)
    facts: dict[str, object] = dict(zip(_HEADS, _row(group), strict=True))
    facts["domain"] = group.practice.domain
    facts["uri"] = group.actor.uri
    facts["pinned"] = len(pinned)
    if group.practice.founded:
        facts["founded"] = f"{clock.utc(group.practice.founded):%Y-%m-%d}"
    desk.output.facts(facts)


@community.command("approve")
@click.argument("name")
@command
async def approve(desk: Desk, name: str) -> None:
    """Agree to a community that waits for an admin."""
    async with opened_store(desk) as store:
        group = await find_group(store, name)
        await carry_out(desk, store, communities.approve, group.actor.id)
    desk.output.item(f"{name} is approved", name=name, uri=group.actor.uri)


def _description(name: str, about: dict[str, object]) -> Description:
    path = about["charter"]
    charter = path.read_text("utf-8") if isinstance(path, Path) else ""
    return Description(
        str(about["title"] or name),
        domain=str(about["domain"]),
        charter=charter,
        summary=render(charter, lambda _handle: None, lambda _tag: None),
        post_policy=PostPolicy[str(about["posts"]).upper()],
        audience=Audience[str(about["audience"]).upper()],
        locked=bool(about["locked"]),
    )


async def _person(store: Store, name: str) -> ActorRow:
    login = await accounts.find_login(store, name.removeprefix("@"))
    if login is None:
        raise NotFound(f"founder: nobody here is called {name}; `fedcop user list` names them")
    return login[1]


async def _all(store: Store, *, remote: bool) -> list[GroupRow]:
    groups: list[GroupRow] = []
    before, more = (2**62, 2**62), True
    while more:
        if remote:
            page = await communities.list_remote(store, before, _PAGE)
        else:
            page = await communities.list_local(store, before, _PAGE, hidden=True)
        groups, more = [*groups, *page], len(page) == _PAGE
        before = (page[-1].practice.active, page[-1].practice.actor_id) if page else before
    return groups


def _row(group: GroupRow) -> tuple[object, ...]:
    actor, practice = group.actor, group.practice
    return (
        str(Handle(actor.name, actor.host)),
        actor.display,
        practice.members,
        practice.posts,
        PostPolicy(practice.post_policy).name.lower(),
        Audience(practice.audience).name.lower(),
        _state(group),
    )


def _state(group: GroupRow) -> str:
    if group.actor.deleted:
        return "gone"
    if not group.practice.approved:
        return "waits"
    return (
        "archived" if group.practice.archived else "hidden" if group.practice.hidden else "active"
    )
