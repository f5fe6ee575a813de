"""Hashtags: to follow them, and to show them on one's profile."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import tags as entities
from fedcop.api.entities.times import day
from fedcop.api.routes import Auth, Route
from fedcop.community import people, tags
from fedcop.community.tags import Featured
from fedcop.errors import Invalid


async def show(ask: Ask) -> Answer:
    """Read a hashtag."""
    return await _one(ask, tags.folded(ask.word("name")))


async def follow(ask: Ask) -> Answer:
    """Read at home what stands under a hashtag."""
    return await _one(ask, await ask.do(tags.follow, ask.me(), ask.word("name")))


async def unfollow(ask: Ask) -> Answer:
    """Read it at home no longer."""
    return await _one(ask, await ask.do(tags.unfollow, ask.me(), ask.word("name")))


async def feature(ask: Ask) -> Answer:
    """Show a hashtag on one's profile."""
    return await _one(ask, await ask.do(tags.feature, ask.me(), ask.word("name")))


async def unfeature(ask: Ask) -> Answer:
    """Show it no longer."""
    return await _one(ask, await ask.do(tags.unfeature, ask.me(), ask.word("name")))


async def followed(ask: Ask) -> Answer:
    """Read which hashtags one follows."""
    page, limit = ask.page, ask.page.limit(100, 200)
    found = await tags.list_followed(ask.store, ask.me())
    rows = [row for row in found if page.above < row.id < page.below]
    shown = rows[-limit:] if page.upward else rows[:limit]
    answer = Answer.listed(await entities.many(ask, [row.tag for row in shown]))
    ends = (shown[0].id, shown[-1].id) if shown else (0, 0)
    return ask.linked(answer, *ends, more=len(rows) > limit or (page.upward and bool(shown)))


async def featured(ask: Ask) -> Answer:
    """Read which hashtags one shows."""
    return await _featured(ask, ask.me().id)


async def featured_by(ask: Ask) -> Answer:
    """Read which hashtags somebody shows."""
    actor = await people.shown(ask.store, ask.viewer, ask.id())
    return await _featured(ask, actor.id)


async def feature_by_name(ask: Ask) -> Answer:
    """Show a hashtag on one's profile."""
    if not ask.params.line("name"):
        raise Invalid("Validation failed: Tag can't be blank")
    tag = await ask.do(tags.feature, ask.me(), ask.params.line("name"))
    return Answer.json(_entity(ask, await tags.get_featured(ask.store, ask.me(), tag)))


async def unfeature_by_id(ask: Ask) -> Answer:
    """Show a hashtag no longer."""
    await ask.do(tags.unfeature_by_id, ask.me(), ask.id())
    return Answer.empty()


async def suggestions(ask: Ask) -> Answer:
    """Read which hashtags one uses most and does not show."""
    return Answer.listed(await entities.many(ask, await tags.suggest(ask.store, ask.me())))


async def _one(ask: Ask, tag: str) -> Answer:
    return Answer.raw((await entities.many(ask, [tag]))[0])


async def _featured(ask: Ask, actor_id: int) -> Answer:
    found = await tags.list_featured(ask.store, actor_id)
    return Answer.json([_entity(ask, one) for one in found])


def _entity(ask: Ask, one: Featured) -> dict[str, object]:
    return {
        "id": str(one.id),
        "name": one.name,
        "url": ask.store.uris.hashtag(one.name),
        "statuses_count": str(one.count),
        "last_status_at": day(one.last),
    }


ROUTES: Final = (
    Route("GET", "/api/v1/tags/:name", show, "", Auth.OPEN),
    Route("POST", "/api/v1/tags/:name/follow", follow, "write:follows"),
    Route("POST", "/api/v1/tags/:name/unfollow", unfollow, "write:follows"),
    Route("POST", "/api/v1/tags/:name/feature", feature, "write:accounts"),
    Route("POST", "/api/v1/tags/:name/unfeature", unfeature, "write:accounts"),
    Route("GET", "/api/v1/followed_tags", followed, "read:follows"),
    Route("GET", "/api/v1/featured_tags", featured, "read:accounts"),
    Route("POST", "/api/v1/featured_tags", feature_by_name, "write:accounts"),
    Route("DELETE", "/api/v1/featured_tags/:id", unfeature_by_id, "write:accounts"),
    Route("GET", "/api/v1/featured_tags/suggestions", suggestions, "read:accounts"),
    Route("GET", "/api/v1/accounts/:id/featured_tags", featured_by, "", Auth.OPEN),
)
