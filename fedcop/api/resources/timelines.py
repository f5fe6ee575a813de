"""/api/v1/timelines: home, public, and what stands under a hashtag."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import pages
from fedcop.api.routes import Auth, Route
from fedcop.community import hashtags, lists, status_pages
from fedcop.community.status_pages import ALL, Which
from fedcop.values import FilterContext

_MOST_TAGS: Final = 4


async def home(ask: Ask) -> Answer:
    """Read one's home timeline."""
    return await pages.of_statuses(ask, status_pages.home(ask.me().id), FilterContext.HOME)


async def public(ask: Ask) -> Answer:
    """Read what begins in public: everywhere, here, or elsewhere."""
    which = Which(local=_local(ask), with_media=ask.params.flag("only_media"))
    return await pages.of_statuses(ask, status_pages.public(which), FilterContext.PUBLIC)


async def tag(ask: Ask) -> Answer:
    """Read what stands under a hashtag, or several."""
    named = hashtags.fold([ask.word("hashtag")])
    if not named:
        return Answer.listed([])
    which = Which(
        local=_local(ask),
        with_media=ask.params.flag("only_media"),
        all_tags=_tags(ask, "all"),
        no_tags=_tags(ask, "none"),
    )
    wanted = status_pages.tagged([*named, *_tags(ask, "any")], which)
    return await pages.of_statuses(ask, wanted, FilterContext.PUBLIC)


async def reading_list(ask: Ask) -> Answer:
    """Read what stands at home of those on a list, or what is written in a community."""
    me = ask.me()
    listing = await lists.get(ask.store, me, ask.id())
    if listing.community_id:
        wanted = status_pages.of_community(listing.community_id, ALL, relayed=False)
    else:
        wanted = status_pages.reading_list(me.id, listing.id, listing.replies)
    return await pages.of_statuses(ask, wanted, FilterContext.HOME)


def _tags(ask: Ask, name: str) -> tuple[str, ...]:
    return tuple(hashtags.fold(ask.params.texts(name))[:_MOST_TAGS])


def _local(ask: Ask) -> int:
    if ask.params.flag("local"):
        return 1
    return 0 if ask.params.flag("remote") else -1


ROUTES: Final = (
    Route("GET", "/api/v1/timelines/home", home, "read:statuses"),
    Route("GET", "/api/v1/timelines/public", public, "read:statuses", Auth.OPEN),
    Route("GET", "/api/v1/timelines/tag/:hashtag", tag, "read:statuses", Auth.OPEN),
    Route("GET", "/api/v1/timelines/list/:id", reading_list, "read:lists"),
)
