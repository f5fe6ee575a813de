"""Whoever was told that a post is gone is told that it stands again."""

import orjson

from fedcop.community import stewards
from fedcop.community.moderating import deciding, elsewhere
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.perform import perform
from tests.builders import make_community, make_node, make_person, remember_group, remember_person
from tests.federation.outbox.telling import arrived, check_proof, tell
from tests.writing import again, write

FAR = "https://far.example"


async def removed(store, author, post, community=0):
    """Let a moderator remove it, as the node or as a steward; return what was told."""
    judge = Judge(community_id=community and post.community_id, actor_id=community)
    deed = Deed(act="remove", reason="It names a patient.")
    [row] = await perform(store, deciding.decide, judge, author, deed, (post,))
    return judge, row, await tell(store)


async def scene(store):
    await make_node(store)
    ana = await make_person(store, "ana")
    bo = await make_person(store, "bo")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    return ana, bo, lab, mira


async def test_what_a_moderator_removed_of_ours_is_undone_for_all_who_were_told(store):
    _, bo, lab, mira = await scene(store)
    post = await write(store, bo, community_id=lab.id, mentions=(mira.id,))
    await tell(store)
    judge, row, (delete, relay) = await removed(store, bo, post)
    await perform(store, deciding.lift, judge, row.id)
    undo, passed, boost = await tell(store)
    assert (undo.kind, undo.born) == ("Undo", delete.position)
    assert (undo.streams, undo.lanes) == (delete.streams, delete.lanes)
    assert undo.plain["type"] == "Undo"
    assert undo.plain["object"]["type"] == "Delete"
    assert undo.plain["object"]["id"] == delete.plain["id"]
    assert undo.plain["object"]["object"] == post.uri
    assert "summary" not in undo.plain["object"]  # its author deleted it, as they were told
    check_proof(undo.plain, bo.uri)
    assert (passed.kind, passed.born) == ("Undo", relay.position)
    assert passed.wrapped["type"] == "Announce"
    assert passed.wrapped["object"] == undo.plain
    assert passed.plain is None
    assert (boost.plain["type"], boost.plain["object"]) == ("Announce", post.uri)
    assert boost.plain["id"] != relay.plain["object"]["id"]
    assert boost.wrapped is None


async def test_what_a_community_removed_of_a_remote_member_is_undone_in_its_name(store):
    ana, _, lab, mira = await scene(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    judge, row, [delete] = await removed(store, mira, post, ana.id)
    await perform(store, deciding.lift, judge, row.id)
    undo, boost = await tell(store)
    inner = undo.wrapped["object"]
    assert (undo.actor_id, inner["type"], inner["actor"]) == (lab.id, "Undo", ana.uri)
    assert inner["object"]["id"] == delete.wrapped["object"]["id"]
    assert inner["object"]["summary"] == "It names a patient."
    check_proof(inner, ana.uri)
    assert f"{FAR}/inbox" in undo.inboxes
    assert boost.plain["object"] == post.uri
    # Removed once more, it is the latest boost that is taken back.
    _, _, [last] = await removed(store, mira, await again(store, post), ana.id)
    assert last.plain["object"]["id"] == boost.plain["id"]


async def test_a_remote_community_is_asked_by_the_steward_who_removed_it(store):
    ana, _, _, mira = await scene(store)
    far = await remember_group(store, f"{FAR}/c/far")
    await perform(store, stewards.reconcile, far, [ana])
    post = await write(store, mira, community_id=far.id)
    judge, row, [delete] = await removed(store, mira, post, ana.id)
    await perform(store, deciding.lift, judge, row.id)
    [undo] = await tell(store)
    assert (undo.actor_id, undo.inboxes) == (ana.id, delete.inboxes)
    assert undo.plain["object"]["id"] == delete.plain["id"]


async def test_an_undo_that_came_is_passed_on_as_it_came(store):
    ana, _, lab, mira = await scene(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    await perform(store, elsewhere.take_away, lab, post.id, "off topic")
    await tell(store)
    said = {"type": "Delete", "id": f"{FAR}/d/2", "actor": ana.uri, "object": post.uri}
    undo = {"type": "Undo", "id": f"{FAR}/u/1", "actor": ana.uri, "object": said}
    body = orjson.dumps(undo)
    row = await elsewhere.find_removal(store, await again(store, post))
    await perform(store, elsewhere.give_back, lab, row, await arrived(store, body))
    told, _ = await tell(store)
    assert body in told.wrapped_bytes
