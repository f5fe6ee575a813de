"""Fetching documents and collections from peers that are honest, and from peers that are not."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.errors import (
    FedcopError,
    Gone,
    Malformed,
    NotFound,
    Refused,
    TooLarge,
    TooMany,
    Unreachable,
    UnsupportedMedia,
)
from fedcop.transport.client import Client
from fedcop.transport.fetch import JRD, PLAIN_JSON, Budget, Fetcher
from fedcop.transport.signing import Knocks, Signer, SigningClient
from tests.transport import rig

KEY = PrivateKey.make_ed25519()
NODE = Signer("https://cop.example/actor#main-key", KEY)
ADA = Signer("https://cop.example/u/ada#main-key", KEY)
ACTIVITY = ("Content-Type", "application/activity+json")


@asynccontextmanager
async def fetching(answering: rig.Answering) -> AsyncIterator[tuple[rig.Peer, Fetcher]]:
    async with rig.serving(answering) as peer, rig.visiting() as client:
        yield peer, fetcher_of(client)


def fetcher_of(client: Client) -> Fetcher:
    return Fetcher(SigningClient(client, Knocks()), NODE)


def document(**properties: Any) -> bytes:
    return rig.reply(200, json.dumps(properties).encode(), ACTIVITY)


def away(location: str, status: int = 302) -> bytes:
    return rig.reply(status, b"", ("Location", location))


async def test_a_document_is_fetched_with_a_signature() -> None:
    async with fetching(rig.always(document(type="Note", content="é"))) as (peer, fetcher):
        url = peer.url("/n/1")
        found = await fetcher.get(f"{url}#part", Budget())
        assert found.json() == {"type": "Note", "content": "é"}
        assert found.final_url == url
        assert found.status == 200
        assert found.content_type == "application/activity+json"
        assert 'keyId="https://cop.example/actor#main-key"' in (
            peer.seen[0].header("signature") or ""
        )
        assert (peer.seen[0].header("accept") or "").startswith("application/activity+json, ")


async def test_a_document_for_one_of_us_is_fetched_with_their_signature() -> None:
    async with fetching(rig.always(document(type="Note"))) as (peer, fetcher):
        assert await fetcher.get_document(peer.url("/n/1"), Budget(), signer=ADA) == {
            "type": "Note"
        }
        assert "/u/ada#main-key" in (peer.seen[0].header("signature") or "")


async def test_a_packed_document_is_read() -> None:
    body = gzip.compress(b'{"type": "Note"}')
    answer = rig.reply(200, body, ACTIVITY, ("Content-Encoding", "gzip"))
    async with fetching(rig.always(answer)) as (peer, fetcher):
        assert await fetcher.get_document(peer.url("/n/1"), Budget()) == {"type": "Note"}


async def test_webfinger_is_asked_without_a_signature() -> None:
    answer = rig.reply(200, b'{"subject": "acct:a@b"}', ("Content-Type", "application/jrd+json"))
    async with fetching(rig.always(answer)) as (peer, fetcher):
        url = peer.url("/.well-known/webfinger?resource=acct:a@b")
        found = await fetcher.get(url, Budget(), accept=JRD)
        assert found.json() == {"subject": "acct:a@b"}
        assert peer.seen[0].header("signature") is None
        assert peer.targets == ["/.well-known/webfinger?resource=acct:a@b"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (204, Refused),
        (304, Refused),
        (400, Refused),
        (401, Unreachable),
        (403, Refused),
        (404, NotFound),
        (408, Unreachable),
        (410, Gone),
        (429, TooMany),
        (451, Refused),
        (500, Unreachable),
        (503, Unreachable),
    ],
)
async def test_a_status_becomes_an_error_that_names_the_host(
    status: int, kind: type[FedcopError]
) -> None:
    answer = rig.reply(status, b"", ("Retry-After", "7"))
    async with fetching(rig.always(answer)) as (peer, fetcher):
        with pytest.raises(kind, match=rf"peer\.localhost: answered {status}") as caught:
            await fetcher.get(peer.url(), Budget())
    assert type(caught.value) is kind
    assert getattr(caught.value, "after", 7) == 7


@pytest.mark.parametrize("kind", ["text/html", "application/json", "application/ld+json", ""])
async def test_a_page_is_not_taken_for_a_document(kind: str) -> None:
    answer = rig.reply(200, b'{"type": "Note"}', ("Content-Type", kind))
    async with fetching(rig.always(answer)) as (peer, fetcher):
        with pytest.raises(UnsupportedMedia, match=r"peer\.localhost"):
            await fetcher.get(peer.url(), Budget())


async def test_garbage_under_the_right_name_is_malformed() -> None:
    async with fetching(rig.always(rig.reply(200, b"<html>", ACTIVITY))) as (peer, fetcher):
        with pytest.raises(Malformed):
            await fetcher.get_document(peer.url(), Budget())


async def test_a_document_beyond_the_limit_is_too_large() -> None:
    async with fetching(rig.always(rig.reply(200, bytes(1_000_001), ACTIVITY))) as (peer, fetcher):
        with pytest.raises(TooLarge):
            await fetcher.get_document(peer.url(), Budget())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_and_signed_anew(status: int) -> None:
    answering = rig.in_turn(away("/b?c=d#e", status), document(type="Note"))
    async with fetching(answering) as (peer, fetcher):
        found = await fetcher.get(peer.url("/a"), Budget())
        assert peer.targets == ["/a", "/b?c=d"]
        assert found.final_url == peer.url("/b?c=d")
        first, second = (seen.header("signature") for seen in peer.seen)
        assert first != second


async def test_three_redirects_are_followed_and_no_fourth() -> None:
    hops = [away(f"/{number}") for number in range(1, 4)]
    async with fetching(rig.in_turn(*hops, document(type="Note"))) as (peer, fetcher):
        assert await fetcher.get_document(peer.url("/0"), Budget()) == {"type": "Note"}
    async with fetching(rig.in_turn(*hops, away("/4"))) as (peer, fetcher):
        with pytest.raises(Refused, match="redirects too often"):
            await fetcher.get(peer.url("/0"), Budget())
        assert peer.targets == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize("location", ["/a", "#x", "", "http://PEER.localhost:{port}/a#y"])
async def test_a_redirect_in_a_circle_ends_at_once(location: str) -> None:
    async def answering(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(away(location.format(port=peer.port)))

    async with fetching(answering) as (peer, fetcher):
        with pytest.raises(Refused, match=r"peer\.localhost: redirects in a circle"):
            await fetcher.get(peer.url("/a"), Budget())
        assert len(peer.seen) == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/admin",
        "https://127.0.0.1:{port}/admin",
        "https://169.254.169.254/latest/meta-data",
        "http://[::1]:{port}/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://a.example/x",
        "https://[broken/",
        "//user@peer.localhost:{port}/",
        "http://own.localhost/u/ada",
    ],
)
async def test_a_redirect_to_where_we_do_not_go_is_refused(location: str) -> None:
    async with rig.serving(rig.always(document(type="Note"))) as victim:
        answer = away(location.format(port=victim.port))
        async with (
            rig.serving(rig.always(answer)) as peer,
            rig.visiting(own_hosts=["own.localhost"]) as client,
        ):
            with pytest.raises(Refused):
                await fetcher_of(client).get(peer.url("/a"), Budget(), accept=JRD)
        assert victim.connections == 0


async def test_a_document_may_not_be_redirected_to_another_origin_but_webfinger_may() -> None:
    jrd = rig.reply(200, b"{}", ("Content-Type", "application/json"))
    async with rig.serving(rig.always(jrd)) as other:
        answer = away(other.url("/b", name="social.localhost"))
        async with fetching(rig.always(answer)) as (peer, fetcher):
            with pytest.raises(Refused, match="redirects to another origin"):
                await fetcher.get(peer.url("/a"), Budget())
            assert other.connections == 0
            found = await fetcher.get(peer.url("/a"), Budget(), accept=PLAIN_JSON)
            assert found.final_url == other.url("/b", name="social.localhost")


async def test_a_redirect_out_of_tls_is_refused() -> None:
    server, friend = rig.trust("peer.localhost")
    async with rig.serving(rig.always(document(type="Note"))) as plain:
        async with (
            rig.serving(rig.always(away(plain.url("/a"))), server) as peer,
            rig.visiting(tls=friend) as client,
        ):
            with pytest.raises(Refused, match="from https to http"):
                await fetcher_of(client).get(peer.url("/a", scheme="https"), Budget(), accept=JRD)
        assert plain.connections == 0


async def test_each_hop_is_paid_for() -> None:
    answering = rig.in_turn(away("/b"), document(type="Note"))
    async with fetching(answering) as (peer, fetcher):
        budget = Budget(fetches=3)
        await fetcher.get(peer.url("/a"), budget)
        assert budget.fetches == 1
        await fetcher.get(peer.url("/b"), budget)
        with pytest.raises(Refused, match="too many fetches"):
            await fetcher.get(peer.url("/b"), budget)
        assert len(peer.seen) == 3


async def test_a_slow_peer_does_not_outlast_the_budget() -> None:
    async def slowly(_seen: rig.Seen, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async with fetching(slowly) as (peer, fetcher):
        budget = Budget(seconds=0.1)
        with pytest.raises(Unreachable, match=r"peer\.localhost: too much time"):
            await fetcher.get(peer.url(), budget)
        with pytest.raises(Refused, match="too much time"):
            await fetcher.get(peer.url(), budget)
        assert len(peer.seen) == 1


async def test_a_chain_of_ten_thousand_replies_costs_a_hundred_requests() -> None:
    async def chain(seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        number = int(seen.target.removeprefix("/n/"))
        writer.write(document(type="Note", inReplyTo=f"/n/{number + 1}"))

    async def climb(fetcher: Fetcher, peer: rig.Peer) -> None:
        budget, place = Budget(), "/n/0"
        for _ in range(10_000):
            found = await fetcher.get_document(peer.url(place), budget)
            place = str(found["inReplyTo"])
            budget = budget.deeper()

    async with fetching(chain) as (peer, fetcher):
        with pytest.raises(Refused):
            await climb(fetcher, peer)
        assert len(peer.seen) == 100
