"""What somebody shows at the top of their profile is told to their readers, and listed."""

from fedcop.community import own_pins, profiles
from fedcop.community.perform import perform
from fedcop.community.profiles import Detail, Profile
from tests.builders import make_node, make_person
from tests.federation.endpoints.rig import open_door
from tests.federation.outbox.telling import BOTH, PUBLIC, tell
from tests.writing import write


async def test_a_pin_is_an_add_to_what_is_featured(store):
    await make_node(store)
    ann = await make_person(store, "ann")
    post = await write(store, ann, "<p>Hi</p>")
    await tell(store)
    await perform(store, own_pins.pin, ann, post.id)
    [told] = await tell(store)
    assert (told.kind, told.plain["type"], told.plain_bytes) == ("Add", "Add", told.wrapped_bytes)
    assert (told.plain["actor"], told.plain["object"]) == (ann.uri, post.uri)
    assert told.plain["target"] == ann.featured
    assert told.plain["to"] == PUBLIC or PUBLIC in told.plain["to"]
    assert told.streams == {(ann.id, 0, BOTH)}
    featured = await open_door(store).read(ann.featured)
    assert [one["id"] for one in featured["orderedItems"]] == [post.uri]

    await perform(store, own_pins.unpin, ann, post.id)
    [told] = await tell(store)
    assert (told.plain["type"], told.plain["object"]) == ("Remove", post.uri)
    assert (await open_door(store).read(ann.featured))["totalItems"] == 0


async def test_the_lines_of_a_profile_are_in_its_update(store):
    await make_node(store)
    ann = await make_person(store, "ann")
    details = (Detail("Loom", "big", "<em>big</em>"),)
    await perform(store, profiles.change, ann, Profile(details=details, indexable=False))
    [told] = await tell(store)
    shown = told.plain["object"]
    assert shown["attachment"] == [
        {"type": "PropertyValue", "name": "Loom", "value": "<em>big</em>"}
    ]
    assert (shown["discoverable"], shown["indexable"]) == (True, False)
