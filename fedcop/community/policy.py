"""Who may do what among people and communities: pure questions on rows.

An answer is true or carries the reason why not. Verbs `require` it; doors ask what to offer.
"""

from dataclasses import dataclass
from typing import Final

from fedcop.errors import Refused
from fedcop.store.rows import ActorRow, CommunityRow, PostRow
from fedcop.values import Audience

ARCHIVED: Final = (
    "This community is archived: what was written stays to be read, and nothing new is taken."
)
_FOLLOWED: Final = frozenset({"Person", "Group", "Organization", "Service"})
_FOR_ALL_MEMBERS: Final = frozenset({Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS})


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with a reason that may be shown."""

    reason: str = ""

    def __bool__(self) -> bool:
        """Whether it is a yes."""
        return not self.reason


YES: Final = Answer()


def require(answer: Answer) -> None:
    """Go on when the answer is yes. Raises Refused with the reason."""
    if not answer:
        raise Refused(answer.reason)


def may_act(actor: ActorRow) -> Answer:
    """Whether somebody may do anything here at all."""
    if actor.deleted:
        return Answer("This account is gone.")
    if actor.suspended:
        return Answer("This account is suspended.")
    return YES


def may_found(founder: ActorRow) -> Answer:
    """Whether somebody may found a community here."""
    if not founder.local or founder.kind != "Person":
        return Answer("Only people of this node may found a community here.")
    return may_act(founder)


def may_follow(follower: ActorRow, target: ActorRow) -> Answer:
    """Whether a follow of this target is possible at all; blocks are asked by `may_meet`."""
    if follower.id == target.id:
        return Answer("Nobody follows themselves.")
    if target.kind not in _FOLLOWED:
        return Answer("This is nobody to follow.")
    if target.deleted or target.suspended:
        return Answer("This account is gone.")
    return may_act(follower)


def may_meet(*, blocks: bool, blocked: bool) -> Answer:
    """Whether two people may have to do with each other: one blocks, or is blocked."""
    if blocks:
        return Answer("You block this account; unblock it first.")
    if blocked:
        return Answer("This account does not take follows from you.")
    return YES


def may_enter(practice: CommunityRow | None, *, steward: bool) -> Answer:
    """Whether a community is open for members: an admin may have to agree, or have closed it."""
    if practice and practice.archived:
        return Answer(ARCHIVED)
    if practice and practice.local and not practice.approved and not steward:
        return Answer("This community waits for an admin to agree.")
    return YES


def may_see(practice: CommunityRow, *, steward: bool, admin: bool) -> Answer:
    """Whether a community is shown: before an admin agreed only to its stewards and admins."""
    if practice.local and not practice.approved and not (steward or admin):
        return Answer("There is no such community.")
    return YES


def may_steward(by: ActorRow, community: ActorRow, *, steward: bool) -> Answer:
    """Whether somebody may look after a community: its stewards, and the word of the Group."""
    if by.id == community.id or steward:
        return may_act(by)
    return Answer("Only the stewards of this community may do that.")


def may_settle(by: ActorRow, target: ActorRow, *, steward: bool) -> Answer:
    """Whether somebody may answer those who ask to follow: for oneself, or as a steward."""
    if target.kind == "Group":
        return may_steward(by, target, steward=steward)
    return YES if by.id == target.id else Answer("Only they can answer who asks to follow them.")


def may_become_steward(actor: ActorRow, community: ActorRow, *, member: bool) -> Answer:
    """Whether somebody can look after a community; whom another node names we believe."""
    if not community.local:
        return YES
    if actor.kind != "Person" or not member:
        return Answer("Only a member can look after this community.")
    return may_act(actor)


def may_pin(post: PostRow, community: ActorRow) -> Answer:
    """Whether a post can stand at the top of a community."""
    if post.community_id != community.id or post.deleted:
        return Answer("This post is not in this community.")
    if community.local and post.audience not in _FOR_ALL_MEMBERS:
        return Answer("Not all members can read this post.")
    return YES


def may_block(actor: ActorRow, blocked: ActorRow) -> Answer:
    """Whether somebody may block somebody: whomever but the node they live on."""
    if actor.id == blocked.id:
        return Answer("Nobody blocks themselves.")
    if blocked.local and blocked.kind in {"Organization", "Application"}:
        return Answer("The node itself cannot be blocked.")
    return may_act(actor)
