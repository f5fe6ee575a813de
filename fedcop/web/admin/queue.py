"""The queue: what is to go out, what waits beside its lanes, what came and was refused."""

from typing import Final

from starlette.responses import Response

from fedcop import clock
from fedcop.community.house import queue
from fedcop.community.house.lights import span
from fedcop.tongues import ngettext
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask

_PAGE: Final = 30


async def show(ask: Ask) -> Response:
    """Show what waits, and why."""
    looked = await queue.look(ask.store)
    items = await queue.list_items(ask.store, ask.before(), _PAGE + 1)
    return await framed(
        ask,
        "queue",
        looked=looked,
        items=items[:_PAGE],
        more=items[_PAGE - 1].id if len(items) > _PAGE else 0,
        arrived=_waiting(looked.arrived, looked.arrived_since),
        untold=_waiting(looked.untold, looked.untold_since),
    )


def _waiting(number: int, since: int) -> str:
    if not number:
        return "0"
    age = span(max(0, clock.now_ms() - since) // 1000)
    text = ngettext("%(num)s, for %(age)s", "%(num)s, the oldest for %(age)s", number)
    return text % {"num": number, "age": age}
