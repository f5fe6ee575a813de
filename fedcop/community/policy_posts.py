"""Who may write, read and take back what: pure questions on rows."""

from typing import Final, Protocol

from fedcop.community.policy import ARCHIVED, YES, Answer, may_act
from fedcop.store.queries.reading import Reading
from fedcop.store.queries.threads import Ground, Standing
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience, PostPolicy

_IN_A_COMMUNITY: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)


class Written(Protocol):
    """Anything with an author and an audience."""

    @property
    def author_id(self) -> int:
        """Who wrote it."""

    @property
    def audience(self) -> int:
        """For whom, one of `values.Audience`."""

    @property
    def local(self) -> int:
        """Whether one of our people wrote it."""

    @property
    def here(self) -> int:
        """Whether it stands in one of our communities."""


def may_write(
    author: ActorRow, ground: Ground | None, standing: Standing, audience: Audience, *, start: bool
) -> Answer:
    """Whether somebody may write in a community, or outside of any, for this audience."""
    able = may_act(author)
    if not able or ground is None:
        return able and _outside(audience)
    if ground.suspended or ground.deleted or ground.archived:
        return Answer(ARCHIVED if ground.archived else "This community is closed.")
    if start and audience not in _IN_A_COMMUNITY:
        return Answer("What starts a thread in a community is for everybody or for its members.")
    if ground.local and not ground.approved:
        return Answer("This community waits for an admin to agree.")
    return _by_standing(author, ground, standing, audience, start=start)


def _outside(audience: Audience) -> Answer:
    if audience == Audience.MEMBERS:
        return Answer("Only in a community can something be for its members.")
    return YES


def _by_standing(
    author: ActorRow, ground: Ground, standing: Standing, audience: Audience, *, start: bool
) -> Answer:
    if standing.steward or author.id == ground.id or not (ground.local or author.local):
        return YES  # a community elsewhere knows best whom it lets in
    if audience == Audience.MEMBERS and not standing.member:
        return Answer("Only members can write for the members of this community.")
    if ground.post_policy == PostPolicy.ANYONE:
        return YES
    if start and ground.post_policy == PostPolicy.STEWARDS:
        return Answer("Only the stewards of this community start threads.")
    return YES if standing.member else Answer("Only members write in this community.")


def narrow(wanted: Audience, parent: Audience) -> Audience:
    """Choose the audience of a reply: never wider than that of what it answers."""
    if parent == Audience.FOLLOWERS and wanted == Audience.MEMBERS:
        return Audience.FOLLOWERS
    return max(wanted, parent)


def is_ours_to_judge(post: Written) -> bool:
    """Whether we know all who may read it: who is a member elsewhere, only that node knows."""
    return bool(post.here or (post.local and post.audience != Audience.MEMBERS))


def may_read(post: Written, reading: Reading) -> Answer:
    """Whether somebody may read a post; the named queries of pages ask the same in SQL."""
    if reading.blocked or not _is_meant(post, reading):
        return Answer("There is no such post.")
    return YES


def _is_meant(post: Written, reading: Reading) -> bool:
    if post.audience <= Audience.UNLISTED or post.author_id == reading.reader_id:
        return True
    if post.audience == Audience.MEMBERS:
        return reading.member
    return reading.named or (post.audience == Audience.FOLLOWERS and reading.follower)


def may_revise(actor: ActorRow, post: PostRow) -> Answer:
    """Whether somebody may say a post anew: its author alone, never a steward."""
    if post.author_id != actor.id:
        return Answer("Only its author can change a post.")
    return may_act(actor)


def may_remove(actor: ActorRow, post: PostRow, *, steward: bool) -> Answer:
    """Whether somebody may take a post back: its author, its community and that one's stewards."""
    if actor.id == post.author_id:
        return YES
    if post.community_id and (steward or actor.id == post.community_id):
        return may_act(actor)
    return Answer("Only its author and the stewards of its community can remove a post.")


def may_like(actor: ActorRow, post: Written, reading: Reading) -> Answer:
    """Whether somebody may like a post: whoever reads it, and no one its author blocks."""
    if reading.blocked:
        return Answer("There is no such post.")
    if actor.local or is_ours_to_judge(post):
        return may_act(actor) and may_read(post, reading)
    return may_act(actor)


def may_vote(actor: ActorRow, post: Written, reading: Reading) -> Answer:
    """Whether somebody may choose in the poll of another: whoever reads it."""
    return may_like(actor, post, reading)


def may_accept(actor: ActorRow, question: PostRow, *, steward: bool) -> Answer:
    """Whether somebody may say which answer helped: who asked, the community and its stewards."""
    if actor.id == question.author_id or steward or actor.id == question.community_id:
        return may_act(actor)
    return Answer("Only who asked, and the stewards of its community, say which answer helped.")


def may_boost(actor: ActorRow, post: Written, reading: Reading) -> Answer:
    """Whether somebody may pass a post on: what anybody may read."""
    if post.audience > Audience.UNLISTED:
        return Answer("Only what everybody may read can be passed on.")
    return may_like(actor, post, reading)


def may_show_off(post: Written) -> Answer:
    """Whether its author may put a post at the top of their profile."""
    if post.audience > Audience.UNLISTED:
        return Answer("Only what everybody may read can be pinned.")
    return YES


def may_relay(post: Written) -> Answer:
    """Whether a community may tell its members of a post."""
    if post.audience not in _IN_A_COMMUNITY:
        return Answer("This was not written for a community.")
    return YES
