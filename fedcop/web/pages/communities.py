"""Communities: the list of them, the page of one, joining and leaving."""

from dataclasses import dataclass

from starlette.responses import Response

from fedcop.community import communities, membership, policy, rights, stewards, timelines
from fedcop.community.timelines import Line
from fedcop.errors import Malformed, NotFound
from fedcop.store.rows import ActorRow, FollowRow, GroupRow
from fedcop.web import paths
from fedcop.web.ask import Ask

_LINES = 40
_LISTED = 50
_PEOPLE = 60
_MISSING = "There is no such community."


@dataclass(frozen=True, slots=True)
class Seat:
    """What whoever asks is to a community."""

    follow: FollowRow | None = None
    steward: bool = False

    @property
    def state(self) -> str:
        """How the membership stands."""
        return self.follow.state if self.follow else ""

    @property
    def member(self) -> bool:
        """Whether they are a member."""
        return self.state == "accepted"


async def index(ask: Ask) -> Response:
    """List the communities of this node and those known elsewhere."""
    before = _place(ask.request.query_params.get("before", ""))
    ours = await communities.list_local(ask.store, before or (2**62, 2**62), _LISTED)
    more = f"{ours[-1].practice.active}-{ours[-1].actor.id}" if len(ours) == _LISTED else ""
    others = await communities.list_remote(ask.store, limit=_LISTED) if not before else []
    joined = await communities.list_joined(ask.store, ask.me.id, 0, _LISTED) if ask.visitor else []
    return await ask.page(
        "communities.html",
        ours=ours,
        others=[group for group in others if group.actor.host],
        joined={group.actor.id for group in joined},
        more=more,
        waiting=await communities.list_waiting(ask.store) if ask.admin else [],
    )


async def approve(ask: Ask) -> Response:
    """Let an admin agree to a community that waits."""
    group, _ = await find(ask)
    if not ask.admin:
        raise NotFound(_MISSING)
    await ask.do(communities.approve, group.actor.id, ask.me.id)
    return ask.back("/communities")


async def show(ask: Ask) -> Response:
    """Show a community: what it is about, what is pinned, its threads."""
    group, seat = await find(ask)
    number = group.actor.id
    before = _place(ask.request.query_params.get("before", ""))
    page = await timelines.community_page(ask.store, ask.viewer, number, before, _LINES)
    pinned = [] if before else await _pinned(ask, number)
    held = {line.post.id for line in pinned}
    return await ask.page(
        "community.html",
        group=group,
        seat=seat,
        lines=[line for line in page.lines if line.post.id not in held],
        pinned=pinned,
        more=f"{page.next[0]}-{page.next[1]}" if page.next else "",
        first=before is None,
        keepers=await stewards.list_stewards(ask.store, number),
        nodes=await ask.site.spread.of(group) if group.actor.local else 0,
        may_start=may_start(ask, group, seat),
        knocking=await _knocking(ask, group, seat),
    )


async def join(ask: Ask) -> Response:
    """Become a member, or ask to."""
    group, _ = await find(ask)
    await ask.do(membership.ask, ask.me, group.actor)
    return ask.back(paths.of_actor(group.actor))


async def leave(ask: Ask) -> Response:
    """Be a member no longer, or no longer ask to be one."""
    group, _ = await find(ask)
    await ask.do(membership.leave, ask.me, group.actor)
    return ask.back(paths.of_actor(group.actor))


async def find(ask: Ask) -> tuple[GroupRow, Seat]:
    """Find the community in the address and what whoever asks is to it. Raises NotFound."""
    try:
        group = await communities.find_by_handle(ask.store, ask.handle())
    except Malformed as error:
        raise NotFound(_MISSING) from error
    if group is None or group.actor.deleted or group.actor.suspended:
        raise NotFound(_MISSING)
    seat = await seat_of(ask, group.actor)
    if not policy.may_see(group.practice, steward=seat.steward, admin=ask.admin):
        raise NotFound(_MISSING)
    return group, seat


async def seat_of(ask: Ask, community: ActorRow) -> Seat:
    """Say what whoever asks is to a community."""
    if ask.visitor is None:
        return Seat()
    follow = await membership.find_follow(ask.store, ask.me.id, community.id)
    return Seat(follow, await stewards.is_steward(ask.store, ask.me.id, community.id))


def may_start(ask: Ask, group: GroupRow, seat: Seat) -> policy.Answer:
    """Say whether whoever asks may start a thread in a community."""
    if ask.visitor is None:
        return policy.Answer("Sign in to write here.")
    return rights.may_start_in(ask.me, group, member=seat.member, steward=seat.steward)


async def _pinned(ask: Ask, number: int) -> list[Line]:
    ids = await communities.list_pinned(ask.store, number)
    found = [await timelines.post(ask.store, ask.viewer, one) for one in ids]
    return [line for line in found if line is not None and not line.post.deleted]


async def _knocking(ask: Ask, group: GroupRow, seat: Seat) -> int:
    """Count who waits to be let in, for stewards."""
    if not (seat.steward and group.actor.local and group.actor.locked):
        return 0
    return len(await membership.list_requests(ask.store, group.actor.id, limit=_PEOPLE))


def _place(text: str) -> tuple[int, int] | None:
    """Read where a list goes on."""
    first, dash, second = text.partition("-")
    if not dash or not (first + second).isascii() or not (first.isdigit() and second.isdigit()):
        return None
    place = int(first[:19]), int(second[:19])
    return place if max(place) < 1 << 62 else None
