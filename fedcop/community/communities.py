"""Communities: founded, described, looked after by stewards, with posts pinned at the top."""

from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import actors, audit, events, membership, policy
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import communities, stewards
from fedcop.store.queries.communities import PinRow
from fedcop.store.queries.stewards import StewardRow
from fedcop.store.rows import (
    ActorRow,
    CommunityRow,
    GroupRow,
    KeyRow,
    PostRow,
)
from fedcop.values import Audience, Handle, PostPolicy

_MOST_PINS = 20
_LONGEST_DOMAIN = 300
_LONGEST_CHARTER = 20_000
_USUAL: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)
_NEWEST: Final = (2**62, 2**62)


@dataclass(frozen=True, slots=True)
class Description:
    """What a community says of itself; `summary` is its `charter` as sanitised HTML."""

    display: str
    domain: str = ""  # the shared area of interest, one sentence
    charter: str = ""  # Markdown
    summary: str = ""
    post_policy: PostPolicy = PostPolicy.ANYONE
    audience: Audience = Audience.PUBLIC  # of a usual post
    locked: bool = False  # stewards let members in
    questions: bool = True  # what asks something waits for answers


@dataclass(frozen=True, slots=True)
class Plan:
    """A community to be."""

    name: str
    description: Description


async def found(
    unit: Unit,
    founder: ActorRow,
    plan: Plan,
    keys: tuple[KeyRow, ...],
    *,
    needs_approval: bool,
) -> ActorRow:
    """Found a community; who founds it is its first steward and member. Raises Refused."""
    policy.require(policy.may_found(founder))
    _check(plan.description)
    await actors.require_name(unit, plan.name)
    now = clock.now_ms()
    row = actors.new_row(unit, unit.uris.community(plan.name), "Group", plan.name)
    row = _described(row, plan.description)
    practice = CommunityRow(row.id, local=1, founder_id=founder.id, founded=now, members=1)
    practice = replace(practice, active=now, approved=0 if needs_approval else now)
    actors.add(unit, row, keys)
    unit.add(
        communities.insert_community(_practised(practice, plan.description)),
        stewards.insert_steward(StewardRow(ids.new_id(), row.id, founder.id, now)),
    )
    membership.enter_founder(unit, founder, row.id)
    return row


async def describe(
    unit: Unit, steward: ActorRow, community_id: int, description: Description
) -> GroupRow:
    """Let a steward say anew what a community is about and who may do what. Raises Refused."""
    group = await _require_ours(unit, community_id)
    await _require_steward(unit, steward, group.actor)
    _check(description)
    actor = _described(group.actor, description)
    practice = _practised(group.practice, description)
    if (actor, practice) == (group.actor, group.practice):
        return group
    actor = replace(actor, updated=clock.now_ms(), version=actor.version + 1)
    unit.add(actor_queries.update_actor(actor), communities.describe_community(practice))
    events.record(unit, events.ActorChanged(actor.id))
    return GroupRow(actor, practice)


async def approve(unit: Unit, community_id: int, by: int = 0) -> None:
    """Agree, as an admin, to a community that waits; again changes nothing."""
    group = await _require_ours(unit, community_id)
    if not group.practice.approved:
        audit.note(unit, by, "approve-community", group.actor.name)
        unit.add(communities.approve_community(community_id, clock.now_ms()))
        events.record(unit, events.ActorChanged(community_id))


async def add_steward(
    unit: Unit, by: ActorRow, community: ActorRow, actor: ActorRow, cause: int = 0
) -> bool:
    """Let somebody look after a community too; False when they do already. Raises Refused."""
    await _require_steward(unit, by, community)
    if await stewards.find_steward(unit, community.id, actor.id):
        return False
    member = await membership.is_member(unit, actor.id, community.id)
    policy.require(policy.may_become_steward(actor, community, member=member))
    unit.touch(_stewards_of(community))
    unit.add(
        stewards.insert_steward(StewardRow(ids.new_id(), community.id, actor.id, clock.now_ms()))
    )
    events.record(unit, events.StewardAdded(community.id, actor.id, by.id), cause)
    return True


async def remove_steward(
    unit: Unit, by: ActorRow, community: ActorRow, actor: ActorRow, cause: int = 0
) -> bool:
    """Let a steward no longer look after a community; False when they did not. Raises Refused."""
    await _require_steward(unit, by, community)
    if not await stewards.find_steward(unit, community.id, actor.id):
        return False
    unit.touch(_stewards_of(community))
    if community.local:
        other = await stewards.find_another(unit, community.id, actor.id)
        if other is None:
            raise Refused("This is the last steward; let somebody else look after it first.")
        unit.guard(stewards.STILL, community.id, other.actor_id)
    unit.add(stewards.delete_steward(community.id, actor.id))
    events.record(unit, events.StewardRemoved(community.id, actor.id, by.id), cause)
    return True


async def pin(unit: Unit, by: ActorRow, community: ActorRow, post: PostRow, cause: int = 0) -> bool:
    """Put a post at the top of a community; False when it is there already. Raises Refused."""
    await _require_steward(unit, by, community)
    policy.require(policy.may_pin(post, community))
    pins = await communities.list_pins(unit, community.id, _MOST_PINS)
    if await communities.is_pinned(unit, community.id, post.id):
        return False
    if len(pins) == _MOST_PINS:
        raise Refused(f"{_MOST_PINS} posts are pinned already; unpin one first.")
    unit.touch(f"pins:{community.id}")
    unit.add(communities.insert_pin(PinRow(ids.new_id(), community.id, post.id, clock.now_ms())))
    events.record(unit, events.PostPinned(post.id, post.root_id, community.id, by.id), cause)
    return True


async def unpin(
    unit: Unit, by: ActorRow, community: ActorRow, post: PostRow, cause: int = 0
) -> bool:
    """Take a post from the top of a community; False when it was not there. Raises Refused."""
    await _require_steward(unit, by, community)
    if not await communities.is_pinned(unit, community.id, post.id):
        return False
    unit.touch(f"pins:{community.id}")
    unit.add(communities.delete_pin(community.id, post.id))
    events.record(unit, events.PostUnpinned(post.id, post.root_id, community.id, by.id), cause)
    return True


# Reads


async def find(reader: Reader, community_id: int) -> GroupRow | None:
    """Find a community by our id."""
    return await communities.find_community(reader, community_id)


async def find_by_handle(memory: Store | Unit, handle: Handle) -> GroupRow | None:
    """Find a community by handle; no host, or ours: one of our own."""
    if actors.is_ours(memory, handle):
        return await communities.find_community_by_name(memory, handle.name.lower())
    return await communities.find_community_by_name(memory, handle.name, handle.host)


async def list_local(
    reader: Reader, before: tuple[int, int] = _NEWEST, limit: int = 50, *, hidden: bool = False
) -> list[GroupRow]:
    """Read our approved communities, the liveliest first; `before`: (active, id) of the last.

    `hidden`: those too that no directory names.
    """
    return await communities.list_local_communities(reader, before, limit, hidden=hidden)


async def list_remote(
    reader: Reader, before: tuple[int, int] = _NEWEST, limit: int = 50
) -> list[GroupRow]:
    """Read the communities of other nodes that we know, the liveliest first."""
    return await communities.list_remote_communities(reader, before, limit)


async def list_waiting(reader: Reader, after: int = 0, limit: int = 50) -> list[GroupRow]:
    """Read our communities that wait for an admin; `after` is the last id."""
    return await communities.list_waiting_communities(reader, after, limit)


async def list_joined(
    reader: Reader, member: int, after: int = 0, limit: int = 50
) -> list[GroupRow]:
    """Read the communities somebody is a member of; `after` is the last id."""
    return await communities.list_communities_of(reader, member, after, limit)


async def list_pinned(reader: Reader, community_id: int) -> list[int]:
    """Read the ids of the pinned posts, the latest first; whoever shows them asks who may read."""
    pins = await communities.list_pins(reader, community_id, _MOST_PINS)
    return [row.post_id for row in pins]


def _check(description: Description) -> None:
    if description.audience not in _USUAL:
        raise Malformed("audience: write public, unlisted or members")
    if len(description.domain) > _LONGEST_DOMAIN:
        raise Malformed(f"domain: write {_LONGEST_DOMAIN} characters at most")
    if len(description.charter) > _LONGEST_CHARTER:
        raise Malformed(f"charter: write {_LONGEST_CHARTER} characters at most")


def _described(row: ActorRow, description: Description) -> ActorRow:
    return replace(
        row,
        display=actors.display_of(description.display, row.name),
        source=description.charter,
        summary=description.summary,
        locked=int(description.locked),
    )


def _practised(row: CommunityRow, description: Description) -> CommunityRow:
    return replace(
        row,
        domain=" ".join(description.domain.split()),
        charter=description.charter,
        post_policy=int(description.post_policy),
        audience=int(description.audience),
        questions=int(description.questions),
    )


async def _require_ours(reader: Reader, community_id: int) -> GroupRow:
    group = await communities.find_community(reader, community_id)
    if group is None or not group.actor.local or group.actor.deleted:
        raise NotFound("There is no such community here.")
    return group


async def _require_steward(unit: Unit, by: ActorRow, community: ActorRow) -> None:
    """Rely on `by` looking after the community until the commit."""
    if community.kind != "Group":
        raise Refused("This is no community.")
    row = await stewards.find_steward(unit, community.id, by.id)
    policy.require(policy.may_steward(by, community, steward=row is not None))
    if row is not None:
        unit.guard(stewards.STILL, community.id, by.id)


def _stewards_of(community: ActorRow) -> str:
    return f"stewards:{community.id}"
