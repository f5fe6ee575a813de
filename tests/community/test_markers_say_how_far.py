"""How far somebody has read is known to all their apps."""

from fedcop.community import markers, notifications, reactions
from fedcop.community.perform import perform
from tests.builders import make_person
from tests.writing import echo, write


async def test_a_marker_moves_and_has_another_version(store):
    ann = await make_person(store, "ann")
    assert await markers.find(store, ann, ["home", "notifications", "odd"]) == []
    await perform(store, markers.move, ann, {"home": 7, "odd": 3})
    await perform(store, markers.move, ann, {"home": 9, "notifications": 2})
    found = await markers.find(store, ann, ["home"])
    assert [(row.timeline, row.last_read, row.version) for row in found] == [("home", 9, 2)]
    both = await markers.find(store, ann, ["home", "notifications"])
    assert {row.timeline: row.last_read for row in both} == {"home": 9, "notifications": 2}
    bo = await make_person(store, "bo")
    assert await markers.find(store, bo, ["home"]) == []


async def test_what_is_marked_as_read_counts_no_longer(store):
    ann, bo = await make_person(store, "ann"), await make_person(store, "bo")
    post = await write(store, ann)
    await perform(store, reactions.like, bo, post.id)
    await echo(store)
    assert await notifications.count_unread(store, ann) == 1
    [notice], _ = await notifications.page(store, ann, 0, 20)
    await perform(store, markers.move, ann, {"notifications": notice.row.id})
    assert await notifications.count_unread(store, ann) == 0
