"""What a community elsewhere had in its library before somebody here listened, in its own words."""

from typing import Final

from fedcop.activitypub.vocabulary import Activity, Item
from fedcop.community.perform import perform
from fedcop.community.practice import endorsing, shelves
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.heard import Heard
from fedcop.community.practice.shelves import Place
from fedcop.errors import FedcopError, Unavailable
from fedcop.federation.remote import objects
from fedcop.federation.remote.practice.pins import pin_in
from fedcop.federation.remote.reach import Reach
from fedcop.markup.text import to_text
from fedcop.store.rows import ActorRow
from fedcop.transport.budget import Budget
from fedcop.uris import endorsed, library
from fedcop.values import host_of

_MOST: Final = 100
_WORDS: Final = 2000


async def read(reach: Reach, group: ActorRow, budget: Budget) -> int:
    """Bring what stands in the library of a community, and what it endorses; count what is new."""
    found = 0
    for collection in (library(group.uri), endorsed(group.uri)):
        for item in await _items(reach, collection, budget):
            if isinstance(item, Activity) and _is_word(item, group, collection):
                found += await _keep(reach, group, item, budget)
    return found


def _is_word(said: Activity, group: ActorRow, collection: str) -> bool:
    """Whether a community says itself what it puts there; its own server lists it."""
    return said.type == "Add" and said.actor == group.uri and said.target == collection


async def _items(reach: Reach, collection: str, budget: Budget) -> list[Item]:
    try:
        await reach.domains.require(host_of(collection))
        return list(await reach.fetcher.items(collection, budget, items=_MOST))
    except Unavailable:
        raise
    except FedcopError:
        return []  # no library, or none for us


async def _keep(reach: Reach, group: ActorRow, said: Activity, budget: Budget) -> bool:
    pin, heard = pin_in(said), Heard(said.id, at=said.published or 0)
    words = to_text(said.summary or "")[:_WORDS].strip()
    try:
        await objects.find(reach, pin.uri, budget, group)
    except Unavailable:
        raise
    except FedcopError:
        pass  # it may come later; the word about it waits
    try:
        if said.target == endorsed(group.uri):
            if not pin.number:
                return False
            word = Word(group, group, words)
            return await perform(reach.store, endorsing.keep, word, pin, heard)
        return await perform(reach.store, shelves.put, Place(group, group, words), pin, heard)
    except Unavailable:
        raise
    except FedcopError:
        return False
