"""/api/v1/lists: people and communities to read apart; each joined community is one too."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities.own_pages import of_entries
from fedcop.api.routes import Route
from fedcop.community import lists
from fedcop.community.lists import MOST_MEMBERS, Listing, Wish
from fedcop.errors import Invalid
from fedcop.values import ListReplies

_REPLIES: Final = {
    "list": ListReplies.LIST,
    "followed": ListReplies.FOLLOWED,
    "none": ListReplies.NONE,
}
_WORDS: Final = {replies: word for word, replies in _REPLIES.items()}


def entity(one: Listing) -> dict[str, object]:
    """Say what a list is."""
    return {
        "id": str(one.id),
        "title": one.title,
        "replies_policy": _WORDS[one.replies],
        "exclusive": one.exclusive,
    }


async def show_all(ask: Ask) -> Answer:
    """Read one's lists."""
    return Answer.json([entity(one) for one in await lists.list_all(ask.store, ask.me())])


async def show(ask: Ask) -> Answer:
    """Read one list."""
    return Answer.json(entity(await lists.get(ask.store, ask.me(), ask.id())))


async def create(ask: Ask) -> Answer:
    """Begin a list."""
    return Answer.json(entity(await ask.do(lists.create, ask.me(), _wish(ask))))


async def change(ask: Ask) -> Answer:
    """Change a list."""
    return Answer.json(entity(await ask.do(lists.change, ask.me(), ask.id(), _wish(ask))))


async def remove(ask: Ask) -> Answer:
    """Take a list away."""
    await ask.do(lists.remove, ask.me(), ask.id())
    return Answer.empty()


async def members(ask: Ask) -> Answer:
    """Read who stands on a list; with a limit of 0 all of them."""
    found = await lists.members(ask.store, ask.me(), ask.id())
    page = ask.page
    rows = [row for row in found if page.above < row[0] < page.below]
    if ask.params.given("limit") and not page.asked:
        return await of_entries(ask, rows, MOST_MEMBERS)
    limit = page.limit(40, 80)
    return await of_entries(ask, rows[::-1] if page.upward else rows, limit)


async def add(ask: Ask) -> Answer:
    """Put some on a list."""
    await ask.do(lists.add, ask.me(), ask.id(), _actors(ask))
    return Answer.empty()


async def take_out(ask: Ask) -> Answer:
    """Take some off a list."""
    await ask.do(lists.take_out, ask.me(), ask.id(), _actors(ask))
    return Answer.empty()


async def holding(ask: Ask) -> Answer:
    """Read on which of one's lists somebody stands."""
    found = await lists.holding(ask.store, ask.me(), ask.id())
    return Answer.json([entity(one) for one in found])


def _actors(ask: Ask) -> list[int]:
    actors = ask.params.ids("account_ids")
    if len(actors) > MOST_MEMBERS:
        raise Invalid(f"A list has room for {MOST_MEMBERS}.")
    return actors


def _wish(ask: Ask) -> Wish:
    params = ask.params
    title = params.text("title") if params.given("title") else None
    replies = None
    if params.line("replies_policy"):
        replies = _REPLIES[params.choice("replies_policy", tuple(_REPLIES), "list")]
    exclusive = params.flag("exclusive") if params.given("exclusive") else None
    return Wish(title, replies, exclusive)


ROUTES: Final = (
    Route("GET", "/api/v1/lists", show_all, "read:lists"),
    Route("POST", "/api/v1/lists", create, "write:lists"),
    Route("GET", "/api/v1/lists/:id", show, "read:lists"),
    Route("PUT", "/api/v1/lists/:id", change, "write:lists"),
    Route("DELETE", "/api/v1/lists/:id", remove, "write:lists"),
    Route("GET", "/api/v1/lists/:id/accounts", members, "read:lists"),
    Route("POST", "/api/v1/lists/:id/accounts", add, "write:lists"),
    Route("DELETE", "/api/v1/lists/:id/accounts", take_out, "write:lists"),
    Route("GET", "/api/v1/accounts/:id/lists", holding, "read:lists"),
)
