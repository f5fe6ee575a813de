"""What a bell about a post means for each who listens: asked once, rendered once, sent to many."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from starlette.datastructures import Headers

from fedcop import ids
from fedcop.api.ask import Ask, Desk
from fedcop.api.bearer import Caller
from fedcop.api.entities import filtered, statuses
from fedcop.api.entities.filtered import Matches
from fedcop.api.entities.shelf import Said, filters_of
from fedcop.api.streaming import channels
from fedcop.api.streaming.channels import Channel
from fedcop.api.streaming.outlet import Message, Outlet
from fedcop.community import polls, streams
from fedcop.community.streams import About, Reached
from fedcop.values import FilterContext

_BREATH: Final = 200  # so many are told before others have their turn
_POSTS: Final = 64
_CHANGES: Final = 1_000
_CHANGED: Final = "status.update"

Target = tuple[Outlet, Channel]
Targets = dict[tuple[int, int], list[Target]]  # by who listens, and to which list or 0


class Telling:
    """Tells those who listen of posts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store = desk.node.store
        self._changes: OrderedDict[tuple[int, ...], None] = OrderedDict()
        # Who just read a post, at home (0) or on which list.
        self._had: OrderedDict[int, set[tuple[int, int]]] = OrderedDict()

    async def prepare(self, me: int) -> None:
        """Read somebody's filters before anything is told to them."""
        await filters_of(self._ask(None)).of(me)

    async def post(self, outlets: Sequence[Outlet], kind: str, number: int) -> None:
        """Tell of a post, or of somebody's boost of one."""
        if kind == streams.BOOSTED:
            await self._tell_boosted(outlets, number)
            return
        if kind == streams.UNBOOSTED:
            await self._tell_unboosted(outlets, number)
            return
        about = await streams.find(self._store, number)
        if about is None:
            return
        if kind == streams.REMOVED:
            await self._tell_removed(outlets, about)
        elif not about.deleted:
            event = "update" if kind == streams.WRITTEN else _CHANGED
            await self._tell_home(outlets, about.post, event)
            await self._tell_lists(outlets, about, event)
            await self._tell_open(outlets, about, event)

    async def _tell_boosted(self, outlets: Sequence[Outlet], boost: int) -> None:
        """Tell of a boost those who have the post by it alone."""
        found = await streams.find_boosted(self._store, boost)
        about = await streams.find(self._store, found[0]) if found else None
        if found is None or about is None or about.deleted:
            return
        by = found[1]
        had = self._had.get(about.post, frozenset[tuple[int, int]]())
        home, lists = _pick(outlets, channels.USER), _pick(outlets, channels.LIST)
        reached = await streams.at_home(self._store, about.post, [me for me, _ in home])
        reached += await self._on_lists(lists, about)
        fresh = [
            one
            for one in reached
            if (one.me, one.list) not in had and _brought_by(one, about) == by
        ]
        await self._send("update", fresh, home | lists, FilterContext.HOME)
        self._remember(about.post, fresh)

    async def _tell_unboosted(self, outlets: Sequence[Outlet], event: int) -> None:
        """Tell those who may have read a boost that it is taken back."""
        found = await streams.find_unboosted(self._store, event)
        if found is None:
            return
        line, by = found
        targets = _pick(outlets, channels.USER, channels.LIST)
        message = Message("delete", b"%d" % line)
        following = await streams.following(self._store, by, [me for me, _ in targets])
        for (me, _), heard in targets.items():
            if me in following:
                for outlet, channel in heard:
                    outlet.offer(channel, message)

    async def _tell_home(self, outlets: Sequence[Outlet], post: int, event: str) -> None:
        targets = _pick(outlets, channels.USER)
        if targets:
            reached = await streams.at_home(self._store, post, [me for me, _ in targets])
            await self._send(event, reached, targets, FilterContext.HOME)
            self._remember(post, reached)

    async def _tell_lists(self, outlets: Sequence[Outlet], about: About, event: str) -> None:
        targets = _pick(outlets, channels.LIST)
        if targets:
            reached = await self._on_lists(targets, about)
            await self._send(event, reached, targets, FilterContext.HOME)
            self._remember(about.post, reached)

    async def _on_lists(self, targets: Targets, about: About) -> list[Reached]:
        """Say on which lists a post stands; a community that one has joined is a list too."""
        own = [pair for pair in targets if not pair[1] & ids.RELAYED]
        reached = await streams.on_lists(self._store, about.post, own)
        joined = [
            (me, number)
            for me, number in targets
            if about.community and number == ids.relayed(about.community)
        ]
        seen = await streams.anywhere(self._store, about.post, [me for me, _ in joined])
        glances = {one.me: one.glance for one in seen}
        reached += [Reached(me, number, glances[me]) for me, number in joined if me in glances]
        return reached

    async def _tell_open(self, outlets: Sequence[Outlet], about: About, event: str) -> None:
        targets: Targets = {}
        for outlet in outlets:
            for channel in outlet.channels:
                if _stands_in(about, channel):
                    targets.setdefault((outlet.me, 0), []).append((outlet, channel))
        if targets:
            reached = await streams.anywhere(self._store, about.post, [me for me, _ in targets])
            await self._send(event, reached, targets, FilterContext.PUBLIC)

    async def _tell_removed(self, outlets: Sequence[Outlet], about: About) -> None:
        """Tell that a post is gone those who have it at home, and all if it was for everybody."""
        held = await streams.holding(self._store, about.post, list({one.me for one in outlets}))
        plain = Message("delete", b"%d" % about.post)
        for outlet in outlets:
            line = held.get(outlet.me, about.post)
            other = plain if line == about.post else Message("delete", b"%d" % line)
            for channel in outlet.channels:
                if channel.kind in {channels.USER, channels.LIST} and outlet.me in held:
                    outlet.offer(channel, plain)
                    if other is not plain:
                        outlet.offer(channel, other)
                elif channel.kind in {channels.PUBLIC, channels.HASHTAG} and (
                    about.open or outlet.me in held
                ):
                    outlet.offer(channel, plain)

    async def _send(
        self, event: str, reached: list[Reached], targets: Targets, context: FilterContext
    ) -> None:
        """Render a post once for all who see it alike, and let it be sent to them."""
        if not reached or self._is_known(event, reached[0], context):
            return
        rendered: dict[object, Message] = {}
        said = await statuses.said_of(self._ask(None), [reached[0].glance])
        if reached[0].glance.post_id not in said:
            return  # gone meanwhile
        filters = filters_of(self._ask(None))
        chosen = await self._chosen(reached, said)
        for count, one in enumerate(reached):
            sieve = await filters.of(one.me)
            found = (
                filtered.find(sieve, context, [one.glance], said) if sieve.looks(context) else {}
            )
            if filtered.hides(found.get(one.glance.post_id, ())):
                continue
            heard = targets[one.me, one.list]
            key = _alike(one, found, chosen.get(one.me, 0))
            if key not in rendered:
                ask = self._ask(heard[0][0].caller)
                rendered[key] = Message(
                    event, (await statuses.join(ask, [one.glance], said, found))[0]
                )
            for outlet, channel in heard:
                outlet.offer(channel, rendered[key])
            if count % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)

    async def _chosen(self, reached: list[Reached], said: Mapping[int, Said]) -> dict[int, int]:
        """Say what those who hear of a poll chose in it."""
        post = reached[0].glance.post_id
        if said[post].poll is None:
            return {}
        return await polls.choices_of(self._store, post, [one.me for one in reached])

    def _is_known(self, event: str, one: Reached, context: FilterContext) -> bool:
        """Whether a change was told already: a process may hear what it rang itself twice."""
        if event != _CHANGED:
            return False
        key = one.glance.post_id, one.glance.version, one.list, int(context)
        known = key in self._changes
        self._changes[key] = None
        if len(self._changes) > _CHANGES:
            self._changes.popitem(last=False)
        return known

    def _remember(self, post: int, reached: Iterable[Reached]) -> None:
        self._had.setdefault(post, set()).update((one.me, one.list) for one in reached)
        if len(self._had) > _POSTS:
            self._had.popitem(last=False)

    def _ask(self, caller: Caller | None) -> Ask:
        """Ask for entities the way a request of theirs would."""
        headers = Headers(raw=[])
        return Ask(self._desk, "GET", "/api/v1/streaming", "", headers, caller=caller)


def _pick(outlets: Sequence[Outlet], *kinds: str) -> Targets:
    """Choose who listens to streams of these kinds."""
    found: Targets = {}
    for outlet in outlets:
        for channel in outlet.channels:
            if channel.kind in kinds:
                number = int(channel.word) if kinds == (channels.LIST,) else 0
                found.setdefault((outlet.me, number), []).append((outlet, channel))
    return found


def _brought_by(one: Reached, about: About) -> int:
    """Say who passed a post on to where somebody reads it."""
    return about.community if one.list & ids.RELAYED else one.glance.via_id


def _stands_in(about: About, channel: Channel) -> bool:
    """Whether a post comes by a stream that is for everybody."""
    if (channel.media and not about.files) or channel.local not in {-1, int(about.local)}:
        return False
    if channel.kind == channels.PUBLIC:
        return about.public
    return channel.kind == channels.HASHTAG and channel.word in about.tags


def _alike(one: Reached, found: Matches, chosen: int) -> object:
    """Name all that the picture of a post depends on for one who reads it."""
    glance = one.glance
    own = one.me if found or glance.author_id == one.me else 0
    marks = (glance.liked, glance.boosted, glance.bookmarked, glance.silenced, glance.pinned)
    return (glance.status_id, glance.via_id, own, chosen, *(mark is not None for mark in marks))
