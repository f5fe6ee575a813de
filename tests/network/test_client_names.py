"""Names of this machine, and how connections that were closed are met."""

import asyncio
from ipaddress import ip_network

import pytest

from fedcop.errors import Refused, Unreachable
from fedcop.transport.client import Client, OutRequest
from fedcop.transport.guard import GuardPolicy
from fedcop.transport.names import SystemResolver
from tests.transport import rig


async def test_the_system_is_asked_for_names() -> None:
    found = await SystemResolver().addresses("localhost")
    assert found
    assert set(found) <= {"127.0.0.1", "::1"}


class Names:
    """Gives every name the same address and counts how often it is asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []

    async def addresses(self, host: str) -> list[str]:
        self.asked.append(host)
        return [self.address]


async def test_in_production_a_local_name_is_looked_up_like_any_other() -> None:
    names = Names("10.0.0.1")
    client = Client(GuardPolicy(), rig.AGENT, resolver=names)
    with pytest.raises(Refused, match=r"home\.localhost: not a public address"):
        await client.send(OutRequest("GET", "https://home.localhost/"))
    assert names.asked == ["home.localhost"]
    await client.close()


async def test_a_name_is_looked_up_once_for_many_requests() -> None:
    names = Names("127.0.0.1")
    server, friend = rig.trust("a.example")
    policy = GuardPolicy(allowed_networks=(ip_network("127.0.0.0/8"),))
    async with rig.serving(rig.always(rig.reply(202)), server) as peer:
        client = Client(policy, rig.AGENT, resolver=names, tls=friend)
        request = OutRequest("POST", peer.url(name="a.example", scheme="https"), body=b"{}")
        await asyncio.gather(*[client.tell(request) for _ in range(8)])
        await client.tell(request)
        assert peer.connections == 8
        assert names.asked == ["a.example"]
        await client.close()


async def test_a_connection_that_the_peer_closed_meanwhile_is_not_used_again() -> None:
    async def once(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(rig.reply(202))
        await writer.drain()
        writer.close()

    async with rig.serving(once) as peer, rig.visiting() as client:
        for _ in range(3):
            assert (await client.tell(OutRequest("POST", peer.url(), body=b"{}"))).status == 202
            assert await rig.open_connections(client) == 0
        assert peer.connections == 3


async def test_a_message_that_was_not_answered_is_not_sent_twice() -> None:
    async def hang_up(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with rig.serving(hang_up) as peer, rig.visiting() as client:
        with pytest.raises(Unreachable, match=r"peer\.localhost: closed the connection"):
            await client.tell(OutRequest("POST", peer.url(), body=b"{}"))
        assert len(peer.seen) == 1
