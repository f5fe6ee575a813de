"""What it takes to look at what others publish: our memory, the way out, and with whom we speak."""

from dataclasses import dataclass

from fedcop.activitypub import reading
from fedcop.activitypub.origin import check_fetched
from fedcop.activitypub.vocabulary import JSON
from fedcop.errors import Refused
from fedcop.federation.remote.domains import Domains
from fedcop.store.batch import Store
from fedcop.transport.budget import Budget
from fedcop.transport.fetch import Fetcher
from fedcop.transport.guard import is_loopback_name
from fedcop.values import host_of


@dataclass(frozen=True, slots=True)
class Reach:
    """Handed down from the composition roots to whatever reads remote things."""

    store: Store
    fetcher: Fetcher
    domains: Domains

    def scheme(self, host: str) -> str:
        """Return how a host is spoken to: http only among loopback names, in development."""
        development = self.store.uris.origin.startswith("http://")
        return "http" if development and is_loopback_name(host.partition(":")[0]) else "https"

    async def document(self, uri: str, budget: Budget) -> dict[str, JSON]:
        """Fetch the document that an identifier names, and hold it to that name.

        A document of another id at the same origin is fetched once more, by that id. Raises what
        the fetcher raises, Malformed, and Refused.
        """
        fetched = await self._fetch(uri, budget)
        found = check_fetched(fetched[0], fetched[1])
        if found.refused:
            raise Refused(found.reason)
        if found.believed:
            return fetched[2]
        again = await self._fetch(fetched[1], budget)
        found = check_fetched(again[0], again[1])
        if not found.believed:
            raise Refused(found.reason)
        return again[2]

    async def _fetch(self, uri: str, budget: Budget) -> tuple[str, str, dict[str, JSON]]:
        await self.domains.require(host_of(uri))
        fetched = await self.fetcher.get(uri, budget)
        document = fetched.json()
        return fetched.final_url, reading.read_reference(document), document
