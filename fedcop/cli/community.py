"""`fedcop community`: communities of this node, and those of others that it knows."""

from pathlib import Path

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_parts, opened_store
from fedcop.community import accounts, communities, stewards
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
        group = await _group(store, handle)
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
        group = await _group(store, name)
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


@community.command("add-steward")
@click.argument("name")
@click.argument("person")
@command
async def add_steward(desk: Desk, name: str, person: str) -> None:
    """Let a person look after a community of this node, as where nobody does any more."""
    async with opened_store(desk) as store:
        group = await _group(store, name)
        steward = await _person(store, person)
        done = await carry_out(desk, store, stewards.appoint, 0, group.actor, steward)
    said = "looks after" if done else "looks already after"
    desk.output.result(f"{steward.name} {said} {name}", name=name, person=steward.name)


async def _person(store: Store, name: str) -> ActorRow:
    login = await accounts.find_login(store, name.removeprefix("@"))
    if login is None:
        raise NotFound(f"founder: nobody here is called {name}; `fedcop user list` names them")
    return login[1]


async def _group(store: Store, text: str) -> GroupRow:
    group = await communities.find_by_handle(store, Handle.read(text))
    if group is None:
        raise NotFound(f"community: none is called {text}; `fedcop community list` names them")
    return group


async def _all(store: Store, *, remote: bool) -> list[GroupRow]:
    read = communities.list_remote if remote else communities.list_local
    groups = page = await read(store, limit=_PAGE)
    while len(page) == _PAGE:
        last = page[-1].practice
        page = await read(store, (last.active, last.actor_id), _PAGE)
        groups = [*groups, *page]
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
        "gone" if actor.deleted else "active" if practice.approved else "waits",
    )
