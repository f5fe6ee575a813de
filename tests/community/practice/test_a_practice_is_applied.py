"""A team applies a practice, is asked for the result and tells it; failures count like the rest."""

from functools import partial

import pytest

from fedcop import clock
from fedcop.community import adopting, posts
from fedcop.community.perform import perform
from fedcop.community.practice import adoptions
from fedcop.community.practice.applied_words import outcome_words
from fedcop.community.practice.cycles import EARLY, NOT, WORKED
from fedcop.community.practice.parts import AdoptionPart
from fedcop.errors import Invalid, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import adoptions as rows
from fedcop.store.rows import AdoptionRow
from fedcop.values import ArtifactPin
from tests.adopting import apply_it, row_of, tell_result, write_practice
from tests.builders import make_community, make_node, make_person, remember_person
from tests.federation.inbox.rig import Web, open_node
from tests.writing import answer, count, echo

DAY = 86_400


@pytest.fixture
async def scene(store):
    await make_node(store)
    ana, mira = await make_person(store, "ana"), await make_person(store, "mira")
    lab = await make_community(store, ana, "lab")
    post = await write_practice(store, ana, lab)
    return open_node(store, Web("cop.example")).reach, ana, mira, post


async def test_it_stands_under_the_practice_and_its_words_say_so(store, scene):
    reach, _, mira, post = scene
    told = await apply_it(reach, mira, post, told={"changes": "A sixth line."})
    assert (told.practice, told.reply_to_id, told.community_id) == (
        "adoption",
        post.id,
        post.community_id,
    )
    assert told.title == "Applied at Northwind, ward 4"
    assert "We are applying “Five-line night handover” (r1)" in told.content
    assert "A sixth line." in told.content
    assert (await row_of(store, post.uri)).adoptions == 1


async def test_a_second_time_changes_the_first(store, scene):
    reach, _, mira, post = scene
    first = await apply_it(reach, mira, post)
    second = await apply_it(reach, mira, post, told={"changes": "Printed."})
    assert second.id == first.id
    assert second.revision == 2
    assert await count(store, "adoption") == 1


async def test_a_team_is_counted_once_whoever_speaks_for_it(store, scene):
    reach, ana, mira, post = scene
    await apply_it(reach, mira, post)
    with pytest.raises(Refused, match="Somebody of this team"):
        await apply_it(reach, ana, post)
    await apply_it(reach, ana, post, team="ward 9")
    assert (await row_of(store, post.uri)).adoptions == 2


async def test_the_result_is_asked_for_twice_and_then_no_more(store, scene):
    reach, _, mira, post = scene
    await apply_it(reach, mira, post)
    begun = clock.now()
    asked = []
    for days in (41, 43, 44, 58, 80):
        with clock.held(partial(float, begun + days * DAY)):
            asked.append(await adopting.ask_due(store))
            await echo(store)
    assert asked == [0, 1, 0, 1, 0]
    assert await count(store, "notification WHERE kind = 'result_due'") == 1
    assert await count(store, "event WHERE kind = 'ResultDue'") == 2


async def test_who_told_the_result_is_not_asked_and_too_early_is_asked_again(store, scene):
    reach, ana, mira, post = scene
    told = await apply_it(reach, mira, post)
    other = await apply_it(reach, ana, post, team="ward 9")
    await tell_result(reach, mira, post, told, result=WORKED)
    await tell_result(reach, ana, post, other, team="ward 9", result=EARLY)
    assert (await adoptions.find(store, told.id)).due == 0
    assert (await adoptions.find(store, told.id)).finished > 0
    again = await adoptions.find(store, other.id)
    assert again.due > clock.now_ms() + 41 * DAY * 1000
    assert again.finished == 0


async def test_what_did_not_work_stands_beside_what_did(store, scene):
    reach, ana, mira, post = scene
    await apply_it(reach, mira, post, result=WORKED)
    await apply_it(reach, ana, post, team="ward 9", result=NOT)
    shown = await adoptions.list_of(store, post.uri)
    assert [one.row.result for one in shown] == [NOT, WORKED]
    results = await adoptions.results_of(store, post.uri)
    assert (results.adoptions, results.worked, results.failed, results.told) == (2, 1, 1, 2)


async def test_an_answer_with_the_hashtag_says_so_once(store, scene):
    post = scene[3]
    far = await remember_person(store, "https://social.example/u/mia")
    row = await row_of(store, post.uri)
    part = AdoptionPart(ArtifactPin(post.uri, row.number, row.digest), tagged=True)
    for words in ("<p>Tried it</p>", "<p>Again</p>"):
        said = {"uri": f"{far.uri}/{len(words)}", "hashtags": ("applied",), "practice": part}
        await answer(store, far, post, words, **said)
    assert (await row_of(store, post.uri)).adoptions == 1
    (found,) = await adoptions.list_of(store, post.uri)
    assert (found.row.result, found.row.number, found.author.name) == ("", 1, "mia")


async def test_what_is_no_adoption_is_refused(store, scene):
    reach, _, mira, post = scene
    for wrong in (
        {"result": "superb"},
        {"told": {"gained": "x" * 2001}},
        {"outcome": ({"dimension": "joy"},)},
    ):
        with pytest.raises(Invalid):
            await apply_it(reach, mira, post, **wrong)
    assert await count(store, "adoption") == 0


async def test_it_goes_with_its_post(store, scene):
    reach, _, mira, post = scene
    told = await apply_it(reach, mira, post)
    await perform(store, posts.remove, mira, told.id)
    assert await count(store, "adoption") == 0
    assert (await row_of(store, post.uri)).adoptions == 0


async def test_what_arrives_in_any_order_counts_alike(store, scene):
    """Teams that are told of twice, by whichever node, are one team."""
    _, _, _, post = scene
    made = [
        AdoptionRow(n, post.uri, 1, 7, n, organization_uri=org, team=team, result=result)
        for n, (org, team, result) in enumerate(
            [
                ("https://a.example/o", "one", ""),
                ("https://a.example/o", "one", "not"),
                ("https://a.example/o", "two", "worked"),
                ("", "", "partly"),
                ("", "", "partly"),
            ],
            1,
        )
    ]
    for order in (made, made[::-1], made[2:] + made[:2]):
        unit = Unit(store)
        unit.add(*(rows.insert(row) for row in order), rows.count(post.uri))
        await unit.commit()
        assert (await row_of(store, post.uri)).adoptions == 3
        results = await adoptions.results_of(store, post.uri)
        assert (results.worked, results.partly, results.failed) == (1, 1, 1)
        unit = Unit(store)
        unit.add(*(rows.delete(row.id) for row in made), rows.count(post.uri))
        await unit.commit()
    assert (await row_of(store, post.uri)).adoptions == 0


def test_outcomes_are_read_as_words():
    said = {"dimension": "quality", "direction": "better", "range": "some", "confidence": "medium"}
    assert outcome_words(said) == "quality: somewhat better (fairly sure)"
    assert outcome_words({"dimension": "time", "direction": "same"}) == "time: about the same"
