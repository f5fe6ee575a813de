"""What was decided about people and posts, and who asks for another look."""

from collections.abc import Sequence
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import AppealRow, DecisionRow, insert_of
from fedcop.store.statements import Statement

_SELECT = f"SELECT {DecisionRow.columns()} FROM decision WHERE "
_BY_ID = f"{_SELECT}id = ?"
_OF_SUBJECT = f"{_SELECT}subject_id = ? ORDER BY id DESC LIMIT ?"
_OF_REPORT = f"{_SELECT}report_id = ? ORDER BY id"
_OF_COMMUNITY = f"{_SELECT}community_id = ? AND id < ? AND act <> 'warn' ORDER BY id DESC LIMIT ?"
_ALL = f"{_SELECT}id < ? ORDER BY id DESC LIMIT ?"
_IN_FORCE = f"{_SELECT}subject_id = ? AND act = ? AND lifted = 0 AND id <> ? LIMIT 1"
_REMOVAL = (
    f"{_SELECT}subject_id = ? AND post_id = ? AND act = 'remove' AND lifted = 0"
    " ORDER BY id DESC LIMIT 1"
)
_ENDING = f"{_SELECT}until > 0 AND until <= ? AND lifted = 0 ORDER BY until LIMIT ?"
_OVER = f"{_SELECT}kept_until > 0 AND kept_until <= ? ORDER BY kept_until LIMIT ?"
_LIFT = "UPDATE decision SET lifted = ?, lifted_by = ?, kept = '', kept_until = 0 WHERE id = ?"
_LET_GO = "UPDATE decision SET kept = '', kept_until = 0 WHERE id = ?"
_APPEAL = f"SELECT {AppealRow.columns()} FROM appeal WHERE id = ?"
_APPEAL_OF = f"SELECT {AppealRow.columns()} FROM appeal WHERE decision_id = ?"
_APPEALS_OF = f"SELECT {AppealRow.columns()} FROM appeal WHERE decision_id = ANY_ID(?)"
_APPEALS = f"SELECT {AppealRow.columns()} FROM appeal WHERE state = ? ORDER BY id DESC LIMIT ?"
_ANSWER = "UPDATE appeal SET state = ?, decided = ?, decided_by = ?, answer = ? WHERE id = ?"
_RELINK = "UPDATE decision SET key_hash = ? WHERE id = ?"
_SUSPEND = "UPDATE actor SET suspended = ?, version = version + 1 WHERE id = ?"
_LIMIT = "UPDATE actor SET limited = ?, version = version + 1 WHERE id = ?"

# Guards: it is in force; and nobody has answered it.
IN_FORCE: Final = "FROM decision WHERE id = ? AND lifted = 0"
UNANSWERED: Final = "FROM appeal WHERE id = ? AND state = 'open'"


async def find_decision(reader: Reader, number: int) -> DecisionRow | None:
    """Find a decision."""
    return DecisionRow.first(await reader.read(_BY_ID, number))


async def list_of_subject(reader: Reader, subject: int, limit: int) -> list[DecisionRow]:
    """Read what was decided about somebody, the latest first."""
    return DecisionRow.all(await reader.read(_OF_SUBJECT, subject, limit))


async def list_of_report(reader: Reader, report: int) -> list[DecisionRow]:
    """Read what was decided on a report."""
    return DecisionRow.all(await reader.read(_OF_REPORT, report))


async def list_of_community(
    reader: Reader, community: int, before: int, limit: int
) -> list[DecisionRow]:
    """Read what everybody may know was decided in a community; warnings are between two."""
    return DecisionRow.all(await reader.read(_OF_COMMUNITY, community, before, limit))


async def list_decisions(reader: Reader, before: int, limit: int) -> list[DecisionRow]:
    """Read all that was decided here, the latest first."""
    return DecisionRow.all(await reader.read(_ALL, before, limit))


async def find_in_force(reader: Reader, subject: int, act: str, but: int) -> DecisionRow | None:
    """Find another decision of one kind that still holds for somebody."""
    return DecisionRow.first(await reader.read(_IN_FORCE, subject, act, but))


async def find_removal(reader: Reader, subject: int, post: int) -> DecisionRow | None:
    """Find what removed a post of somebody, while it holds."""
    return DecisionRow.first(await reader.read(_REMOVAL, subject, post))


async def list_ending(reader: Reader, now: int, limit: int) -> list[DecisionRow]:
    """Read what has come to its end."""
    return DecisionRow.all(await reader.read(_ENDING, now, limit))


async def list_over(reader: Reader, now: int, limit: int) -> list[DecisionRow]:
    """Read of which decisions what was removed need not be kept any longer."""
    return DecisionRow.all(await reader.read(_OVER, now, limit))


async def find_appeal(reader: Reader, number: int) -> AppealRow | None:
    """Find an appeal."""
    return AppealRow.first(await reader.read(_APPEAL, number))


async def find_appeal_of(reader: Reader, decision: int) -> AppealRow | None:
    """Find the appeal against a decision."""
    return AppealRow.first(await reader.read(_APPEAL_OF, decision))


async def list_appeals_of(reader: Reader, decisions: Sequence[int]) -> dict[int, AppealRow]:
    """Read the appeals against some decisions, by those."""
    rows = AppealRow.all(await reader.read(_APPEALS_OF, list(decisions))) if decisions else []
    return {row.decision_id: row for row in rows}


async def list_appeals(reader: Reader, state: str, limit: int) -> list[AppealRow]:
    """Read appeals in one state, the latest first."""
    return AppealRow.all(await reader.read(_APPEALS, state, limit))


def insert_decision(row: DecisionRow) -> Statement:
    """Keep a decision."""
    return Statement(insert_of(DecisionRow), row.values())


def lift_decision(number: int, now: int, by: int) -> Statement:
    """Let a decision hold no longer."""
    return Statement(_LIFT, (now, by, number))


def set_link(number: int, key_hash: str) -> Statement:
    """Let another link lead whom a decision hits to it."""
    return Statement(_RELINK, (key_hash, number))


def forget_kept(number: int) -> Statement:
    """Keep no longer what a decision removed."""
    return Statement(_LET_GO, (number,))


def insert_appeal(row: AppealRow) -> Statement:
    """Keep an appeal."""
    return Statement(insert_of(AppealRow), row.values())


def answer_appeal(row: AppealRow) -> Statement:
    """Answer an appeal."""
    return Statement(_ANSWER, (row.state, row.decided, row.decided_by, row.answer, row.id))


def set_suspended(actor: int, at: int) -> Statement:
    """Suspend somebody since a time; 0 lets them act again."""
    return Statement(_SUSPEND, (at, actor))


def set_limited(actor: int, at: int) -> Statement:
    """Limit somebody since a time; 0 shows them to all again."""
    return Statement(_LIMIT, (at, actor))
