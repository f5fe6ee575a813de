"""What is owed to somebody we do not speak with waits; nothing is sent."""

import pytest

from fedcop.community import peering
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.federation.remote.domains import Domains, sending_by_the_rules
from fedcop.transport.client import OutRequest
from fedcop.transport.signing import Signer
from tests.builders import rsa_key

SIGNER = Signer("https://cop.example/u/ana#main-key", rsa_key())
REQUEST = OutRequest("POST", "https://sub.bad.example/inbox", (), b"{}")


class Post:
    def __init__(self):
        self.sent = []

    async def __call__(self, request, signer):
        self.sent.append(request.url)


async def test_nothing_goes_to_a_blocked_domain_nor_below_it(store):
    await perform(store, peering.block, "bad.example")
    post = Post()
    send = sending_by_the_rules(Domains(store), post)
    with pytest.raises(Refused):
        await send(REQUEST, SIGNER)
    assert post.sent == []


async def test_it_goes_again_as_soon_as_the_block_is_lifted(store):
    await perform(store, peering.block, "bad.example")
    post = Post()
    send = sending_by_the_rules(Domains(store), post)
    with pytest.raises(Refused):
        await send(REQUEST, SIGNER)
    await perform(store, peering.lift, "bad.example")
    await send(REQUEST, SIGNER)
    assert post.sent == [REQUEST.url]


async def test_on_an_allow_list_only_the_allowed_are_told(store):
    post = Post()
    send = sending_by_the_rules(Domains(store, "allowlist"), post)
    with pytest.raises(Refused):
        await send(REQUEST, SIGNER)
    await perform(store, peering.allow, "sub.bad.example")
    await send(REQUEST, SIGNER)
    assert post.sent == [REQUEST.url]
