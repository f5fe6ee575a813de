"""Personal blocks, and reports to those who look after things."""

from dataclasses import dataclass

import orjson

from fedcop import clock, ids
from fedcop.community import events, membership, policy
from fedcop.community.moderating import evidence
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import asides, follows, reports
from fedcop.store.queries.asides import Entry
from fedcop.store.queries.follows import BlockRow
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow, ReportRow

_LONGEST_TEXT = 5000
_MOST_POSTS = 100


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody reports: a person, posts of theirs, and why; `uri` is that of a remote Flag."""

    subject_id: int = 0
    community_id: int = 0
    post_uris: tuple[str, ...] = ()
    text: str = ""
    uri: str = ""
    category: str = "other"
    rules: tuple[int, ...] = ()
    forward: bool = True  # to the node of whom it is about; the home of the community hears anyway


async def block(
    unit: Unit, actor: ActorRow, blocked: ActorRow, uri: str = "", cause: int = 0
) -> BlockRow:
    """Let one person have nothing to do with another; what is between them ends."""
    policy.require(policy.may_block(actor, blocked))
    known = await follows.find_block(unit, actor.id, blocked.id)
    if known is not None:
        return known
    number = ids.new_id()
    uri = uri or unit.uris.activity(f"{number}-block")
    row = BlockRow(number, actor.id, blocked.id, uri, clock.now_ms())
    unit.touch(f"block:{actor.id}:{blocked.id}")
    unit.add(follows.insert_block(row))
    await membership.part(unit, actor, blocked, cause)
    events.record(unit, events.Blocked(actor.id, blocked.id, uri), cause)
    return row


async def unblock(
    unit: Unit, actor: ActorRow, blocked: ActorRow, uri: str = "", cause: int = 0
) -> bool:
    """Take a block back, whatever uri its Undo gives it; False when there was none."""
    known = await follows.find_block(unit, actor.id, blocked.id)
    if known is None:
        return False
    unit.touch(f"block:{actor.id}:{blocked.id}")
    unit.add(follows.delete_block(actor.id, blocked.id))
    events.record(unit, events.Unblocked(actor.id, blocked.id, known.uri or uri), cause)
    return True


async def report(unit: Unit, reporter: ActorRow, complaint: Complaint, cause: int = 0) -> ReportRow:
    """Keep what somebody reports; the same Flag twice is one report."""
    policy.require(policy.may_act(reporter))
    number = ids.new_id()
    uri = complaint.uri or unit.uris.activity(f"{number}-flag")
    known = await reports.find_report_by_uri(unit, uri) if complaint.uri else None
    if known is not None:
        return known
    row = ReportRow(
        id=number,
        uri=uri,
        reporter_id=reporter.id,
        subject_id=complaint.subject_id,
        community_id=complaint.community_id,
        posts=orjson.dumps(complaint.post_uris[:_MOST_POSTS]).decode(),
        text=complaint.text[:_LONGEST_TEXT],
        state="open",
        created=clock.now_ms(),
        category=complaint.category,
        forward=int(complaint.forward),
        rules=orjson.dumps(complaint.rules).decode(),
    )
    unit.add(reports.insert_report(row))
    await evidence.keep_evidence(unit, number, complaint.post_uris[:_MOST_POSTS])
    evidence.add_step(unit, number, 0, "filed")
    events.record(unit, events.ReportFiled(number), cause)
    return row


# Reads


async def is_blocked(reader: Reader, actor: int, blocked: int) -> bool:
    """Whether one blocks the other."""
    return await follows.find_block(reader, actor, blocked) is not None


async def list_blocked(
    reader: Reader, actor: int, after: int = 0, limit: int = 50
) -> list[ActorRow]:
    """Read whom somebody blocks; `after` is the last id."""
    return await follows.list_blocked(reader, actor, after, limit)


async def list_blocks(reader: Reader, actor: int, span: Span, size: int) -> list[Entry]:
    """Read a window of whom somebody blocks, by the ids of the blocks."""
    return await asides.list_blocked(reader, actor, span, size)


async def list_open_reports(
    reader: Reader, before: int = 2**62, limit: int = 50
) -> list[ReportRow]:
    """Read the reports nobody has settled, the latest first; `before` is the last id."""
    return await reports.list_open_reports(reader, before, limit)
