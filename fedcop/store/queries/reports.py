"""Reports, what was kept of them, and each step of the work on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import EvidenceRow, ReportRow, ReportStepRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS = ReportRow.columns()
_BY_ID = f"SELECT {_COLUMNS} FROM report WHERE id = ?"
_BY_URI = f"SELECT {_COLUMNS} FROM report WHERE uri = ?"
_OPEN = f"SELECT {_COLUMNS} FROM report WHERE state = 'open' AND id < ? ORDER BY id DESC LIMIT ?"
_INSERT = insert_of(ReportRow)
_SELECT = f"SELECT {ReportRow.columns('r.')} FROM report r WHERE "
_END = " ORDER BY r.id DESC LIMIT ?"
_OF_REPORTER = f"{_SELECT}r.reporter_id = ? AND r.id < ?{_END}"
_OF_SUBJECT = f"{_SELECT}r.subject_id = ? AND r.id < ?{_END}"
_OPEN_OF_SUBJECT = f"{_SELECT}r.subject_id = ? AND r.state = 'open'{_END}"
_HOST = "(SELECT a.host FROM actor a WHERE a.id = r.{who}_id)"
_COUNT = (
    "SELECT count(*) FROM (SELECT 1 FROM report WHERE state = 'open' AND subject_id <> ?"
    " LIMIT 100) q"
)
_COUNT_OF = (
    "SELECT count(*) FROM (SELECT 1 FROM report WHERE community_id = ? AND state = 'open'"
    " AND subject_id <> ? LIMIT 100) q"
)
_SETTLE = (
    "UPDATE report SET state = 'resolved', outcome = ?, answer = ?, resolved = ?, resolved_by = ?"
    " WHERE id = ?"
)
_REOPEN = "UPDATE report SET state = 'open', resolved = 0, resolved_by = 0 WHERE id = ?"
_ASSIGN = "UPDATE report SET assigned_id = ? WHERE id = ?"
_EVIDENCE = f"SELECT {EvidenceRow.columns()} FROM report_evidence WHERE report_id = ? ORDER BY id"
_STEPS = f"SELECT {ReportStepRow.columns()} FROM report_step WHERE report_id = ? ORDER BY id"
_LOOKERS = "SELECT actor_id, role FROM account WHERE role <> 'member' AND disabled = 0"

# A guard: nobody has settled it meanwhile.
STILL_OPEN: Final = "FROM report WHERE id = ? AND state = 'open'"


@dataclass(frozen=True, slots=True)
class Which:
    """Which reports are wanted; empty is any. `but` leaves out what is about somebody."""

    state: str = "open"
    assigned: int = 0
    community: int = 0
    host: str = ""
    category: str = ""
    but: int = 0


async def find_report(reader: Reader, number: int) -> ReportRow | None:
    """Find a report by our id."""
    return ReportRow.first(await reader.read(_BY_ID, number))


async def find_report_by_uri(reader: Reader, uri: str) -> ReportRow | None:
    """Find a report by the uri of its Flag."""
    return ReportRow.first(await reader.read(_BY_URI, uri))


async def list_open_reports(reader: Reader, before: int, limit: int) -> list[ReportRow]:
    """Read the reports nobody has settled yet, the latest first."""
    return ReportRow.all(await reader.read(_OPEN, before, limit))


async def list_reports(reader: Reader, which: Which, before: int, limit: int) -> list[ReportRow]:
    """Read reports as they are wanted, the latest first."""
    asked: list[tuple[str, tuple[object, ...]]] = [("r.id < ?", (before,))]
    if which.community:
        asked.append(("r.community_id = ?", (which.community,)))
    if which.state:
        asked.append(("r.state = ?", (which.state,)))
    if which.assigned:
        asked.append(("r.assigned_id = ?", (which.assigned,)))
    if which.category:
        asked.append(("r.category = ?", (which.category,)))
    if which.but:
        asked.append(("r.subject_id <> ?", (which.but,)))
    if which.host:
        either = f"({_HOST.format(who='subject')} = ? OR {_HOST.format(who='reporter')} = ?)"
        asked.append((either, (which.host, which.host)))
    sql = _SELECT + " AND ".join(text for text, _ in asked) + _END
    params = [one for _, given in asked for one in given]
    return ReportRow.all(await reader.read(sql, *params, limit))


async def list_of_reporter(
    reader: Reader, reporter: int, before: int, limit: int
) -> list[ReportRow]:
    """Read what somebody reported, the latest first."""
    return ReportRow.all(await reader.read(_OF_REPORTER, reporter, before, limit))


async def list_about(reader: Reader, subject: int, before: int, limit: int) -> list[ReportRow]:
    """Read the reports about somebody, the latest first."""
    return ReportRow.all(await reader.read(_OF_SUBJECT, subject, before, limit))


async def list_open_about(reader: Reader, subject: int, limit: int) -> list[ReportRow]:
    """Read the reports about somebody that nobody has settled."""
    return ReportRow.all(await reader.read(_OPEN_OF_SUBJECT, subject, limit))


async def count_open(reader: Reader, but: int = 0, community: int = 0) -> int:
    """Count what waits, up to a hundred, of one community if it is named."""
    if community:
        return int((await reader.read(_COUNT_OF, community, but))[0][0])
    return int((await reader.read(_COUNT, but))[0][0])


async def list_evidence(reader: Reader, report: int) -> list[EvidenceRow]:
    """Read what was kept of a report."""
    return EvidenceRow.all(await reader.read(_EVIDENCE, report))


async def list_steps(reader: Reader, report: int) -> list[ReportStepRow]:
    """Read the steps of the work on a report, the first first."""
    return ReportStepRow.all(await reader.read(_STEPS, report))


async def list_lookers(reader: Reader) -> Sequence[tuple[int, str]]:
    """Read who helps to run the node, each with their role."""
    return [(row[0], row[1]) for row in await reader.read(_LOOKERS)]


def insert_report(row: ReportRow) -> Statement:
    """Add a report."""
    return Statement(_INSERT, row.values())


def insert_evidence(row: EvidenceRow) -> Statement:
    """Keep what a post said."""
    return Statement(insert_of(EvidenceRow), row.values())


def insert_step(row: ReportStepRow) -> Statement:
    """Add a step; there is no way to change one."""
    return Statement(insert_of(ReportStepRow), row.values())


def settle_report(number: int, outcome: str, answer: str, by: tuple[int, int]) -> Statement:
    """Settle a report; `by` is when and by whom."""
    return Statement(_SETTLE, (outcome, answer, *by, number))


def reopen_report(number: int) -> Statement:
    """Let a report wait again."""
    return Statement(_REOPEN, (number,))


def assign_report(number: int, moderator: int) -> Statement:
    """Say who works on a report; 0 is nobody."""
    return Statement(_ASSIGN, (moderator, number))
