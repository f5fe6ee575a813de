"""Make our version: a draft with what the original says, which keeps naming it."""

from typing import Final

from starlette.responses import Response

from fedcop.community import communities
from fedcop.community.practice import adaptations, artifact_drafts
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.wording import license_label
from fedcop.errors import Refused
from fedcop.web.ask import Ask
from fedcop.web.pages.library.reading import find_standing
from fedcop.web.pages.library.wishing import version_of

_PLACES: Final = 100


async def show(ask: Ask) -> Response:
    """Say what its licence asks, and ask where the version shall stand."""
    line, row = await find_standing(ask)
    return await ask.page(
        "adapt.html",
        line=line,
        row=row,
        may=adaptations.may_adapt(row.license),
        keeps=adaptations.keeps(row.license),
        license=license_label(row.license),
        joined=await communities.list_joined(ask.store, ask.me.id, 0, _PLACES),
    )


async def begin(ask: Ask) -> Response:
    """Begin a draft of a version. Raises Refused where the licence does not let one be made."""
    line, row = await find_standing(ask)
    if not adaptations.may_adapt(row.license):
        raise Refused("Its licence allows copies, and no versions of it. Ask its author.")
    if row.kind not in KINDS:
        raise Refused("No version can be made of this.")
    joined = await communities.list_joined(ask.store, ask.me.id, 0, _PLACES)
    chosen = ask.form.number("community")
    place = next((one.actor.id for one in joined if one.actor.id == chosen), 0)
    wish = await version_of(ask, line, row, place)
    draft = await ask.do(artifact_drafts.begin, ask.me, wish)
    return ask.go(f"/drafts/{draft.id}")
