"""The vectors for outgoing requests, on the production profile and over the real client.

Only the wire is ours: names are resolved from the vector, and each connection is noted and then
led to a server on loopback that plays the redirects.
"""

import asyncio
import socket  # noqa: TID251 - here the wire is led elsewhere
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.errors import Refused
from fedcop.transport.client import Client, Limits, OutRequest
from fedcop.transport.fetch import Budget, Fetched, Fetcher
from fedcop.transport.guard import GuardPolicy, is_public
from fedcop.transport.signing import Knocks, Signer, SigningClient
from tests.corpus import vector
from tests.transport import rig

CASES = vector("ssrf.json")["cases"]
HOSTS = sorted({host for case in CASES for host in case["dns"]})
SIGNER = Signer("https://self.example/actor#main-key", PrivateKey.make_ed25519())
NOTE = b'{"id": "https://a.example/a", "type": "Note"}'
MIXED = ["93.184.215.14", "127.0.0.1"]
PATIENCE = Limits(connect=2, total=4)
FOUND = rig.reply(200, NOTE, ("Content-Type", "application/activity+json"))


@dataclass
class Names:
    """Answers as the vector says; a name that is not listed does not resolve."""

    answers: dict[str, list[Any]]
    asked: list[str] = field(default_factory=list)

    async def addresses(self, host: str) -> list[str]:
        self.asked.append(host)
        answer = self.answers.get(host)
        if answer is None:
            raise OSError("no such name")
        if isinstance(answer[0], str):
            return answer
        return list(answer[min(self.asked.count(host), len(answer)) - 1])


@dataclass
class Attempt:
    """What one fetch did: its result, the names asked, the addresses dialled."""

    names: Names
    dialled: list[str] = field(default_factory=list)
    found: Fetched | None = None
    refused: Refused | None = None

    @property
    def stayed_public(self) -> bool:
        return all(is_public(ip_address(address)) for address in self.dialled)


async def attempt(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch, *networks: str) -> Attempt:
    made = Attempt(Names(case["dns"]))
    turns = [
        rig.reply(turn["status"], b"", ("Location", turn["location"])) for turn in case["redirects"]
    ]
    server, friend = rig.trust(*HOSTS)
    policy = GuardPolicy(frozenset({"self.example"}), tuple(map(ip_network, networks)))
    client = Client(policy, rig.AGENT, resolver=made.names, limits=PATIENCE, tls=friend)
    async with rig.serving(rig.in_turn(*turns, FOUND), server) as peer, opened(client):
        fetcher = Fetcher(SigningClient(client, Knocks()), SIGNER)
        with monkeypatch.context() as wire:
            dial_elsewhere(wire, made.dialled, peer.port)
            try:
                made.found = await fetcher.get(case["url"], Budget())
            except Refused as refused:
                made.refused = refused
    return made


@asynccontextmanager
async def opened(client: Client) -> AsyncIterator[Client]:
    try:
        yield client
    finally:
        await client.close()


def dial_elsewhere(monkeypatch: pytest.MonkeyPatch, dialled: list[str], port: int) -> None:
    loop = asyncio.get_running_loop()
    connect = loop.sock_connect

    async def dial(sock: socket.socket, address: tuple[str, int]) -> None:
        dialled.append(address[0])
        home = "::ffff:127.0.0.1" if sock.family == socket.AF_INET6 else "127.0.0.1"
        await connect(sock, (home, port))

    monkeypatch.setattr(loop, "sock_connect", dial)


def expecting(*answers: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["expect"] in answers]


def test_every_answer_of_the_vectors_is_judged_here() -> None:
    clear = {"fetch", "block", "fetch-first-address", "fetch-when-allowed", "local"}
    either = {"block-or-normalise", "block-or-fetch-public"}
    assert {case["expect"] for case in CASES} <= clear | either


@pytest.mark.parametrize("case", expecting("fetch"))
async def test_a_public_place_is_visited(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await attempt(case, monkeypatch)
    assert made.found is not None
    assert made.found.body == NOTE
    assert made.dialled
    assert made.stayed_public


@pytest.mark.parametrize("case", expecting("block"))
async def test_any_other_place_is_refused(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await attempt(case, monkeypatch)
    assert made.found is None
    assert made.refused is not None
    assert made.stayed_public
    assert len(made.dialled) <= len(case["redirects"])


@pytest.mark.parametrize(
    "case",
    [
        {"url": "https://a.example/a", "dns": {"a.example": MIXED}, "redirects": []},
        {"url": "https://①②⑦.⓪.⓪.①/a", "dns": {}, "redirects": []},
        {"url": "https://a.example./a", "dns": {"a.example": MIXED[:1]}, "redirects": []},
        *expecting("block-or-normalise", "block-or-fetch-public"),
    ],
)
async def test_a_doubtful_place_is_refused_or_visited_in_public(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await attempt(case, monkeypatch)
    assert made.found is not None or made.refused is not None
    assert made.stayed_public


@pytest.mark.parametrize("case", expecting("fetch-first-address"))
async def test_the_address_that_was_checked_is_the_one_that_is_dialled(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await attempt(case, monkeypatch)
    host, answers = next(iter(case["dns"].items()))
    assert made.found is not None
    assert made.dialled == answers[0]
    assert made.names.asked == [host]


@pytest.mark.parametrize("case", expecting("fetch-when-allowed"))
async def test_a_private_place_is_visited_only_when_an_admin_allows_it(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = await attempt(case, monkeypatch)
    assert strict.refused is not None
    assert strict.dialled == []
    allowed = await attempt(case, monkeypatch, "127.0.0.0/8")
    assert allowed.found is not None
    assert allowed.dialled == ["127.0.0.1"]


@pytest.mark.parametrize("case", expecting("local"))
async def test_our_own_address_is_answered_from_the_store(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await attempt(case, monkeypatch)
    assert GuardPolicy(frozenset({"self.example"})).is_ours(case["url"])
    assert made.refused is not None
    assert made.names.asked == []
    assert made.dialled == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = {
        "url": "https://a.example/a",
        "dns": {"a.example": ["93.184.215.14", "10.0.0.1"]},
        "redirects": [],
    }
    made = await attempt(case, monkeypatch)
    assert made.refused is not None
    assert made.dialled == []


async def test_a_socket_to_a_literal_address_is_refused_without_the_resolver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The socket factory alone must hold, should a literal ever get past the URL check."""
    dialled: list[str] = []
    dial_elsewhere(monkeypatch, dialled, 1)
    async with opened(Client(GuardPolicy(), rig.AGENT)) as client:
        lax = GuardPolicy(allowed_networks=(ip_network("127.0.0.0/8"),))
        client.vet = lax.vet
        with pytest.raises(Refused, match=r"127\.0\.0\.1: not a public address"):
            await client.send(OutRequest("GET", "https://127.0.0.1:8443/"))
    assert dialled == []
