"""Share what one knows: choose a kind, fill in its form."""

from typing import Final

from starlette.responses import Response

from fedcop.community import communities, policy
from fedcop.community.practice.kinds import KINDS, LICENSES
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.errors import NotFound
from fedcop.store.rows import GroupRow
from fedcop.tongues import N_
from fedcop.values import Audience
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find, may_start
from fedcop.web.pages.library import filling
from fedcop.web.pages.library.filling import AUDIENCES, Filling
from fedcop.web.pages.library.sheets import form_page, publish

# What one chooses from, grouped by what one has in mind.
SHEET: Final = (
    (N_("Share a way of working"), ("practice", "checklist", "template", "tool", "tip")),
    (N_("Tell what happened"), ("story", "lesson", "reflection")),
    (N_("Try something new"), ("idea", "experiment")),
    (N_("Agree and gather"), ("standard", "path", "collection", "term")),
)
_LISTED: Final = 100
_DEFAULT_LICENSE: Final = next(iter(LICENSES))


async def choose_place(ask: Ask) -> Response:
    """Ask in which community something shall be shared."""
    joined = await communities.list_joined(ask.store, ask.me.id, 0, _LISTED)
    return await ask.page("share_where.html", joined=joined)


async def choose(ask: Ask) -> Response:
    """Ask what somebody has to share."""
    group, seat = await find(ask)
    policy.require(may_start(ask, group, seat))
    sheet = [(title, [KINDS[name] for name in names]) for title, names in SHEET]
    return await ask.page("share.html", group=group, sheet=sheet)


async def start(ask: Ask) -> Response:
    """Show the form of a kind."""
    group = await _place(ask)
    return await form_page(ask, group, await _begun(ask, group), _action(ask, group))


async def post_start(ask: Ask) -> Response:
    """Publish what was filled in, keep it, or show it."""
    group = await _place(ask)
    filled = await filling.read(ask, await _begun(ask, group))
    return await publish(ask, group, filled, _action(ask, group))


async def _place(ask: Ask) -> GroupRow:
    """Find the community something is shared in. Raises NotFound and Refused."""
    group, seat = await find(ask)
    policy.require(may_start(ask, group, seat))
    if ask.word("kind") not in KINDS:
        raise NotFound("There is no such kind of thing to share.")
    return group


async def _begun(ask: Ask, group: GroupRow) -> Filling:
    """Return an empty form."""
    usual = max(Audience(group.practice.audience), Audience.PUBLIC)
    wish = ArtifactWish(
        ask.word("kind"),
        community_id=group.actor.id,
        audience=usual if usual in AUDIENCES else Audience.PUBLIC,
        license=_DEFAULT_LICENSE,
        organization_uri=ask.store.uris.organization(),
    )
    return await filling.filled_with(ask, wish)


def _action(ask: Ask, group: GroupRow) -> str:
    return f"{paths.of_actor(group.actor)}/new/{ask.word('kind')}"
