"""Who wants to be asked says so to the members of one community, and to nobody else."""

import pytest

from fedcop.community import directory, membership
from fedcop.community.directory import Said
from fedcop.community.perform import perform
from fedcop.errors import Invalid, Refused
from tests.builders import let_follow, make_community, make_person


@pytest.fixture
async def scene(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    bo = await make_person(store, "bo", display="Bo")
    await let_follow(store, bo, lab)
    return ana, bo, lab


async def test_it_is_said_changed_and_taken_back(store, scene):
    _, bo, lab = scene
    said = Said(("  Shift   planning ", "", "Shift planning", "Audits"), " Night  shifts. ")
    await perform(store, directory.enter, bo, lab, said)
    kept = await directory.find(store, bo, lab)
    assert kept == Said(("Shift planning", "Audits"), "Night shifts.")
    await perform(store, directory.enter, bo, lab, Said(mentor=True))
    [listed] = await directory.list_of(store, lab)
    assert (listed.name, listed.said, listed.person) == ("Bo", Said(mentor=True), bo)
    await perform(store, directory.withdraw, bo, lab)
    assert await directory.list_of(store, lab) == []


async def test_mentors_stand_first(store, scene):
    ana, bo, lab = scene
    await let_follow(store, ana, lab)
    await perform(store, directory.enter, ana, lab, Said(("Audits",)))
    await perform(store, directory.enter, bo, lab, Said(mentor=True))
    assert [one.name for one in await directory.list_of(store, lab)] == ["Bo", "ana"]


async def test_who_leaves_is_found_no_longer(store, scene):
    _, bo, lab = scene
    await perform(store, directory.enter, bo, lab, Said(("Audits",)))
    await perform(store, membership.leave, bo, lab)
    assert await directory.list_of(store, lab) == []
    await let_follow(store, bo, lab)
    assert await directory.find(store, bo, lab) is None  # nor when they come back


async def test_others_and_too_much_are_refused(store, scene):
    _, bo, lab = scene
    stranger = await make_person(store, "stranger")
    with pytest.raises(Refused):
        await perform(store, directory.enter, stranger, lab, Said(("Audits",)))
    for said in (Said(), Said(("x" * 81,)), Said(tuple(map(str, range(21)))), Said((), "x" * 501)):
        with pytest.raises(Invalid):
            await perform(store, directory.enter, bo, lab, said)
