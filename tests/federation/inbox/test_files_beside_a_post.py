"""Files beside a post of another node: kept with it, changed and gone with it."""

import pytest

from fedcop.community import media as files
from fedcop.community.perform import perform
from fedcop.store.queries import media
from fedcop.store.queries.inbox import State
from fedcop.values import MediaPlace
from tests.federation.inbox.rig import activity, create, note, person, post_at

ALICE = "https://remote.example/users/alice"
NOTE = "https://remote.example/n/1"
AT = "https://files.remote.example"
LATER = "2026-02-04T08:00:00Z"
LAST = "2026-02-05T08:00:00Z"


def document(there, **more):
    return {"type": "Document", "mediaType": "image/png", "url": f"{AT}/{there}", **more}


async def shown(node):
    return await media.list_of_post(node.store, (await post_at(node, NOTE)).id)


@pytest.fixture
async def post(node):
    node.web.put(ALICE, person(ALICE))
    beside = [document("1.png", name="One"), document("2.png", name="Two", focalPoint=[1, -1])]
    await node.take(create(note(NOTE, ALICE, attachment=beside)))
    return await post_at(node, NOTE)


async def change(node, beside, updated=LATER, number=1):
    said = note(NOTE, ALICE, attachment=beside, updated=updated)
    return await node.take(activity("Update", ALICE, said, id=f"{ALICE}/updates/{number}"))


async def test_they_are_noted_and_not_fetched(node, post):
    one, two = await shown(node)
    assert [one.remote, two.remote] == [f"{AT}/1.png", f"{AT}/2.png"]
    assert [one.description, two.description] == ["One", "Two"]
    assert (two.focus_x, two.focus_y) == (1000, -1000)
    assert (one.hash, one.kind, one.place) == ("", "image", MediaPlace.POST)
    assert one.key != two.key
    assert post.files == 2
    assert f"{AT}/1.png" not in post.content
    assert not [url for url in node.web.asked if url.startswith(AT)]


async def test_the_same_once_more_changes_nothing(node, post):
    beside = [document("1.png", name="One"), document("2.png", name="Two", focalPoint=[1, -1])]
    verdict = await change(node, beside)
    assert verdict.state == State.IGNORED
    assert (await post_at(node, NOTE)).revision == 1


async def test_an_edit_adds_and_takes_away_and_describes(node, post):
    one, two = await shown(node)
    beside = [document("3.png"), document("2.png", name="Two, better")]
    assert (await change(node, beside)).state == State.APPLIED
    three, again = await shown(node)
    assert three.remote == f"{AT}/3.png"
    assert (again.id, again.description, again.focus_x) == (two.id, "Two, better", 0)
    before = await media.find_media(node.store, one.id)
    assert before.place == MediaPlace.BEFORE
    edited = await post_at(node, NOTE)
    assert (edited.revision, edited.files) == (2, 2)
    assert (await change(node, [], LAST, 2)).state == State.APPLIED
    assert await shown(node) == []
    assert (await post_at(node, NOTE)).files == 0


async def test_an_edit_that_comes_late_changes_none(node, post):
    await change(node, [document("3.png")], LAST, 1)
    assert (await change(node, [document("4.png")], LATER, 2)).state == State.IGNORED
    assert [row.remote for row in await shown(node)] == [f"{AT}/3.png"]


async def test_they_go_with_their_post(node, post):
    await change(node, [document("3.png")])
    gone = {"type": "Tombstone", "id": NOTE}
    await node.take(activity("Delete", ALICE, gone, id=f"{NOTE}/delete"))
    assert await shown(node) == []
    rows = await files.gone(node.store)
    assert len(rows) == 3
    for row in rows:
        await perform(node.store, files.forget, row, None)
    assert await files.gone(node.store) == []


async def test_nothing_that_is_no_address_is_noted(node):
    node.web.put(ALICE, person(ALICE))
    odd = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "//x/1.png",
        7,
    ]
    beside = [{"type": "Image", "url": one} for one in odd]
    beside += [None, "x", {"type": "Image"}, [], {"type": {}, "url": f"{AT}/1.png"}]
    await node.take(create(note(NOTE, ALICE, attachment=beside)))
    assert await shown(node) == []
