"""What those who run the node note about people, for each other."""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.rows import PersonNoteRow, insert_of
from fedcop.store.statements import Statement

_LIST: Final = (
    f"SELECT {PersonNoteRow.columns()} FROM person_note WHERE subject_id = ?"
    " ORDER BY id DESC LIMIT 100"
)
_COUNTS: Final = (
    "SELECT (SELECT count(*) FROM session WHERE account_id = ? AND expires > ?),"
    " (SELECT count(*) FROM app_token WHERE account_id = ?),"
    " (SELECT count(*) FROM steward WHERE actor_id = ?)"
)


class Counts(NamedTuple):
    """What somebody is signed in with, and how many communities they look after."""

    browsers: int
    apps: int
    communities: int


def insert_note(row: PersonNoteRow) -> Statement:
    """Note something about a person."""
    return Statement(insert_of(PersonNoteRow), row.values())


async def list_notes(reader: Reader, subject: int) -> list[PersonNoteRow]:
    """Read what was noted about a person, the latest first."""
    return PersonNoteRow.all(await reader.read(_LIST, subject))


async def count_of(reader: Reader, account: int, now: int) -> Counts:
    """Count what somebody is signed in with."""
    return Counts(*map(int, (await reader.read(_COUNTS, account, now, account, account))[0]))
