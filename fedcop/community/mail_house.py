"""How mail does, for those who run the node: what waits, what went, where none arrives."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community import letters, mail_state
from fedcop.community.mail_state import MailState
from fedcop.store.batch import Reader
from fedcop.store.queries import addresses
from fedcop.store.queries import letters as rows
from fedcop.store.rows import LetterRow, MailAddressRow

DAYS: Final = 14
_DAY_MS: Final = 86_400_000
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class MailLooked:
    """How mail does; days are counted since 1970, the earliest first."""

    state: MailState
    owed: int
    since: int
    days: list[tuple[int, int, int]]  # sent and given up on each day
    waiting: list[LetterRow]
    given_up: list[LetterRow]
    failing: list[MailAddressRow]


async def look_at_mail(reader: Reader) -> MailLooked:
    """Look at what waits, what went and what did not."""
    owed, since = (await rows.count_letters(reader)).get(rows.OWED, (0, 0))
    today = clock.now_ms() // _DAY_MS
    first = today - DAYS + 1
    counted = await rows.count_days(reader, (first - letters.KEPT_MS // _DAY_MS) * _DAY_MS)
    days = [
        (day, counted.get((rows.SENT, day), 0), counted.get((rows.GIVEN_UP, day), 0))
        for day in range(first, today + 1)
    ]
    return MailLooked(
        state=await mail_state.read_mail_state(reader),
        owed=owed,
        since=since,
        days=days,
        waiting=(await rows.list_letters(reader, rows.OWED, _SHOWN)),
        given_up=(await rows.list_letters(reader, rows.GIVEN_UP, _SHOWN)),
        failing=await addresses.list_failing(reader, 200),
    )
