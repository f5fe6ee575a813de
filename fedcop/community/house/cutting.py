"""What another mode or another rule would cut: told with names, before anybody decides."""

from dataclasses import dataclass
from typing import Final

from fedcop.community.admission import Rules, names_above
from fedcop.store.batch import Store
from fedcop.store.queries import cutting
from fedcop.store.queries.cutting import PARTS, Tie
from fedcop.values import Handle

_MOST: Final = 200
_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Part:
    """Ties of one kind that would be cut, with the first names; `all` says whether these are."""

    name: str
    number: int
    ties: int
    names: tuple[str, ...]
    all: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """What would be cut, and which hosts that are cut now would be heard again."""

    hosts: tuple[str, ...]
    opened: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def harmless(self) -> bool:
        """Whether nothing that is tied would be cut."""
        return not any(part.number for part in self.parts)


async def preview(store: Store, before: Rules, after: Rules) -> Cut:
    """Say what would be cut if other rules held."""
    hosts = await cutting.list_hosts(store)
    cut = sorted(host for host in hosts if before.admit(host) and not after.admit(host))
    opened = sorted(host for host in hosts if after.admit(host) and not before.admit(host))
    parts = [_part(name, await _ties(store, name, cut)) for name in PARTS]
    return Cut(tuple(cut), tuple(opened), tuple(parts))


async def touch(store: Store, domain: str) -> Cut:
    """Say what ties this node to a domain and all below it, which stays where it is limited."""
    hosts = [host for host in await cutting.list_hosts(store) if domain in names_above(host)]
    parts = [_part(name, await _ties(store, name, hosts)) for name in PARTS]
    return Cut((), (), tuple(parts))


async def _ties(store: Store, name: str, hosts: list[str]) -> list[Tie]:
    return await cutting.list_ties(store, name, hosts, _MOST) if hosts else []


def _part(name: str, ties: list[Tie]) -> Part:
    names = tuple(str(Handle(tie.name, tie.host)) for tie in ties[:_NAMED])
    return Part(name, len(ties), sum(tie.number for tie in ties), names, len(ties) <= _NAMED)
