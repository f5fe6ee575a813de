"""The log of a community: what was removed and why, for everybody; never who reported it."""

from fedcop import clock, ids
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import decisions
from fedcop.store.rows import DecisionRow, PostRow


def note_removal(unit: Unit, steward: int, post: PostRow, reason: str) -> None:
    """Keep that a steward removed something otherwise than on a report."""
    row = DecisionRow(
        id=ids.new_id(),
        report_id=0,
        subject_id=post.author_id,
        post_id=post.id,
        community_id=post.community_id,
        by_id=steward,
        act="remove",
        rule_id=0,
        reason=reason.strip(),
        words="",
        created=clock.now_ms(),
    )
    unit.add(decisions.insert_decision(row))


async def read_community_log(
    reader: Reader, community: int, before: int = 2**62, limit: int = 50
) -> list[DecisionRow]:
    """Read what was done in a community, the latest first."""
    return await decisions.list_of_community(reader, community, before, limit)


async def read_decisions(reader: Reader, before: int = 2**62, limit: int = 50) -> list[DecisionRow]:
    """Read all that was decided here, the latest first."""
    return await decisions.list_decisions(reader, before, limit)


async def find_decision(reader: Reader, number: int) -> DecisionRow | None:
    """Find a decision."""
    return await decisions.find_decision(reader, number)
