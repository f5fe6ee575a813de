"""A library: who sees what in it, on which shelf, narrowed down, page by page."""

from dataclasses import replace

import pytest

from fedcop import ids
from fedcop.community import library
from fedcop.community.library import Choice
from fedcop.community.practice import artifacts
from fedcop.store.batch import Unit
from fedcop.store.rows import EndorsementRow, insert_of
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person
from tests.federation.inbox.rig import Web, open_node
from tests.library import CHECKLIST, HANDOVER, STORY, TIP, revise, share


@pytest.fixture
async def scene(store):
    reach = open_node(store, Web("cop.example")).reach
    ana, bo = await make_person(store, "ana"), await make_person(store, "bo")
    group = await make_community(store, ana, "handovers")
    await let_follow(store, bo, group)
    return reach, ana, bo, group


async def endorse(store, group, number, revision=1):
    row = await artifacts.get(store, number)
    said = await artifacts.revision(store, number, revision)
    unit = Unit(store)
    made = EndorsementRow(ids.new_id(), group.id, row.uri, revision, said.digest, said.at)
    unit.add(Statement(insert_of(EndorsementRow), made.values()))
    await unit.commit()


def shown(found):
    return [line.post.title for line in found.lines]


async def test_shelves_tell_what_is_endorsed_from_what_is_promising(store, scene):
    reach, ana, _, group = scene
    first = await share(reach, ana, HANDOVER, community_id=group.id)
    await share(reach, ana, STORY, community_id=group.id)
    await endorse(store, group, first.id)
    await revise(reach, ana, first, replace(HANDOVER, body="Quite another text now."))
    endorsed = await library.of_community(store, ana, group.id, Choice("endorsed"))
    assert shown(endorsed) == [HANDOVER.title]
    # The revision that is shown did not get it, and its label says which one did.
    assert "endorsed r1" in endorsed.entries[first.id].standing.label
    assert not endorsed.entries[first.id].standing.current
    promising = await library.of_community(store, ana, group.id, Choice("promising"))
    assert shown(promising) == [STORY.title]
    assert promising.shelves == {
        "endorsed": 1,
        "promising": 1,
        "review": 0,
        "applied": 0,
        "all": 2,
    }


async def test_facets_say_how_much_each_value_would_leave(store, scene):
    reach, ana, _, group = scene
    for wish in (HANDOVER, CHECKLIST, STORY, TIP):
        await share(reach, ana, wish, community_id=group.id)
    found = await library.of_community(store, None, group.id, Choice(asked={"topic": "handover"}))
    assert sorted(shown(found)) == sorted([HANDOVER.title, CHECKLIST.title])
    assert dict(found.facets["kind"]) == {"practice": 1, "checklist": 1}
    assert dict(found.facets["topic"])["handover"] == 2  # what else one could ask for instead
    both = Choice(asked={"topic": "handover", "kind": "checklist"})
    narrowed = await library.of_community(store, None, group.id, both)
    assert shown(narrowed) == [CHECKLIST.title]
    assert dict(narrowed.facets["kind"]) == {"practice": 1, "checklist": 1}
    nothing = Choice(asked={"kind": "sermon"})
    assert (await library.of_community(store, None, group.id, nothing)).total == 0


async def test_nobody_sees_or_counts_what_is_not_for_them(store, scene):
    reach, ana, bo, group = scene
    await share(reach, ana, HANDOVER, community_id=group.id)
    await share(reach, ana, STORY, community_id=group.id, audience=Audience.MEMBERS)
    other = await make_person(store, "cy")
    for viewer, count in ((None, 1), (other, 1), (bo, 2), (ana, 2)):
        found = await library.of_community(store, viewer, group.id, Choice())
        everywhere = await library.of_all(store, viewer, Choice())
        assert (found.whole, found.total, len(found.lines)) == (count, count, count)
        assert sum(many for _, many in found.facets["kind"]) == count
        assert everywhere.whole == count


async def test_pages_go_on_where_the_one_before_ended(store, scene):
    reach, ana, _, group = scene
    many = library.PAGE + 3
    for number in range(many):
        await share(reach, ana, TIP, title=f"Tip {number}", community_id=group.id)
    for order in library.ORDERS:
        seen, after = [], None
        while True:
            choice = Choice(order=order, after=after)
            found = await library.of_community(store, ana, group.id, choice)
            seen += shown(found)
            if found.next is None:
                break
            after = found.next
        assert len(seen) == len(set(seen)) == many, order


async def test_lists_of_posts_say_what_an_artifact_is(store, scene):
    reach, ana, _, group = scene
    post = await share(reach, ana, HANDOVER, community_id=group.id)
    found = await library.of_community(store, ana, group.id, Choice())
    glimpse = found.lines[0].practice
    assert (glimpse.kind, glimpse.number) == ("practice", 1)
    assert glimpse.abstract == HANDOVER.abstract
    assert await library.title_of(store, None, post.id) == HANDOVER.title
    assert await library.topics_of(store, post.id) == ("handover", "nights")
