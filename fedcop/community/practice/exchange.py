"""Which organization applies what which organization wrote, in one community.

All of it is what its people told everybody, each under the name of their organization: nothing is
estimated, and nothing that is told to everybody is left out.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.queries import adoptions

_MOST: Final = 12  # organizations that are shown, those with the most to show first


@dataclass(frozen=True, slots=True)
class Exchange:
    """Organizations, and how often one (first) applies what another (second) wrote."""

    places: tuple[str, ...] = ()
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    unnamed: int = 0  # where one side names no organization
    left_out: int = 0  # organizations beyond those that are shown

    @property
    def crossing(self) -> int:
        """How often something went from one organization to another."""
        return sum(n for (taker, giver), n in self.cells.items() if taker != giver)


async def read(reader: Reader, community: int) -> Exchange:
    """Read who applies whose practices in a community."""
    found = await adoptions.list_exchanged(reader, community)
    named = {(taker, giver): n for taker, giver, n in found if taker and giver}
    weight: Counter[str] = Counter()
    for (taker, giver), n in named.items():
        weight[taker] += n
        weight[giver] += n
    places = sorted(weight, key=lambda uri: (-weight[uri], uri))
    shown = frozenset(places[:_MOST])
    return Exchange(
        places=tuple(places[:_MOST]),
        cells={pair: n for pair, n in named.items() if shown.issuperset(pair)},
        unnamed=sum(n for taker, giver, n in found if not (taker and giver)),
        left_out=max(0, len(places) - _MOST),
    )
