"""Where a post from elsewhere belongs: its community, what it answers, and who may read it.

The community is looked for in this order: audience, to, cc and target, then the thread that is
answered, then the channel of PeerTube. Of several the first that is ours is taken. Into a
community of another node a post comes only by the word of that Group, its Announce: whoever
addresses it may have been shown the door there.
"""

from dataclasses import dataclass
from typing import Final

from fedcop import uris
from fedcop.activitypub.audience import addressing, audience_of, communities_named
from fedcop.activitypub.vocabulary import Activity, Object
from fedcop.community import policy_posts
from fedcop.community.policy import ARCHIVED
from fedcop.errors import Refused
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries import actors, threads
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience

_LOOKED_AT: Final = 10  # addressees that may be communities
_COLLECTIONS: Final = ("/followers", "/members")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post goes; 0: into no community."""

    community: ActorRow | None
    parent: PostRow | None
    audience: Audience

    @property
    def community_id(self) -> int:
        """The community's id, 0 when there is none."""
        return self.community.id if self.community else 0


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A post to be: what it says, in what it came, by whom, and the Group that passed it on."""

    written: Object
    author: ActorRow
    activity: Activity | None = None
    relay: ActorRow | None = None
    parent: PostRow | None = None


async def place_of(reach: Reach, new: Newcomer) -> Place:
    """Find where a post belongs. Raises Refused when it contradicts itself or its thread."""
    groups = await _groups(reach, new)
    audience = _audience(new, groups)
    community = _choose(new, groups)
    if audience is Audience.MEMBERS:
        community = community or (groups[0] if groups else None)
    elif not audience.open:
        community = None  # what is for followers or a few is not passed on by naming a community
    if community is not None and community.local and new.parent is None:
        community = await _if_admitted(reach, new, community, audience)
    return Place(community, new.parent, audience)


async def _groups(reach: Reach, new: Newcomer) -> list[ActorRow]:
    """Return the communities we know of those it may mean, the likeliest first."""
    named = [*communities_named(new.activity or new.written), *_by_their_members(new)]
    if new.relay is not None:
        named.append(new.relay.uri)
    found = []
    for uri in dict.fromkeys(named[:_LOOKED_AT]):
        row = await actors.find_actor_by_uri(reach.store, uri)
        if row is not None and row.kind == "Group" and not row.deleted:
            found.append(row)
    if new.parent is not None and new.parent.community_id:
        home = await actors.find_actor(reach.store, new.parent.community_id)
        if home is not None and home not in found:
            found.append(home)
    return found


def _by_their_members(new: Newcomer) -> list[str]:
    """Mobilizon addresses the members of a group, and not the group."""
    everybody = _everybody(new)
    return [
        uri.removesuffix(ending)
        for uri in everybody[:_LOOKED_AT]
        for ending in _COLLECTIONS
        if uri.endswith(ending) and uri != new.author.followers
    ]


def _everybody(new: Newcomer) -> tuple[str, ...]:
    to, cc = _addressing(new)
    return (*to, *cc)


def _addressing(new: Newcomer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if new.written.to or new.written.cc or new.activity is None:
        return new.written.to, new.written.cc
    return addressing(new.activity)


def _audience(new: Newcomer, groups: list[ActorRow]) -> Audience:
    to, cc = _addressing(new)
    members = {row.followers for row in groups} | {uris.members(row.uri) for row in groups}
    return audience_of(to, cc, new.author.followers, members - {""})


def _choose(new: Newcomer, groups: list[ActorRow]) -> ActorRow | None:
    meant = _meant(new)
    explicit = [row for row in groups if row.uri in meant]
    if new.relay is not None:
        return _relayed(new, new.relay, explicit)
    if new.parent is not None and new.parent.community_id:
        if explicit and all(row.id != new.parent.community_id for row in explicit):
            raise Refused("audience: what it answers is in another community")
        return next((row for row in groups if row.id == new.parent.community_id), None)
    ours = [row for row in (*explicit, *groups) if row.local]
    return ours[0] if ours else None


def _relayed(new: Newcomer, relay: ActorRow, explicit: list[ActorRow]) -> ActorRow:
    """Return the community that passed it on, unless it is for another."""
    if explicit and relay not in explicit:
        raise Refused("audience: it is for another community than the one that announces it")
    if new.parent is not None and new.parent.community_id not in {0, relay.id}:
        raise Refused("inReplyTo: what it answers is in another community")
    return relay


def _meant(new: Newcomer) -> frozenset[str]:
    of_activity = new.activity.audience if new.activity else ()
    return frozenset((*new.written.audience, *of_activity))


async def _if_admitted(
    reach: Reach, new: Newcomer, community: ActorRow, audience: Audience
) -> ActorRow | None:
    """Return the community when the author may start a thread there.

    Else the post stays its author's own: their followers here still want to read it. What is for
    the members alone is refused by the verb.
    """
    if audience is Audience.MEMBERS:
        return community
    ground = await threads.find_ground(reach.store, community.id)
    if ground is None:
        return None
    standing = threads.Standing()
    if ground.post_policy:
        standing = await threads.find_standing(reach.store, new.author.id, community.id)
    start = not new.written.in_reply_to
    if ground.archived and community.uri in _meant(new):
        raise Refused(ARCHIVED)
    may = policy_posts.may_write(new.author, ground, standing, audience, start=start)
    return community if may else None
