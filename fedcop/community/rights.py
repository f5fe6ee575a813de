"""What somebody may do in a community, asked by doors before they offer it."""

from fedcop.community import policy_posts
from fedcop.community.policy import Answer
from fedcop.store.batch import Reader, Store
from fedcop.store.queries import spread, threads
from fedcop.store.rows import ActorRow, GroupRow
from fedcop.values import Audience

_CLOSED = Answer("There is no such community.")


async def may_write_in(
    reader: Reader, author: ActorRow, community_id: int, audience: Audience, *, start: bool
) -> Answer:
    """Whether somebody may write in a community for an audience; 0 is outside of any."""
    if not community_id:
        return policy_posts.may_write(author, None, threads.Standing(), audience, start=start)
    ground = await threads.find_ground(reader, community_id)
    if ground is None:
        return _CLOSED
    standing = await threads.find_standing(reader, author.id, community_id)
    return policy_posts.may_write(author, ground, standing, audience, start=start)


def may_start_in(author: ActorRow, group: GroupRow, *, member: bool, steward: bool) -> Answer:
    """Whether somebody may start a usual thread in a community that is at hand."""
    actor, practice = group.actor, group.practice
    ground = threads.Ground(
        actor.id,
        practice.local,
        practice.post_policy,
        practice.approved,
        actor.suspended,
        actor.deleted,
        archived=practice.archived,
    )
    standing = threads.Standing(member, steward)
    return policy_posts.may_write(author, ground, standing, Audience(practice.audience), start=True)


async def count_nodes(store: Store, community_id: int) -> int:
    """Count the nodes on which the members of a community are; for now and then."""
    return await spread.count_follower_nodes(store, community_id)
