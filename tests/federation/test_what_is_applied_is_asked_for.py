"""Somebody applies a revision that a node lacks: it is asked for, and counts once it is here."""

import pytest

from fedcop import clock
from fedcop.community import adopting
from fedcop.community.perform import perform
from fedcop.community.practice import adoptions, artifacts
from fedcop.community.practice.parts import AdoptionPart
from fedcop.federation.remote import applying
from fedcop.federation.remote import catching_up as past
from fedcop.values import ArtifactPin
from tests.adopting import apply_it, row_of, say_anew, write_practice
from tests.builders import make_person
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.federation.test_revisions_that_are_missed import deaf

HOURS = 7 * 3600.0


@pytest.fixture
def now():
    """A clock that a test moves on."""
    held = [clock.now()]
    with clock.held(lambda: held[0]):
        yield held


@pytest.fixture
async def missed(pair, scene):
    """Away holds the first revision of a practice and missed the second."""
    home, away = pair
    ana, lab, _, _ = scene
    post = await write_practice(home.store, ana, lab)
    assert refused(await exchange(home, away)) == []
    assert await past.run_due(away.node.reach) == 1  # the community that mira joined
    await say_anew(home.store, ana, post, source="Read back first.")
    await tell(home.store)  # and nobody carries it over
    return post


async def apply(side, post, part):
    bo = await make_person(side.store, "bo")
    draft = await applying.draft_of(side.node.reach, post, part)
    return await perform(side.store, adopting.apply, bo, draft)


async def counted(side, uri):
    results = await adoptions.results_of(side.store, uri)
    row = await artifacts.find(side.store, uri)
    assert row is None or row.adoptions == results.adoptions
    return results.adoptions, results.elsewhere


async def known(side, uri):
    return [(one.row.number, one.known) for one in await adoptions.list_of(side.store, uri)]


async def test_it_is_said_so_until_the_revision_comes(pair, missed):
    home, away = pair
    bo = await make_person(home.store, "bo")
    await apply_it(home.node.reach, bo, missed, result="worked")
    assert refused(await exchange(home, away)) == []
    assert await known(away, missed.uri) == [(2, False)]
    assert await counted(away, missed.uri) == (0, 1)
    assert await counted(home, missed.uri) == (1, 0)

    assert await past.run_due(away.node.reach) == 1
    assert await known(away, missed.uri) == [(2, True)]
    assert await counted(away, missed.uri) == (1, 0)
    row = await row_of(away.store, missed.uri)
    assert row.number == 1  # what is shown stays until its author tells us
    assert (await artifacts.revision(away.store, row.id, 2)).source == "Read back first."
    assert await past.run_due(away.node.reach) == 0


async def test_it_counts_when_the_revision_is_told_before_we_ask(pair, scene, missed):
    home, away = pair
    bo = await make_person(home.store, "bo")
    await apply_it(home.node.reach, bo, missed)
    await exchange(home, away)
    await say_anew(home.store, scene[0], missed, source="Read back first, and slowly.")
    assert refused(await exchange(home, away)) == []
    assert await counted(away, missed.uri) == (1, 0)
    assert await past.run_due(away.node.reach) == 1  # nothing is left to ask for


async def test_an_artifact_that_is_not_here_at_all_is_asked_for(pair, scene, missed):
    home, away = pair
    other = await write_practice(home.store, scene[0], title="A second one")
    await tell(home.store)
    row = await row_of(home.store, other.uri)
    told = await apply(home, missed, AdoptionPart(artifacts.pin_of(row), team="ward 4"))
    assert refused(await exchange(home, away)) == []
    assert await artifacts.find(away.store, other.uri) is None
    assert await known(away, other.uri) == [(1, False)]
    assert await counted(away, other.uri) == (0, 1)

    assert await past.run_due(away.node.reach) == 1
    assert (await away.post(other.uri)).title == "A second one"
    assert (await away.post(told.uri)).practice == "adoption"
    assert await counted(away, other.uri) == (1, 0)


async def test_one_that_its_origin_has_not_never_counts(pair, missed):
    home, away = pair
    row = await row_of(home.store, missed.uri)
    await apply(home, missed, AdoptionPart(artifacts.pin_of(row), team="ward 4"))
    await exchange(home, away)
    away.line.doors[home.host] = deaf(away.line.doors[home.host], "/r/")
    assert await past.run_due(away.node.reach) == 1
    assert await counted(away, missed.uri) == (0, 1)
    assert await past.run_due(away.node.reach) == 0


async def test_an_origin_that_is_out_of_reach_is_asked_again_a_few_times(pair, missed, now):
    home, away = pair
    row = await row_of(home.store, missed.uri)
    await apply(home, missed, AdoptionPart(artifacts.pin_of(row), team="ward 4"))
    await exchange(home, away)
    gone = away.line.doors.pop(home.host)
    tried = 0
    while await past.run_due(away.node.reach):
        tried += 1
        now[0] += HOURS
    assert tried == 4
    assert await counted(away, missed.uri) == (0, 1)
    away.line.doors[home.host] = gone
    assert await past.run_due(away.node.reach) == 0


async def test_one_that_says_something_else_never_counts(pair, missed):
    home, away = pair
    await apply(
        home, missed, AdoptionPart(ArtifactPin(missed.uri, 2, "sha-256:" + "0" * 64), team="w")
    )
    await exchange(home, away)
    assert await counted(home, missed.uri) == (0, 1)
    assert await past.run_due(away.node.reach) == 1
    row = await row_of(away.store, missed.uri)
    assert (await artifacts.revision(away.store, row.id, 2)).source == "Read back first."
    assert await known(away, missed.uri) == [(2, False)]
    assert await counted(away, missed.uri) == (0, 1)
    assert await past.run_due(away.node.reach) == 0
