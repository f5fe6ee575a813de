"""What admins decide on pages while the node runs; what they left alone is as the settings say.

One JSON text in the database, so that every process has the same, read anew after a few seconds.
"""

import time
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Final

import orjson

from fedcop.community import audit
from fedcop.errors import Malformed
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import node_values

_NAME: Final = "options"
_FRESH_SECONDS: Final = 5.0
_LONGEST: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was decided; empty, None or 0 is "as the settings say". New fields need a default."""

    federation_mode: str = ""  # open, allowlist, closed
    registrations: str = ""  # closed, invitation, approval, open
    confirm_mail: str = ""  # `no`: an address is not proved, so none is kept of those who sign up
    mail_domains: str = ""  # where alone the addresses of newcomers may be, by blanks
    mail_refused: str = ""  # where they may not be
    members_invite: bool = False
    least_age: int = 0
    terms: str = ""  # the address of what newcomers agree to
    privacy: str = ""  # of what is said about their data
    keeps: dict[str, int] = field(default_factory=dict)  # how many days what is kept; 0: for ever


class Kept:
    """The options as one process knows them; asked for on many pages, read now and then."""

    def __init__(self) -> None:
        self._known = Options()
        self._until = 0.0

    async def get(self, reader: Reader) -> Options:
        """Say what is decided; a few seconds late at most."""
        if time.monotonic() >= self._until:
            self._known = await read_options(reader)
            self._until = time.monotonic() + _FRESH_SECONDS
        return self._known

    def forget(self) -> None:
        """Read them anew when they are next asked for."""
        self._until = 0.0


async def read_options(reader: Reader) -> Options:
    """Read what is decided; what a later version wrote and this one does not know is left out."""
    text = await node_values.find_value(reader, _NAME)
    if not text:
        return Options()
    known = {one.name for one in fields(Options)}
    return Options(**{name: value for name, value in orjson.loads(text).items() if name in known})


async def change_options(unit: Unit, actor_id: int, **changed: object) -> Options:
    """Decide something anew, and write down who did. Raises Malformed."""
    before = await read_options(unit)
    if unknown := changed.keys() - {one.name for one in fields(Options)}:
        raise Malformed(f"{', '.join(sorted(unknown))}: there is no such option")
    if any(isinstance(value, str) and len(value) > _LONGEST for value in changed.values()):
        raise Malformed(f"write {_LONGEST:,} characters at most")
    after = replace(before, **changed)  # type: ignore[arg-type]  # each by its caller's own type
    different = sorted(name for name in changed if getattr(before, name) != getattr(after, name))
    if different:
        unit.touch(f"value:{_NAME}")
        text = orjson.dumps(asdict(after)).decode()
        unit.add(node_values.keep_latest(_NAME, text))
        audit.note(unit, actor_id, "change-options", ", ".join(different))
    return after
