"""What somebody passes on with an RsaSignature2017 is looked up where it comes from, or left."""

import pytest

from fedcop.store.queries.posts import find_post_by_uri
from tests.activitypub.signatures.rig import vectors
from tests.builders import remember_person
from tests.corpus import needs_corpus

CASES = vectors("ldsig_generated.json")["cases"]
AUTHOR = "https://remote.example/users/alice"
FORWARDER = "https://forwarder.example/users/fox"
NOTE = f"{AUTHOR}/notes/1"

pytestmark = needs_corpus


async def test_every_case_of_the_vectors_is_here():
    assert len(CASES) == 9


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
async def test_it_is_never_believed_for_its_signature(node, case):
    for uri in (AUTHOR, FORWARDER):
        await remember_person(node.store, uri, shared_inbox="")
    status = await node.deliver(case["signed"], FORWARDER)
    await node.processor.drain()
    # What has no id at its top is no activity to us, and its sender is told so.
    assert status == (202 if "id" in case["signed"] else 400)
    assert set(node.web.asked) <= {NOTE, f"{NOTE}/activity"}
    assert await find_post_by_uri(node.store, NOTE) is None
    assert await node.store.read("SELECT id FROM post") == []
