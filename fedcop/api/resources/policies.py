"""Of whom one is told at once, and who waits to be asked for."""

from typing import Final

import orjson

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts, statuses
from fedcop.api.entities.own_pages import span
from fedcop.api.entities.times import moment
from fedcop.api.routes import Route
from fedcop.community import notice_rules
from fedcop.community.notice_rules import Request, Wish
from fedcop.errors import NotFound
from fedcop.store.rows import PolicyRow
from fedcop.values import FilterContext, NoticeRule

_READ: Final = "read:notifications"
_WRITE: Final = "write:notifications"
_REQUESTS: Final = "/api/v1/notifications/requests"
_RULES: Final = {
    "accept": NoticeRule.ACCEPT,
    "filter": NoticeRule.FILTER,
    "drop": NoticeRule.DROP,
}
_WORDS: Final = {int(rule): word for word, rule in _RULES.items()}


async def show(ask: Ask) -> Answer:
    """Read one's policy."""
    return await _told(ask, await notice_rules.find(ask.store, ask.me()))


async def change(ask: Ask) -> Answer:
    """Change one's policy."""
    wish = Wish(
        _rule(ask, "for_not_following"),
        _rule(ask, "for_not_followers"),
        _rule(ask, "for_new_accounts"),
        _rule(ask, "for_private_mentions"),
        _rule(ask, "for_limited_accounts"),
    )
    return await _told(ask, await ask.do(notice_rules.change, ask.me(), wish))


async def show_older(ask: Ask) -> Answer:
    """Read one's policy as older clients know it."""
    return await _told_older(ask, await notice_rules.find(ask.store, ask.me()))


async def change_older(ask: Ask) -> Answer:
    """Change one's policy as older clients do."""
    wish = Wish(
        _flag(ask, "filter_not_following"),
        _flag(ask, "filter_not_followers"),
        _flag(ask, "filter_new_accounts"),
        _flag(ask, "filter_private_mentions"),
    )
    return await _told_older(ask, await ask.do(notice_rules.change, ask.me(), wish))


async def requests(ask: Ask) -> Answer:
    """Read who waits to be asked for."""
    page = await notice_rules.page(ask.store, ask.me(), span(ask), ask.page.limit(40, 80))
    answer = Answer.listed(await _entities(ask, page.requests))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def request(ask: Ask) -> Answer:
    """Read one of them."""
    found = await notice_rules.get(ask.store, ask.me(), ask.id())
    told = await _entities(ask, [found])
    if not told:
        raise NotFound("There is no such request.")
    return Answer.raw(told[0])


async def accept(ask: Ask) -> Answer:
    """Let in what waits from somebody."""
    await ask.do(notice_rules.accept, ask.me(), [ask.id()])
    return Answer.empty()


async def dismiss(ask: Ask) -> Answer:
    """Forget what waits from somebody."""
    await ask.do(notice_rules.dismiss, ask.me(), [ask.id()])
    return Answer.empty()


async def accept_some(ask: Ask) -> Answer:
    """Let in what waits from several."""
    await ask.do(notice_rules.accept, ask.me(), ask.params.ids("id"))
    return Answer.empty()


async def dismiss_some(ask: Ask) -> Answer:
    """Forget what waits from several."""
    await ask.do(notice_rules.dismiss, ask.me(), ask.params.ids("id"))
    return Answer.empty()


async def merged(ask: Ask) -> Answer:
    """Say that what was let in is in its place: that is so at once."""
    return Answer.json({"merged": True})


async def _told(ask: Ask, row: PolicyRow) -> Answer:
    return Answer.json(
        {
            "for_not_following": _WORDS[row.not_following],
            "for_not_followers": _WORDS[row.not_followers],
            "for_new_accounts": _WORDS[row.new_accounts],
            "for_private_mentions": _WORDS[row.private_mentions],
            "for_limited_accounts": _WORDS[row.limited_accounts],
            "summary": await _summary(ask),
        }
    )


async def _told_older(ask: Ask, row: PolicyRow) -> Answer:
    return Answer.json(
        {
            "filter_not_following": row.not_following > 0,
            "filter_not_followers": row.not_followers > 0,
            "filter_new_accounts": row.new_accounts > 0,
            "filter_private_mentions": row.private_mentions > 0,
            "summary": await _summary(ask),
        }
    )


async def _summary(ask: Ask) -> dict[str, int]:
    people, things = await notice_rules.count_all(ask.store, ask.me())
    return {"pending_requests_count": people, "pending_notifications_count": things}


async def _entities(ask: Ask, found: list[Request]) -> list[bytes]:
    by = await accounts.many(ask, (one.row.actor_id for one in found))
    last = [one.row.last_post_id for one in found if one.row.last_post_id]
    posts = await statuses.by_ids(ask, last, FilterContext.NOTIFICATIONS)
    told = []
    for one in found:
        if one.row.actor_id in by:
            entity: dict[str, object] = {
                "id": str(one.row.id),
                "created_at": moment(one.row.created),
                "updated_at": moment(one.row.updated),
                "notifications_count": str(one.count),
                "account": orjson.Fragment(by[one.row.actor_id]),
            }
            if one.row.last_post_id in posts:
                entity["last_status"] = orjson.Fragment(posts[one.row.last_post_id])
            told.append(orjson.dumps(entity))
    return told


def _rule(ask: Ask, name: str) -> NoticeRule | None:
    if not ask.params.line(name):
        return None
    return _RULES[ask.params.choice(name, tuple(_RULES), "accept")]


def _flag(ask: Ask, name: str) -> NoticeRule | None:
    if not ask.params.given(name):
        return None
    return NoticeRule.FILTER if ask.params.flag(name) else NoticeRule.ACCEPT


ROUTES: Final = (
    Route("GET", "/api/v2/notifications/policy", show, _READ),
    Route("PATCH", "/api/v2/notifications/policy", change, _WRITE),
    Route("GET", "/api/v1/notifications/policy", show_older, _READ),
    Route("PUT", "/api/v1/notifications/policy", change_older, _WRITE),
    Route("GET", _REQUESTS, requests, _READ),
    Route("GET", f"{_REQUESTS}/:id", request, _READ),
    Route("POST", f"{_REQUESTS}/:id/accept", accept, _WRITE),
    Route("POST", f"{_REQUESTS}/:id/dismiss", dismiss, _WRITE),
    Route("POST", f"{_REQUESTS}/accept", accept_some, _WRITE),
    Route("POST", f"{_REQUESTS}/dismiss", dismiss_some, _WRITE),
    Route("GET", f"{_REQUESTS}/merged", merged, _READ),
)
