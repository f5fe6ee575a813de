"""How much the files of one person, and of all, may take; two at once cannot both be the last."""

from dataclasses import dataclass
from typing import Final

from fedcop.errors import Invalid
from fedcop.settings import Settings
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import media_usage as usage
from fedcop.store.queries import node_values

_KB: Final = 1000
_UNITS: Final = ((_KB**3, "GB"), (_KB**2, "MB"), (_KB, "kB"))
_STAMP: Final = "media_stamp:%d"
_ALL: Final = 0  # the stamp of all together
# A guard: nobody has put a file here since we counted.
_UNCHANGED: Final = "FROM node_value WHERE name = ? AND value = ?"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many bytes are allowed; 0 is as many as fit."""

    person: int = 0
    node: int = 0


FREE: Final = Quota()


def quota_of(settings: Settings) -> Quota:
    """Say what the settings allow."""
    return Quota(settings.quota_person, settings.quota_node)


@dataclass(frozen=True, slots=True)
class Use:
    """How much somebody uses, and may use."""

    used: int
    allowed: int

    @property
    def share(self) -> int:
        """In percent, where there is a limit."""
        return min(100, self.used * 100 // self.allowed) if self.allowed else 0


async def use_of(reader: Reader, owner: int, quota: Quota) -> Use:
    """Say how much the files of somebody take, and may take."""
    return Use(await usage.of_person(reader, owner), quota.person)


async def check(reader: Reader, owner: int, size: int, quota: Quota) -> None:
    """Go on where there is room for so many bytes more. Raises Invalid."""
    if quota.person:
        used = await usage.of_person(reader, owner)
        if used + size > quota.person:
            taken, allowed = in_words(used), in_words(quota.person)
            raise Invalid(
                f"Validation failed: File: your files take {taken} of {allowed}, and this has"
                f" {in_words(size)}; let some go first"
            )
    if quota.node and await usage.of_all(reader) + size > quota.node:
        raise Invalid(
            "Validation failed: File: this node has no room left for files; tell those who run it"
        )


async def require(unit: Unit, owner: int, size: int, quota: Quota) -> None:
    """Rely until the commit on room for so many bytes more. Raises Invalid."""
    for number, limit in ((owner, quota.person), (_ALL, quota.node)):
        if limit:
            await _stamp(unit, _STAMP % number)
    await check(unit, owner, size, quota)


async def _stamp(unit: Unit, name: str) -> None:
    """Let the commit fail when another put a file here since we counted."""
    found = await node_values.find_value(unit, name)
    unit.touch(name)
    if found:
        unit.guard(_UNCHANGED, name, found)
        unit.add(node_values.keep_latest(name, str(int(found) + 1)))
    else:
        unit.add(node_values.keep_new(name, "1"))


def in_words(size: int) -> str:
    """Write a size as people read it."""
    for one, unit in _UNITS:
        if size >= one:
            return f"{size / one:.1f} {unit}"
    return f"{size} bytes"
