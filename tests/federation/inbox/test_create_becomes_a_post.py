"""A Create arrives: what is written is kept, made safe, put where it belongs."""

import pytest

from fedcop.store.queries.inbox import State
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.values import Audience
from tests.builders import remember_person
from tests.federation.inbox.rig import create, note, open_node

ALICE = "https://remote.example/users/alice"


@pytest.fixture
def node(store):
    return open_node(store)


async def test_a_public_note_is_kept(node):
    await remember_person(node.store, ALICE)
    verdict = await node.take(create(note("https://remote.example/n/1", ALICE)))
    post = await find_post_by_uri(node.store, "https://remote.example/n/1")
    assert verdict.state == State.APPLIED, verdict.reason
    assert post is not None
    assert post.content == "<p>Hello</p>"
    assert post.audience == Audience.PUBLIC
