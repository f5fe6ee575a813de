"""Ask the home of a community whether a server has members there, as Lemmy does (RFC 0005)."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from fedcop import clock
from fedcop import uris as paths
from fedcop.errors import FedcopError, Unavailable
from fedcop.federation.remote.reach import Reach
from fedcop.store.rows import ActorRow
from fedcop.transport.budget import Budget
from fedcop.values import host_of

_FRESH_MS: Final = 300_000  # product.md 7.4: kept for five minutes at most
_SOON_MS: Final = 15_000  # for those who have none: somebody of theirs may be joining
_MOST: Final = 2_000
_FETCHES: Final = 2
_SECONDS: Final = 5.0


@dataclass(slots=True)
class Members:
    """What homes of communities said lately of who has members there."""

    reach: Reach
    said: dict[tuple[int, str], tuple[int, bool]] = field(default_factory=dict)

    async def has(self, group: ActorRow, reader: ActorRow) -> bool:
        """Whether the server of a reader has members in a community of another node.

        Raises Unavailable when its home cannot say so now.
        """
        key, now = (group.id, reader.host), clock.now_ms()
        known = self.said.get(key)
        if known is not None and known[0] > now:
            return known[1]
        answer = await self._ask(group, reader)
        if len(self.said) >= _MOST:
            self.said.clear()
        self.said[key] = now + (_FRESH_MS if answer else _SOON_MS), answer
        return answer

    async def _ask(self, group: ActorRow, reader: ActorRow) -> bool:
        followers = group.followers or paths.followers(group.uri)
        address = f"{followers}?is_follower={quote(reader.uri, safe='')}"
        try:
            await self.reach.domains.require(host_of(followers))
            await self.reach.fetcher.get(address, Budget(fetches=_FETCHES, seconds=_SECONDS))
        except FedcopError as error:
            if error.retryable:
                raise Unavailable("the home of the community cannot say who is a member") from error
            return False
        return True
