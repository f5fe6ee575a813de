"""The artifact that a page is about, and what whoever asks is to it."""

from dataclasses import dataclass

from fedcop.community import communities, policy, stewards, timelines
from fedcop.community.practice import artifacts, shelves, standing
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.standing import Standing
from fedcop.community.timelines import Line
from fedcop.errors import Gone, NotFound, Refused
from fedcop.store.rows import ArtifactRow, GroupRow
from fedcop.web.ask import Ask

_MOST = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """An artifact with how it stands, and the communities in which whoever asks is a steward."""

    line: Line
    row: ArtifactRow
    standing: Standing
    looked_after: tuple[GroupRow, ...] = ()

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/a/{self.row.id}"


async def find(ask: Ask) -> Subject:
    """Find the artifact in the address. Raises NotFound and Gone."""
    return await find_numbered(ask, ask.number("id"))


async def find_numbered(ask: Ask, number: int) -> Subject:
    """Find an artifact by its number. Raises NotFound and Gone."""
    line = await timelines.post(ask.store, ask.viewer, number)
    if line is None or line.post.practice not in KINDS:
        raise NotFound("There is no such artifact, or it is not for you.")
    row = await artifacts.get(ask.store, number)
    if line.post.deleted or row.status == standing.WITHDRAWN:
        raise Gone("This was withdrawn; it can be cited, and not read.")
    stands = await standing.standing_of(ask.store, row)
    return Subject(line, row, stands, await _looked_after(ask, row))


async def for_stewards(ask: Ask) -> Subject:
    """Find the artifact for a steward of a community that has it in its hands. Raises Refused."""
    subject = await find(ask)
    if not subject.looked_after:
        raise Refused("Only the stewards of a community that has it in its library may do that.")
    return subject


def chosen(ask: Ask, subject: Subject) -> GroupRow:
    """Return the community that was chosen, or the only one. Raises Refused."""
    wanted = ask.form.number("community")
    for group in subject.looked_after:
        if group.actor.id == wanted or len(subject.looked_after) == 1:
            return group
    policy.require(policy.Answer("Choose one of the communities that you look after."))
    raise NotFound("There is no such community.")


async def _looked_after(ask: Ask, row: ArtifactRow) -> tuple[GroupRow, ...]:
    """Read in which communities that have it somebody is a steward."""
    if ask.viewer is None:
        return ()
    numbers = await shelves.list_holders(ask.store, row.uri)
    found = []
    for number in dict.fromkeys([row.community_id, *numbers][:_MOST]):
        if number and await stewards.is_steward(ask.store, ask.viewer.id, number):
            group = await communities.find(ask.store, number)
            if group is not None:
                found.append(group)
    return tuple(found)
