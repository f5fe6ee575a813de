"""What was brought along from elsewhere, or is made up for a demo, is not what a community did."""

from fedcop.community.insights import reading
from fedcop.community.insights.facts import period_at
from fedcop.community.perform import perform
from fedcop.community.practice import mentoring
from fedcop.store.batch import Unit
from fedcop.store.queries import node_values
from fedcop.store.rows import BroughtRow, insert_of
from fedcop.store.statements import Statement
from tests.adopting import apply_it
from tests.builders import let_follow, make_community, make_person
from tests.federation.inbox.rig import open_node
from tests.practice import publish
from tests.reviewing import endorse

WEEK = 7 * 86_400_000


async def brought(store, post, group):
    """A post becomes one that was brought along."""
    unit = Unit(store)
    row = BroughtRow(post.id, 1, group.id, f"old/{post.id}", post.id)
    unit.add(Statement(insert_of(BroughtRow), row.values()))
    await unit.commit()


async def test_an_artifact_that_was_brought_is_not_counted(store):
    ana = await make_person(store, "ana")
    group = await make_community(store, ana, "lab")
    own, old = [await publish(store, ana, group.id) for _ in range(2)]
    for post in (own, old):
        await endorse(store, ana, group, post.uri, "Used for years.")
    period = period_at(own.published + WEEK)
    facts = await reading.facts_of(store, group.id, period)
    assert (len(facts.endorsed), facts.new_artifacts) == (2, 2)
    await brought(store, old, group)
    facts = await reading.facts_of(store, group.id, period)
    assert ([one.uri for one in facts.endorsed], facts.new_artifacts) == ([own.uri], 1)


async def test_hours_are_read_where_everybody_may_and_they_are_sure(store):
    ana = await make_person(store, "ana")
    group = await make_community(store, ana, "lab")
    post = await publish(store, ana, group.id)
    sure = {"dimension": "time", "direction": "better", "confidence": "medium", "weekly": "5"}
    reach = open_node(store).reach
    for name, outcome, discreet in (
        ("tom", sure, False),
        ("mira", {**sure, "confidence": "low"}, False),
        ("rita", {**sure, "direction": "worse"}, False),
        ("olu", sure, True),
    ):
        person = await make_person(store, name)
        await let_follow(store, person, group)
        told = {"team": name, "result": "worked", "outcome": (outcome,), "discreet": discreet}
        await apply_it(reach, person, post, **told)
    facts = await reading.facts_of(store, group.id, period_at(post.published + WEEK))
    assert sorted(one.weekly for one in facts.applied) == ["", "", "", "5"]


async def test_who_helps_whom_counts_where_both_are_members(store):
    ana, tom, mira = [await make_person(store, name) for name in ("ana", "tom", "mira")]
    group = await make_community(store, ana, "lab")
    await let_follow(store, tom, group)
    for mentee in (tom, mira):
        ship = await perform(store, mentoring.begin, mentee, (ana, mentee), "Lead an audit.")
        await perform(store, mentoring.answer, ana, ship.id, "accepted")
    facts = await reading.facts_of(store, group.id, period_at(ship.created + WEEK))
    assert [(one.person, one.mentor) for one in facts.mentored] == [(tom.id, ana.id)]


async def test_a_demo_is_known_as_one(store):
    assert not await reading.is_demo(store)
    unit = Unit(store)
    unit.add(node_values.keep_first(node_values.DEMO, "1"))
    await unit.commit()
    assert await reading.is_demo(store)
