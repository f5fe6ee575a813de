"""Letters end by one click (RFC 8058): the button sends a form, and so do mail programs.

Opening the address changes nothing: programs that look for harm in mail open every link.
"""

from starlette.responses import Response

from fedcop.community import communities, mail_wishes, stopping
from fedcop.community.stopping import Stop
from fedcop.tongues import _
from fedcop.web.ask import Ask


async def show(ask: Ask) -> Response:
    """Show what would end, and a button."""
    return await _page(ask, _wanted(ask), done=False)


async def end(ask: Ask) -> Response:
    """End it."""
    wanted = _wanted(ask)
    await ask.do(mail_wishes.stop, wanted)
    return await _page(ask, wanted, done=True)


def _wanted(ask: Ask) -> Stop:
    return stopping.read_stop(ask.site.settings.secret, ask.word("token"))


async def _page(ask: Ask, wanted: Stop, *, done: bool) -> Response:
    name = ""
    if wanted.what == stopping.DIGEST:
        group = await communities.find(ask.store, wanted.community_id)
        name = group.actor.display or group.actor.name if group else ""
    words = {
        stopping.NEEDS: _("mail of what needs you"),
        stopping.DIGESTS: _("digests of your communities"),
        stopping.DIGEST: _("digests of %(name)s") % {"name": name or _("this community")},
    }
    what = words[wanted.what]
    return await ask.page("unsubscribe.html", what=what, done=done, address=ask.place)
