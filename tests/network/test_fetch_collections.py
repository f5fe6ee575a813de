"""Reading collections page by page, from peers that never end them as well."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.errors import Malformed, NotFound
from fedcop.transport.fetch import Budget, Fetcher
from fedcop.transport.signing import Knocks, Signer, SigningClient
from tests.transport import rig

NODE = Signer("https://cop.example/actor#main-key", PrivateKey.make_ed25519())
ACTIVITY = ("Content-Type", "application/activity+json")
Page = dict[str, Any]


@asynccontextmanager
async def pages(
    answer: Callable[[str, Callable[[str], str]], Page | None],
) -> AsyncIterator[tuple[rig.Peer, Fetcher]]:
    """Serve what a function of the target returns; it is handed a way to write addresses."""

    async def answering(seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        page = answer(seen.target, peer.url)
        if page is None:
            writer.write(rig.reply(404))
            return
        page = {"id": peer.url(seen.target), "type": "OrderedCollectionPage", **page}
        writer.write(rig.reply(200, json.dumps(page).encode(), ACTIVITY))

    async with rig.serving(answering) as peer, rig.visiting() as client:
        yield peer, Fetcher(SigningClient(client, Knocks()), NODE)


def note(number: int) -> str:
    return f"https://a.example/n/{number}"


async def test_a_collection_is_read_through_its_pages() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page:
        if target == "/outbox":
            return {"type": "OrderedCollection", "totalItems": 5, "first": url("/outbox?page=1")}
        if target == "/outbox?page=1":
            return {"orderedItems": [note(1), note(2)], "next": url("/outbox?page=2")}
        return {"orderedItems": [note(3)]}

    async with pages(answer) as (peer, fetcher):
        assert await fetcher.items(peer.url("/outbox"), Budget()) == [note(1), note(2), note(3)]
        assert peer.targets == ["/outbox", "/outbox?page=1", "/outbox?page=2"]


async def test_a_first_page_may_be_embedded_and_items_may_be_documents() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page:
        if target == "/replies":
            first = {"type": "CollectionPage", "items": [], "next": url("/replies?page=1")}
            return {"type": "Collection", "first": first}
        return {"type": "CollectionPage", "items": [{"type": "Note", "id": note(1)}, note(2)]}

    async with pages(answer) as (peer, fetcher):
        found = await fetcher.items(peer.url("/replies"), Budget())
        assert [item if isinstance(item, str) else item.id for item in found] == [note(1), note(2)]
        assert len(peer.seen) == 2


async def test_a_collection_without_pages_is_read_at_once() -> None:
    def answer(_target: str, _url: Callable[[str], str]) -> Page:
        return {"type": "Collection", "items": [note(1)]}

    async with pages(answer) as (peer, fetcher):
        assert await fetcher.items(peer.url("/featured"), Budget()) == [note(1)]
        assert len(peer.seen) == 1


async def test_a_next_page_that_is_itself_ends_after_one() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page:
        return {"orderedItems": [note(1)], "next": url(target)}

    async with pages(answer) as (peer, fetcher):
        assert await fetcher.items(peer.url("/outbox"), Budget()) == [note(1)]
        assert len(peer.seen) == 1


async def test_pages_in_a_circle_end_after_one_round() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page:
        number = int(target.removeprefix("/p/"))
        return {"orderedItems": [note(number)], "next": url(f"/p/{(number + 1) % 3}#{number}")}

    async with pages(answer) as (peer, fetcher):
        assert await fetcher.items(peer.url("/p/0"), Budget()) == [note(0), note(1), note(2)]
        assert len(peer.seen) == 3


async def test_an_endless_collection_ends_after_ten_pages() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page:
        number = int(target.removeprefix("/p/"))
        return {"orderedItems": [note(number)], "next": url(f"/p/{number + 1}")}

    async with pages(answer) as (peer, fetcher):
        assert len(await fetcher.items(peer.url("/p/0"), Budget())) == 11
        assert len(peer.seen) == 11


async def test_no_more_than_five_hundred_items_are_taken() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page:
        number = int(target.removeprefix("/p/"))
        items = [note(number * 300 + step) for step in range(300)]
        return {"orderedItems": items, "next": url(f"/p/{number + 1}")}

    async with pages(answer) as (peer, fetcher):
        found = await fetcher.items(peer.url("/p/0"), Budget())
        assert found == [note(number) for number in range(500)]
        assert len(peer.seen) == 2


async def test_pages_of_another_host_are_not_visited() -> None:
    def answer(_target: str, url: Callable[[str], str]) -> Page:
        other = url("/p/1").replace("peer.", "victim.")
        return {"orderedItems": [note(1)], "next": other}

    async with pages(answer) as (peer, fetcher):
        assert await fetcher.items(peer.url("/p/0"), Budget()) == [note(1)]
        assert len(peer.seen) == 1


async def test_a_page_that_is_gone_ends_the_collection_and_the_rest_is_kept() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page | None:
        if target == "/p/0":
            return {"orderedItems": [note(1)], "next": url("/p/1")}
        return None

    async with pages(answer) as (peer, fetcher):
        assert await fetcher.items(peer.url("/p/0"), Budget()) == [note(1)]
        with pytest.raises(NotFound):
            await fetcher.items(peer.url("/p/1"), Budget())


async def test_the_pages_are_paid_from_the_budget() -> None:
    def answer(target: str, url: Callable[[str], str]) -> Page:
        number = int(target.removeprefix("/p/"))
        return {"orderedItems": [note(number)], "next": url(f"/p/{number + 1}")}

    async with pages(answer) as (peer, fetcher):
        budget = Budget(fetches=4)
        assert len(await fetcher.items(peer.url("/p/0"), budget)) == 4
        assert budget.fetches == 0


async def test_what_is_no_collection_is_malformed() -> None:
    def answer(_target: str, _url: Callable[[str], str]) -> Page:
        return {"type": "Note", "id": note(1)}

    async with pages(answer) as (peer, fetcher):
        with pytest.raises(Malformed, match="not a collection"):
            await fetcher.items(peer.url("/n/1"), Budget())
