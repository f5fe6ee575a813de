"""/api/v2/filters: what one would rather not read, with the words and statuses it looks for."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import filters as entities
from fedcop.api.params import Params
from fedcop.api.routes import Route
from fedcop.community import filtering, status_pages
from fedcop.community.filtering import Wish, Word
from fedcop.errors import Invalid
from fedcop.values import FilterAction, FilterContext

_FILTERS: Final = "/api/v2/filters"
_READ: Final = "read:filters"
_WRITE: Final = "write:filters"


def contexts_of(ask: Ask) -> FilterContext | None:
    """Read where a filter is to hold; None when it is not said. Raises Invalid."""
    words = ask.params.texts("context")
    if not words:
        return None
    if any(word not in entities.CONTEXTS for word in words):
        raise Invalid("Validation failed: Context None or invalid context supplied")
    return FilterContext(sum({entities.CONTEXTS[word] for word in words}))


def seconds_of(ask: Ask) -> int | None:
    """Read how long a filter is to hold; None when it is not said, 0 for ever."""
    return max(ask.params.number("expires_in", 0), 0) if ask.params.given("expires_in") else None


async def show_all(ask: Ask) -> Answer:
    """Read one's filters."""
    found = await filtering.list_all(ask.store, ask.me())
    return Answer.json([entities.whole(one) for one in found])


async def show(ask: Ask) -> Answer:
    """Read one filter."""
    return Answer.json(entities.whole(await filtering.get(ask.store, ask.me(), ask.id())))


async def create(ask: Ask) -> Answer:
    """Make a filter."""
    wish = _wish(ask)
    if wish.contexts is None:
        raise Invalid("Validation failed: Context None or invalid context supplied")
    made = await ask.do(filtering.create, ask.me(), wish, _words(ask))
    return Answer.json(entities.whole(made))


async def change(ask: Ask) -> Answer:
    """Change a filter and what it looks for."""
    changed = await ask.do(filtering.change, ask.me(), ask.id(), _wish(ask), _words(ask))
    return Answer.json(entities.whole(changed))


async def remove(ask: Ask) -> Answer:
    """Take a filter away."""
    await ask.do(filtering.remove, ask.me(), ask.id())
    return Answer.empty()


async def show_words(ask: Ask) -> Answer:
    """Read for which words a filter looks."""
    found = await filtering.get(ask.store, ask.me(), ask.id())
    return Answer.json(list(map(entities.keyword, found.keywords)))


async def add_word(ask: Ask) -> Answer:
    """Let a filter look for a word."""
    row = await ask.do(filtering.add_word, ask.me(), ask.id(), _word(ask.params))
    return Answer.json(entities.keyword(row))


async def show_word(ask: Ask) -> Answer:
    """Read one word."""
    _, row = await filtering.get_word(ask.store, ask.me(), ask.id())
    return Answer.json(entities.keyword(row))


async def change_word(ask: Ask) -> Answer:
    """Let a filter look for another word."""
    row = await ask.do(filtering.change_word, ask.me(), ask.id(), _word(ask.params))
    return Answer.json(entities.keyword(row))


async def remove_word(ask: Ask) -> Answer:
    """Let a filter look for a word no longer."""
    await ask.do(filtering.remove_word, ask.me(), ask.id())
    return Answer.empty()


async def show_posts(ask: Ask) -> Answer:
    """Read for which statuses a filter looks."""
    found = await filtering.get(ask.store, ask.me(), ask.id())
    return Answer.json(list(map(entities.post, found.posts)))


async def add_post(ask: Ask) -> Answer:
    """Let a filter look for a status; what is passed on is the post itself."""
    seen = await status_pages.one(ask.store, ask.me(), ask.params.id("status_id"))
    row = await ask.do(filtering.add_post, ask.me(), ask.id(), seen.post_id)
    return Answer.json(entities.post(row))


async def show_post(ask: Ask) -> Answer:
    """Read one status that is looked for."""
    _, row = await filtering.get_post(ask.store, ask.me(), ask.id())
    return Answer.json(entities.post(row))


async def remove_post(ask: Ask) -> Answer:
    """Let a filter look for a status no longer."""
    return Answer.json(entities.post(await ask.do(filtering.remove_post, ask.me(), ask.id())))


def _wish(ask: Ask) -> Wish:
    params = ask.params
    title = params.text("title") if params.given("title") else None
    action: FilterAction | None = None
    if params.line("filter_action"):
        action = entities.ACTIONS[params.choice("filter_action", tuple(entities.ACTIONS), "warn")]
    return Wish(title, contexts_of(ask), action, seconds_of(ask))


def _words(ask: Ask) -> list[Word]:
    return [_word(table) for table in ask.params.tables("keywords_attributes")]


def _word(params: Params) -> Word:
    keyword = params.text("keyword") if params.given("keyword") else None
    whole = params.flag("whole_word", default=True) if params.given("whole_word") else None
    return Word(keyword, whole, params.id("id"), params.flag("_destroy"))


ROUTES: Final = (
    Route("GET", _FILTERS, show_all, _READ),
    Route("POST", _FILTERS, create, _WRITE),
    Route("GET", f"{_FILTERS}/:id", show, _READ),
    Route("PUT", f"{_FILTERS}/:id", change, _WRITE),
    Route("DELETE", f"{_FILTERS}/:id", remove, _WRITE),
    Route("GET", f"{_FILTERS}/:id/keywords", show_words, _READ),
    Route("POST", f"{_FILTERS}/:id/keywords", add_word, _WRITE),
    Route("GET", f"{_FILTERS}/keywords/:id", show_word, _READ),
    Route("PUT", f"{_FILTERS}/keywords/:id", change_word, _WRITE),
    Route("DELETE", f"{_FILTERS}/keywords/:id", remove_word, _WRITE),
    Route("GET", f"{_FILTERS}/:id/statuses", show_posts, _READ),
    Route("POST", f"{_FILTERS}/:id/statuses", add_post, _WRITE),
    Route("GET", f"{_FILTERS}/statuses/:id", show_post, _READ),
    Route("DELETE", f"{_FILTERS}/statuses/:id", remove_post, _WRITE),
)
