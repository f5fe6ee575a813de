"""How a peer that does not read our signature is asked again, and how often."""

import asyncio
from collections.abc import Callable

import pytest

from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.activitypub.signatures.scheme import Scheme
from fedcop.transport.client import OutRequest
from fedcop.transport.signing import Knock, Knocks, Signer, SigningClient
from fedcop.transport.threads import SigningThreads
from tests.transport import rig

SIGNER = Signer("https://cop.example/actor#main-key", PrivateKey.make_ed25519())


def way(seen: rig.Seen) -> str:
    return "rfc9421" if seen.header("signature-input") else "cavage"


def reads(accepted: Callable[[rig.Seen], bool], refusal: int = 401) -> rig.Answering:
    async def answering(seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(rig.reply(200 if accepted(seen) else refusal))

    return answering


def post(peer: rig.Peer) -> OutRequest:
    headers = (("Content-Type", "application/activity+json"),)
    return OutRequest("POST", peer.url("/inbox"), headers, b"{}")


@pytest.mark.parametrize("status", [400, 401])
async def test_a_message_gets_one_second_knock_and_the_way_is_remembered(status: int) -> None:
    told: list[Knock] = []
    answering = reads(lambda seen: way(seen) == "rfc9421", status)
    async with rig.serving(answering) as peer, rig.visiting() as client:
        signing = SigningClient(client, Knocks(told.append))
        assert (await signing.post(post(peer), SIGNER)).status == 200
        assert (await signing.post(post(peer), SIGNER)).status == 200
        assert [way(seen) for seen in peer.seen] == ["cavage", "rfc9421", "rfc9421"]
        assert [knock.origin for knock in told] == [f"http://peer.localhost:{peer.port}"]
        assert told[0].scheme is Scheme.RFC9421


async def test_a_message_is_not_knocked_for_a_third_time() -> None:
    async with rig.serving(reads(lambda _seen: False)) as peer, rig.visiting() as client:
        assert (await SigningClient(client, Knocks()).post(post(peer), SIGNER)).status == 401
        assert [way(seen) for seen in peer.seen] == ["cavage", "rfc9421"]


@pytest.mark.parametrize("status", [403, 404, 410, 413, 429, 500, 503])
async def test_no_other_answer_is_knocked_again(status: int) -> None:
    told: list[Knock] = []
    async with rig.serving(reads(lambda _seen: False, status)) as peer, rig.visiting() as client:
        signing = SigningClient(client, Knocks(told.append))
        assert (await signing.post(post(peer), SIGNER)).status == status
        assert (await signing.get(OutRequest("GET", peer.url("/a?b")), SIGNER)).status == status
        assert len(peer.seen) == 2
        assert told == []


async def test_a_second_knock_that_is_turned_away_is_not_remembered() -> None:
    told: list[Knock] = []
    answering = rig.in_turn(rig.reply(401), rig.reply(403))
    async with rig.serving(answering) as peer, rig.visiting() as client:
        signing = SigningClient(client, Knocks(told.append))
        assert (await signing.post(post(peer), SIGNER)).status == 403
        assert told == []


async def test_a_fetch_climbs_the_whole_ladder() -> None:
    async with rig.serving(reads(lambda _seen: False)) as peer, rig.visiting() as client:
        signing = SigningClient(client, Knocks())
        assert (await signing.get(OutRequest("GET", peer.url("/a?page=1")), SIGNER)).status == 401
        assert [way(seen) for seen in peer.seen] == ["cavage", "rfc9421", "cavage"]
        assert peer.targets == ["/a?page=1"] * 3
        first, _, last = (seen.header("signature") for seen in peer.seen)
        assert first != last


async def test_a_fetch_without_a_query_is_tried_twice() -> None:
    async with rig.serving(reads(lambda _seen: False)) as peer, rig.visiting() as client:
        await SigningClient(client, Knocks()).get(OutRequest("GET", peer.url("/a")), SIGNER)
        assert [way(seen) for seen in peer.seen] == ["cavage", "rfc9421"]


async def test_a_fetch_is_not_knocked_again_after_400() -> None:
    async with rig.serving(reads(lambda _seen: False, 400)) as peer, rig.visiting() as client:
        await SigningClient(client, Knocks()).get(OutRequest("GET", peer.url("/a")), SIGNER)
        assert len(peer.seen) == 1


async def test_a_peer_that_turned_back_is_met_on_the_old_way() -> None:
    told: list[Knock] = []
    async with (
        rig.serving(reads(lambda seen: way(seen) == "cavage")) as peer,
        rig.visiting() as client,
    ):
        knocks = Knocks(told.append)
        knocks.heard(f"http://peer.localhost:{peer.port}", Scheme.RFC9421)
        signing = SigningClient(client, knocks)
        for _ in range(2):
            assert (await signing.post(post(peer), SIGNER)).status == 200
        assert [way(seen) for seen in peer.seen] == ["rfc9421", "cavage", "cavage"]
        assert [knock.scheme for knock in told] == [Scheme.RFC9421, Scheme.CAVAGE]


async def test_what_is_remembered_for_fetches_does_not_bind_messages() -> None:
    async with rig.serving(rig.always(rig.reply(202))) as peer, rig.visiting() as client:
        knocks = Knocks()
        knocks.worked(f"http://peer.localhost:{peer.port}", Scheme.CAVAGE_WITHOUT_QUERY)
        assert (await SigningClient(client, knocks).post(post(peer), SIGNER)).status == 202
        assert [way(seen) for seen in peer.seen] == ["cavage"]


async def test_messages_may_be_signed_on_threads() -> None:
    threads = SigningThreads(2)
    async with rig.serving(rig.always(rig.reply(202))) as peer, rig.visiting() as client:
        signing = SigningClient(client, Knocks(), threads.sign)
        answers = await asyncio.gather(*[signing.post(post(peer), SIGNER) for _ in range(20)])
        assert {answer.status for answer in answers} == {202}
        assert {seen.header("host") for seen in peer.seen} == {f"peer.localhost:{peer.port}"}
        assert all(seen.header("signature") for seen in peer.seen)
        assert [name for name, _ in peer.seen[0].headers].count("Host") == 1
    threads.close()
