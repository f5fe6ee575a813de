"""/api/v1/filters: each word that one would rather not read, as older clients know them."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import filters as entities
from fedcop.api.resources.filters import contexts_of, seconds_of
from fedcop.api.routes import Route
from fedcop.community import filtering
from fedcop.community.filtering import Wish, Word
from fedcop.errors import Invalid
from fedcop.values import FilterAction


async def show_all(ask: Ask) -> Answer:
    """Read for which words one's filters look."""
    found = await filtering.list_all(ask.store, ask.me())
    return Answer.json([entities.older(one.row, word) for one in found for word in one.keywords])


async def show(ask: Ask) -> Answer:
    """Read one of them."""
    found, word = await filtering.get_word(ask.store, ask.me(), ask.id())
    return Answer.json(entities.older(found.row, word))


async def create(ask: Ask) -> Answer:
    """Make a filter for a word."""
    wish, word = _wish(ask), _word(ask)
    if wish.contexts is None:
        raise Invalid("Validation failed: Context None or invalid context supplied")
    if not word.keyword:
        raise Invalid("Validation failed: Phrase can't be blank")
    made = await ask.do(filtering.create, ask.me(), wish, [word])
    return Answer.json(entities.older(made.row, made.keywords[0]))


async def change(ask: Ask) -> Answer:
    """Change a word and its filter."""
    wish, word = _wish(ask), _word(ask)
    found, row = await ask.do(filtering.change_lone, ask.me(), ask.id(), wish, word)
    return Answer.json(entities.older(found.row, row))


async def remove(ask: Ask) -> Answer:
    """Take a word away, and its filter if it has no other."""
    await ask.do(filtering.remove_lone, ask.me(), ask.id())
    return Answer.empty()


def _wish(ask: Ask) -> Wish:
    params = ask.params
    title = params.text("phrase") if params.given("phrase") else None
    action = None
    if params.given("irreversible"):
        action = FilterAction.HIDE if params.flag("irreversible") else FilterAction.WARN
    return Wish(title, contexts_of(ask), action, seconds_of(ask))


def _word(ask: Ask) -> Word:
    params = ask.params
    keyword = params.text("phrase") if params.given("phrase") else None
    whole = params.flag("whole_word", default=True) if params.given("whole_word") else None
    return Word(keyword, whole)


ROUTES: Final = (
    Route("GET", "/api/v1/filters", show_all, "read:filters"),
    Route("POST", "/api/v1/filters", create, "write:filters"),
    Route("GET", "/api/v1/filters/:id", show, "read:filters"),
    Route("PUT", "/api/v1/filters/:id", change, "write:filters"),
    Route("DELETE", "/api/v1/filters/:id", remove, "write:filters"),
)
