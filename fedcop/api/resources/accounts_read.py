"""/api/v1/accounts, as far as it is read."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts, pages, relationships
from fedcop.api.resources import looking
from fedcop.api.routes import Auth, Handle, Route
from fedcop.community import hashtags, people, status_pages
from fedcop.community.status_pages import Which
from fedcop.errors import NotFound
from fedcop.store.rows import ActorRow
from fedcop.values import FilterContext

_MOST: Final = 40
_MOST_ASKED: Final = 80
_MOST_PINS: Final = 20


async def show(ask: Ask) -> Answer:
    """Read one account."""
    await people.shown(ask.store, ask.viewer, ask.id())
    return Answer.raw(await accounts.one(ask, ask.id()))


async def some(ask: Ask) -> Answer:
    """Read several accounts; those not known are left out."""
    return Answer.listed(await accounts.listed(ask, ask.params.ids("id")[:_MOST]))


async def relations(ask: Ask) -> Answer:
    """Read what one is to others."""
    return Answer.raw(await relationships.many(ask, ask.params.ids("id")[:_MOST_ASKED]))


async def lookup(ask: Ask) -> Answer:
    """Find who has a handle, of those who are known here."""
    actor = await looking.known(ask, ask.params.line("acct"))
    if actor is None:
        raise NotFound("There is nobody of this name.")
    await people.shown(ask.store, ask.viewer, actor.id)
    return Answer.raw(await accounts.one(ask, actor.id))


async def search(ask: Ask) -> Answer:
    """Find people and communities by the beginning of a name, or by handle."""
    limit = ask.page.limit(40, 80)
    found = await looking.people_for(ask, ask.params.text("q"))
    part = found[ask.page.offset : ask.page.offset + limit]
    return Answer.listed(await accounts.listed(ask, part))


async def statuses(ask: Ask) -> Answer:
    """Read what somebody wrote and passed on, or what a community passes on."""
    actor = await people.shown(ask.store, ask.viewer, ask.id())
    params = ask.params
    if params.flag("pinned"):
        pins = await status_pages.pinned(ask.store, actor, _MOST_PINS)
        return await pages.of_some(ask, pins, FilterContext.ACCOUNT)
    which = Which(
        with_media=params.flag("only_media"),
        no_replies=params.flag("exclude_replies"),
        all_tags=tuple(hashtags.fold([params.line("tagged")])),
    )
    if actor.kind == "Group":
        wanted = status_pages.of_community(actor.id, which, relayed=True)
    else:
        boosts = not params.flag("exclude_reblogs")
        wanted = status_pages.of_person(actor.id, which, boosts=boosts)
    return await pages.of_statuses(ask, wanted, FilterContext.ACCOUNT)


async def followers(ask: Ask) -> Answer:
    """Read who follows somebody, or who is a member of a community."""
    actor = await people.shown(ask.store, ask.viewer, ask.id())
    if _is_hidden(ask, actor):
        return Answer.listed([])
    return await pages.of_people(ask, people.followers(actor.id))


async def following(ask: Ask) -> Answer:
    """Read whom somebody follows."""
    actor = await people.shown(ask.store, ask.viewer, ask.id())
    if _is_hidden(ask, actor):
        return Answer.listed([])
    return await pages.of_people(ask, people.following(actor.id))


def _is_hidden(ask: Ask, actor: ActorRow) -> bool:
    """Whether somebody keeps to themselves whom they follow."""
    return bool(actor.reticent) and (ask.viewer is None or ask.viewer.id != actor.id)


def _route(path: str, handle: Handle, scope: str, auth: Auth = Auth.OPEN) -> Route:
    return Route("GET", f"/api/v1/accounts{path}", handle, scope, auth)


ROUTES: Final = (
    _route("/:id", show, "read:accounts"),
    _route("", some, "read:accounts"),
    _route("/relationships", relations, "read:follows", Auth.USER),
    _route("/lookup", lookup, "read:accounts"),
    Route("GET", "/api/v1/accounts/search", search, "read:accounts", limit="search"),
    _route("/:id/statuses", statuses, "read:statuses"),
    _route("/:id/followers", followers, "read:accounts"),
    _route("/:id/following", following, "read:accounts"),
)
