"""Who wants to be found in a community of another node, as its home tells our node."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fedcop import clock
from fedcop import uris as paths
from fedcop.activitypub.origin import same_origin
from fedcop.community import directory
from fedcop.community.directory import Listed, Said
from fedcop.errors import FedcopError
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.rows import ActorRow
from fedcop.transport.budget import Budget
from fedcop.values import JSON

_FRESH_MS: Final = 300_000
_MOST: Final = 500  # communities
_LONGEST: Final = 200
_FETCHES: Final = 2
_SECONDS: Final = 3.0


@dataclass(slots=True)
class Directories:
    """What homes of communities said lately; whoever opted out there is gone here soon."""

    reach: Reach
    said: dict[int, tuple[int, list[Listed]]] = field(default_factory=dict)

    async def of(self, group: ActorRow) -> list[Listed]:
        """Read who wants to be found: of another node what it says, and ours; mentors first."""
        ours = await directory.list_of(self.reach.store, group)
        if group.local:
            return ours
        known = {one.uri for one in ours}
        theirs = [one for one in await self._theirs(group) if one.uri not in known]
        return directory.in_order([*ours, *theirs])

    async def _theirs(self, group: ActorRow) -> list[Listed]:
        kept, now = self.said.get(group.id), clock.now_ms()
        if kept is not None and kept[0] > now:
            return kept[1]
        found = await self._ask(group)
        if len(self.said) >= _MOST:
            self.said.clear()
        self.said[group.id] = now + _FRESH_MS, found
        return found

    async def _ask(self, group: ActorRow) -> list[Listed]:
        budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
        try:
            document = await self.reach.document(paths.directory(group.uri), budget)
        except FedcopError:
            return []  # it has none, or none for us, or is away
        items = document.get("orderedItems")
        found = [
            await self._listed(one, group)
            for one in (items if isinstance(items, list) else ())[: directory.MOST]
            if isinstance(one, dict)
        ]
        return [one for one in found if one is not None]

    async def _listed(self, item: Mapping[str, JSON], group: ActorRow) -> Listed | None:
        """Read one of those whom the home of a community lists: of its own people alone."""
        uri, name = item.get("id"), _text(item.get("name"))
        if not isinstance(uri, str) or not same_origin(uri, group.uri):
            return None
        skills = item.get("cop:skills")
        lines = [_text(one) for one in skills] if isinstance(skills, list) else []
        kept = tuple(one for one in lines if one)[: directory.MOST_SKILLS]
        about = _text(item.get("cop:askMeAbout"), directory.LONGEST_ABOUT)
        said = Said(kept, about, item.get("cop:mentor") is True)
        person = await find_actor_by_uri(self.reach.store, uri)
        if person is not None and (person.deleted or person.suspended):
            return None
        return Listed(uri, name or uri, said, person)


def _text(value: JSON, longest: int = _LONGEST) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""
