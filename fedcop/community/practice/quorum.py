"""When a revision has passed review: enough peers, of enough organizations, of the same digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fedcop.community import membership, voices
from fedcop.community.practice import artifacts, offers, shelves
from fedcop.community.practice.shelves import Place
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, follows, invitations, posts
from fedcop.store.queries import reviews as queries
from fedcop.store.queries import shelves as shelf_queries
from fedcop.store.queries.reviews import Reviewed
from fedcop.store.rows import ActorCard, ActorRow, ReviewRow
from fedcop.tongues import N_
from fedcop.values import ArtifactPin

APPROVING: Final = frozenset({"approve", "approveWithChanges"})
BLOCK: Final = "block"
_MOST: Final = 200
_FEW: Final = 2  # communities of so many organizations ask for one alone


@dataclass(frozen=True, slots=True)
class Tally:
    """How the review of one revision stands in one community."""

    counted: tuple[Reviewed, ...]
    left_out: tuple[tuple[Reviewed, str], ...]  # and why
    reviewers: int  # how many are needed
    organizations: int

    @property
    def approvals(self) -> int:
        """Count who approves."""
        return len(self._approving())

    @property
    def homes(self) -> int:
        """Count the organizations of those who approve."""
        return len({one.by.host for one in self._approving()})

    @property
    def blocked(self) -> bool:
        """Whether somebody says that it would do harm."""
        return any(one.row.verdict == BLOCK for one in self.counted)

    @property
    def passed(self) -> bool:
        """Whether the revision has passed review."""
        enough = self.approvals >= self.reviewers and self.homes >= self.organizations
        return enough and not self.blocked

    def _approving(self) -> list[Reviewed]:
        return [one for one in self.counted if one.row.verdict in APPROVING]


async def settle(
    unit: Unit, pin: ArtifactPin, new: Reviewed, cause: int = 0, taken: Iterable[int] = ()
) -> None:
    """Let each community of ours that reviews a revision see whether it has passed.

    `new` is a review that is just being written, and not among those we can read yet; nor are
    the communities that have just `taken` it into review.
    """
    if await artifacts.find_by_pin(unit, pin) is None:
        return
    holders = await shelf_queries.list_holders(unit, pin.uri)
    for number in dict.fromkeys([*holders, *taken]):
        group = await actors.find_actor(unit, number)
        if group is None or not group.local or group.deleted:
            continue
        tally = await tally_of(unit, group, pin, new)
        if tally.passed:
            words = f"Passed after {tally.approvals} reviews from {tally.homes} organizations."
            if await shelves.put(unit, Place(group, group, words), pin):
                await offers.passed(unit, group, pin.uri, cause)


async def welcome(unit: Unit, reviewer: ActorRow, row: ReviewRow, cause: int = 0) -> list[int]:
    """Take into review what is offered to communities of ours, now that somebody reviews it."""
    taken = []
    for offer in await offers.list_of(unit, row.artifact_uri):
        group = await actors.find_actor(unit, offer.community_id)
        if offer.state != offers.OPEN or group is None or not group.local:
            continue
        if not await why_not(unit, group, row.artifact_uri, card_of(reviewer)):
            await offers.take_up(unit, group, row.artifact_uri, cause)
            taken.append(group.id)
    return taken


async def tally_of(
    reader: Reader, group: ActorRow, pin: ArtifactPin, new: Reviewed | None = None
) -> Tally:
    """Count the reviews of one revision, as a community counts them."""
    said = await queries.list_of_revision(reader, (pin.uri, pin.number, pin.digest), _MOST)
    if new is not None:
        said = [*(one for one in said if one.row.id != new.row.id), new]
    counted, left_out = [], []
    for one, later in _with_later(said, voices.uri_of(group)):
        reason = N_("They reviewed it again later.") if later else ""
        reason = reason or await why_not(reader, group, pin.uri, one.by)
        if reason:
            left_out.append((one, reason))
        else:
            counted.append(one)
    rule = await queries.find_rule(reader, group.id)
    several = await queries.count_organizations(reader, group.id) > _FEW
    needed = rule.organizations if several else 1
    return Tally(tuple(counted), tuple(left_out), rule.reviewers, needed)


async def why_not(reader: Reader, group: ActorRow, uri: str, by: ActorCard) -> str:
    """Say why a review does not count for a community; nothing where it does."""
    artifact = await artifacts.find(reader, uri)
    post = await posts.find_post(reader, artifact.id) if artifact else None
    if post is not None and post.author_id == by.id:
        return N_("They wrote it themselves.")
    if await follows.find_block(reader, group.id, by.id) is not None:
        return N_("They are banned from this community.")
    unnamed = group.local and by.uri == voices.uri_of(group)  # asked all this by name before
    if unnamed or await membership.is_member(reader, by.id, group.id):
        return ""
    asked = await invitations.list_of_thing(reader, uri, "review", _MOST)
    if any(one.person.id == by.id and one.row.community_id == group.id for one in asked):
        return ""
    return N_("They are no member of this community, and nobody invited them.")


def _with_later(said: Iterable[Reviewed], voice: str) -> list[tuple[Reviewed, bool]]:
    """Say of each review whether there is a later one by the same person.

    Each that a voice says is somebody else's: of one person it says one of a revision.
    """
    rows = list(said)
    latest = {one.row.reviewer_id: one.row.id for one in rows}
    return [
        (one, one.by.uri != voice and latest[one.row.reviewer_id] != one.row.id) for one in rows
    ]


def card_of(actor: ActorRow) -> ActorCard:
    """Return as much of somebody as stands beside what they wrote."""
    names = ("id", "uri", "kind", "host", "name", "display", "url", "icon", "version")
    return ActorCard(*(getattr(actor, name) for name in names))
