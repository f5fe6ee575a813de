"""The first pages: landing for guests, home for those signed in, and what the node is."""

from starlette.responses import Response

from fedcop.community import communities, house_rules, timelines
from fedcop.community.admission import chosen_mode
from fedcop.community.joining import modes
from fedcop.community.practice import meetings, rsvps
from fedcop.settings import FederationMode
from fedcop.web import telling, words
from fedcop.web.answered import waiting_for
from fedcop.web.ask import Ask

_LINES = 30
_FEW = 6
_LATEST = 8
_WAITING = 3


async def landing(ask: Ask) -> Response:
    """Say what this node is for, and show what anybody may read."""
    if ask.visitor is not None:
        return ask.go("/home")
    groups = await communities.list_local(ask.store, limit=_FEW)
    latest = await timelines.local(ask.store, None, 0, _LATEST)
    mode = words.MODES[await mode_of(ask)]
    joining = modes.mode_of(ask.site.settings, await ask.site.options.get(ask.store))
    return await ask.page(
        "landing.html", groups=groups, lines=latest.lines, mode=mode, joining=joining
    )


async def show(ask: Ask) -> Response:
    """Show what those wrote whom somebody follows, and what their communities say."""
    page = await timelines.home(ask.store, ask.me, ask.before(), _LINES)
    suggested = [] if page.lines else await communities.list_local(ask.store, limit=_FEW)
    first = not ask.before()
    ahead = await meetings.next_for(ask.store, ask.me) if first else []
    own = await rsvps.own_answers(ask.store, ask.me, [one.post.id for one in ahead])
    return await ask.page(
        "home.html",
        page=page,
        suggested=suggested,
        first=first,
        waiting=await waiting_for(ask, _WAITING) if first else [],
        ahead=ahead,
        own=own,
        telling=telling,
    )


async def about(ask: Ask) -> Response:
    """Say who runs this node and whom it speaks with."""
    groups = await communities.list_local(ask.store, limit=_FEW)
    mode = words.MODES[await mode_of(ask)]
    rules = await house_rules.list_rules(ask.store)
    return await ask.page("about.html", groups=groups, mode=mode, rules=rules)


async def mode_of(ask: Ask) -> FederationMode:
    """Say in which mode the node federates."""
    decided = await ask.site.options.get(ask.store)
    return chosen_mode(decided, ask.site.settings.federation_mode)


async def tag(ask: Ask) -> Response:
    """Show what stands under a hashtag."""
    name = ask.word("tag").lower()[:100]
    page = await timelines.tagged(ask.store, ask.viewer, name, ask.before(), _LINES)
    return await ask.page("tag.html", tag=name, page=page)
