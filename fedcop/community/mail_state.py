"""Whether the mail server takes mail, as the worker last saw it; for those who run the node."""

from dataclasses import asdict, dataclass
from typing import Final

import orjson

from fedcop import clock
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import node_values

_NAME: Final = "mail_state"


@dataclass(frozen=True, slots=True)
class MailState:
    """How the mail server does: `since` when it fails (0: it does not), and why."""

    since: int = 0
    cause: str = ""
    said: str = ""
    tried: int = 0


async def read_mail_state(reader: Reader) -> MailState:
    """Read how the mail server does."""
    text = await node_values.find_value(reader, _NAME)
    return MailState(**orjson.loads(text)) if text else MailState()


async def note_failure(unit: Unit, cause: str, said: str) -> None:
    """Write down that the mail server takes nothing, and why."""
    before, now = await read_mail_state(unit), clock.now_ms()
    _keep(unit, MailState(before.since or now, cause, said, now))


async def note_recovery(unit: Unit) -> bool:
    """Write down that it takes mail; whether it did not before."""
    before = await read_mail_state(unit)
    if before.since:
        _keep(unit, MailState(tried=clock.now_ms()))
    return bool(before.since)


def _keep(unit: Unit, state: MailState) -> None:
    unit.touch(f"value:{_NAME}")
    unit.add(node_values.keep_latest(_NAME, orjson.dumps(asdict(state)).decode()))
