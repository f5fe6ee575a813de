"""/api/v1/polls: how a poll stands, and what one chooses."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import polls as entities
from fedcop.api.entities import statuses
from fedcop.api.params import Params
from fedcop.api.routes import Auth, Route
from fedcop.community import polls, status_pages
from fedcop.community.drafts import PollDraft
from fedcop.errors import Invalid, NotFound
from fedcop.federation.remote import asking

_LONGEST_POSITION: Final = 4


async def show(ask: Ask) -> Answer:
    """Read how a poll stands; the home of one from elsewhere is asked now and then."""
    glance = await status_pages.one(ask.store, ask.viewer, ask.id())
    if ask.viewer is not None:
        await asking.refresh(ask.reach, glance.post_id)
    return await _render(ask)


async def vote(ask: Ask) -> Answer:
    """Choose."""
    glance = await status_pages.one(ask.store, ask.me(), ask.id())
    chosen = [_position(word) for word in ask.params.texts("choices")]
    if not await ask.do(polls.vote, ask.me(), glance.post_id, chosen):
        raise Invalid("Validation failed: You have already voted on this poll")
    return await _render(ask)


def draft_of(params: Params) -> PollDraft | None:
    """Read what a post shall ask; None when nothing is said of it. Raises Invalid."""
    said = params.table("poll")
    if not said.tree:
        return None
    if not said.given("expires_in"):
        raise Invalid("Validation failed: Poll expires at can't be blank")
    return polls.check(
        PollDraft(
            options=tuple(said.texts("options")),
            multiple=said.flag("multiple"),
            hide_totals=said.flag("hide_totals"),
            lasts=said.number("expires_in") * 1000,
        )
    )


async def _render(ask: Ask) -> Answer:
    glance = await status_pages.one(ask.store, ask.viewer, ask.id())
    said = (await statuses.said_of(ask, [glance])).get(glance.post_id)
    if said is None or said.poll is None:
        raise NotFound("There is no such poll.")
    found = await entities.for_reader(ask, {glance.post_id: said.poll})
    return Answer.raw(found[glance.post_id])


def _position(word: str) -> int:
    plain = word.isascii() and word.isdigit() and len(word) <= _LONGEST_POSITION
    return int(word) if plain else -1


ROUTES: Final = (
    Route("GET", "/api/v1/polls/:id", show, "read:statuses", Auth.OPEN),
    Route("POST", "/api/v1/polls/:id/votes", vote, "write:statuses"),
)
