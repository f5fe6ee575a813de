"""How the node looks from outside, as the worker saw it last: its certificate, and its clock."""

from dataclasses import asdict, dataclass
from typing import Final

import orjson

from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import node_values

_NAME: Final = "outlook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What was seen; times are milliseconds, 0 for never."""

    looked: int = 0
    days: int | None = None  # for which the certificate is still good; None: none was seen
    trouble: str = ""  # what is wrong with it
    drift: float | None = None  # seconds that the clocks of peers are ahead; None: nobody said
    asked: int = 0  # how many peers said what time it is


async def read_outlook(reader: Reader) -> Outlook:
    """Read what was seen last."""
    text = await node_values.find_value(reader, _NAME)
    return Outlook(**orjson.loads(text)) if text else Outlook()


async def keep_outlook(unit: Unit, seen: Outlook) -> None:
    """Keep what is seen now."""
    unit.touch(f"value:{_NAME}")
    unit.add(node_values.keep_latest(_NAME, orjson.dumps(asdict(seen)).decode()))
