"""An Undo of a Delete arrives: of what an author deleted, and of what a community removed."""

import orjson
import pytest

from fedcop.community.moderating import deciding, elsewhere
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.perform import perform
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_person, remember_group, remember_person
from tests.corpus import CORPUS, needs_corpus
from tests.federation.inbox.rig import activity, announce, create, note, post_at
from tests.writing import write

ALICE = "https://remote.example/users/alice"
MOD = "https://forge.example/u/mod"
FAR = "https://forge.example/c/far"
NOTE = "https://remote.example/n/1"

THEIRS = "lemmy-main__activities__deletion__undo_delete_page.json"


def undo(actor, uri, **more):
    """As Lemmy says it: the Delete inside has an id of its own each time."""
    inner = activity("Delete", actor, uri, id=f"{actor}/did/delete/again", **more)
    return activity("Undo", actor, inner, id=f"{actor}/did/undo/{abs(hash(uri))}")


@pytest.fixture
async def alice(node):
    row = await remember_person(node.store, ALICE)
    await node.take(create(note(NOTE, ALICE, tag=[{"type": "Hashtag", "name": "#wool"}])))
    return row


async def test_what_its_author_deleted_is_read_anew_from_its_origin(node, alice):
    before = await post_at(node, NOTE)
    await node.take(activity("Delete", ALICE, NOTE))
    node.web.put(NOTE, note(NOTE, ALICE, content="<p>Here again</p>"))
    verdict = await node.take(undo(ALICE, NOTE))
    post = await post_at(node, NOTE)
    assert verdict.state == State.APPLIED, verdict.reason
    assert (post.id, post.deleted, post.content) == (before.id, 0, "<p>Here again</p>")
    verdict = await node.take({**undo(ALICE, NOTE), "id": f"{ALICE}/once-more"})
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: it stands already")


async def test_what_its_origin_does_not_show_stays_deleted(node, alice):
    await node.take(activity("Delete", ALICE, NOTE))
    verdict = await node.take(undo(ALICE, NOTE))
    assert verdict.state != State.APPLIED
    assert (await post_at(node, NOTE)).deleted


async def test_what_a_community_removed_of_ours_comes_back_whole(node):
    post = await removed_of_ours(node)
    verdict = await node.take(
        announce(FAR, undo(MOD, post.uri, summary="off topic"), id=f"{FAR}/2")
    )
    assert verdict.state == State.APPLIED, verdict.reason
    again = await post_at(node, post.uri)
    assert (again.deleted, again.content, again.title) == (0, post.content, post.title)
    assert await elsewhere.find_removal(node.store, again) is None


async def test_nobody_else_brings_back_what_a_community_removed(node):
    post = await removed_of_ours(node)
    other = "https://elsewhere.example/u/eve"
    await remember_person(node.store, other)
    node.web.put(f"{FAR}/moderators", {"type": "OrderedCollection", "orderedItems": [MOD]})
    verdict = await node.take(undo(other, post.uri))
    assert verdict.state == State.REFUSED, verdict.reason
    assert (await post_at(node, post.uri)).deleted


async def test_what_was_decided_here_stands_whatever_a_community_says(node):
    far = await remember_group(node.store, FAR)
    await let_follow(node.store, await make_person(node.store, "ana"), far)
    await remember_person(node.store, MOD)
    alice = await remember_person(node.store, ALICE)
    post = await write(node.store, alice, community_id=far.id)
    deed = Deed(act="remove", reason="It names a patient.")
    await perform(node.store, deciding.decide, Judge(), alice, deed, (post,))
    verdict = await node.take(announce(FAR, undo(MOD, post.uri)))
    assert (verdict.state, verdict.reason) == (
        State.IGNORED,
        "object: what was decided here stands",
    )
    # And what its author deletes now as well is not kept for an appeal.
    await node.take(activity("Delete", ALICE, post.uri))
    row = await elsewhere.find_removal(node.store, await post_at(node, post.uri))
    assert (row.kept, row.lifted) == ("", 0)


@needs_corpus
async def test_the_undo_of_lemmy_is_understood(node):
    body = (CORPUS / "peers/lemmy" / THEIRS).read_bytes()
    said = orjson.loads(body.replace(b"http://", b"https://"))
    await remember_person(node.store, said["actor"])
    uri = said["object"]["object"]
    await node.take(create(note(uri, said["actor"])))
    await node.take(said["object"])
    node.web.put(uri, note(uri, said["actor"]))
    verdict = await node.take(said)
    assert (verdict.state, (await post_at(node, uri)).deleted) == (State.APPLIED, 0), verdict.reason


async def removed_of_ours(node):
    """What ana wrote in a community elsewhere, which removed it."""
    ana = await make_person(node.store, "ana")
    far = await remember_group(node.store, FAR, moderators=f"{FAR}/moderators")
    await remember_person(node.store, MOD)
    await let_follow(node.store, ana, far)
    post = await write(node.store, ana, community_id=far.id, title="Wool")
    said = activity("Delete", MOD, post.uri, summary="off topic")
    verdict = await node.take(announce(FAR, said))
    assert verdict.state == State.APPLIED, verdict.reason
    assert (await post_at(node, post.uri)).deleted
    return post
