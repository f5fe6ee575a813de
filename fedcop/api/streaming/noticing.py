"""What people are told in person: notifications, conversations, that their filters changed."""

from collections import OrderedDict
from collections.abc import Iterable
from functools import partial
from typing import Final

from starlette.datastructures import Headers

from fedcop import clock, ids
from fedcop.api.ask import Ask, Desk
from fedcop.api.entities import conversations as conversation_entities
from fedcop.api.entities import notifications as entities
from fedcop.api.streaming import channels
from fedcop.api.streaming.channels import Channel
from fedcop.api.streaming.outlet import Message, Outlet
from fedcop.community import conversations, notices
from fedcop.community.filters import WAKE as FILTERS
from fedcop.community.notice_rules import MERGED
from fedcop.community.notices import Wanted
from fedcop.community.status_pages import Span

NOTICES: Final = "notification"  # rung with whom something was told
DIRECT: Final = "conversation"  # rung with whose conversation goes on
KINDS: Final = frozenset((NOTICES, DIRECT, FILTERS, MERGED))

_TOP: Final = 2**62
_LATELY_MS: Final = 30_000
_MOST: Final = 40
_MOST_TALKS: Final = 10
_BARE: Final = {
    FILTERS: Message("filters_changed"),
    MERGED: Message("notifications_merged", b"1"),
}
_KNOWN: Final = 4_000


class Noticing:
    """Tells people what is for them alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: OrderedDict[tuple[str, int, int], None] = OrderedDict()

    async def tell(self, outlets: Iterable[Outlet], kind: str, person: int) -> None:
        """Tell somebody what a bell rings for, if they listen."""
        mine = [one for one in outlets if one.me == person]
        if kind in _BARE:
            _offer(mine, kind, _BARE[kind])
            return
        heard = [one for one in mine if any(_hears(one, ch, kind) for ch in one.channels)]
        if not heard:
            return
        headers = Headers(raw=[])
        ask = Ask(self._desk, "GET", "/api/v1/streaming", "", headers, caller=heard[0].caller)
        if kind == NOTICES:
            await self._tell_notices(ask, heard)
        else:
            await self._tell_conversation(ask, heard)

    async def _tell_notices(self, ask: Ask, heard: list[Outlet]) -> None:
        """Tell what came lately and was not told; its order is not that of its ids."""
        lately = max(clock.now_ms() - _LATELY_MS, min(one.opened for one in heard))
        span = Span(_TOP, ids.first_at(lately))
        wanted = Wanted(keep=partial(entities.without_hidden, ask))
        page = await notices.page(ask.store, ask.me(), (span, _MOST), wanted)
        for row in reversed(page.notices):
            if self._is_new(NOTICES, row.id, row.created):
                for said in await entities.many(ask, [row]):
                    since = [one for one in heard if one.opened <= row.created]
                    _offer(since, NOTICES, Message("notification", said))

    async def _tell_conversation(self, ask: Ask, heard: list[Outlet]) -> None:
        """Tell which goes on: the latest, and what else came lately, as bells may fall together."""
        page = await conversations.page(ask.store, ask.me(), Span(_TOP), _MOST_TALKS)
        lately = ids.first_at(clock.now_ms() - _LATELY_MS)
        found = [one for n, one in enumerate(page.conversations) if not n or one.last_post > lately]
        for one in reversed(found):
            if self._is_new(DIRECT, one.id, one.last_post):
                for said in await conversation_entities.many(ask, [one]):
                    _offer(heard, DIRECT, Message("conversation", said))

    def _is_new(self, kind: str, number: int, turn: int) -> bool:
        key = kind, number, turn
        known = key in self._told
        self._told[key] = None
        if len(self._told) > _KNOWN:
            self._told.popitem(last=False)
        return not known


def _hears(outlet: Outlet, channel: Channel, kind: str) -> bool:
    """Whether such a thing comes by a stream, for this token."""
    if kind == DIRECT:
        return channel.kind == channels.DIRECT
    if kind == FILTERS:
        return channel.kind == channels.USER
    if channel.kind == channels.USER:
        return channels.hears_notices(outlet.caller.scopes)
    return channel.kind == channels.NOTICES


def _offer(outlets: Iterable[Outlet], kind: str, message: Message) -> None:
    for outlet in outlets:
        for channel in outlet.channels:
            if _hears(outlet, channel, kind):
                outlet.offer(channel, message)
