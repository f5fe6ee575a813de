"""A practice of one node is applied at another: told, changed, taken back, and counted alike."""

import orjson
import pytest

from fedcop.community import adopting, posts
from fedcop.community.perform import perform
from fedcop.community.practice import adoptions
from fedcop.community.practice.cycles import NOT
from fedcop.community.practice.parts import AdoptionPart
from fedcop.federation.remote import applying
from fedcop.store.statements import Statement
from fedcop.transport.budget import Budget
from fedcop.values import ArtifactPin
from tests.adopting import apply_it, row_of, say_anew, tell_result, write_practice
from tests.builders import make_person
from tests.federation.pair import exchange, refused
from tests.writing import echo


@pytest.fixture
async def applied(pair, scene):
    """Ana's practice, known to mira, whose ward applies it."""
    home, away = pair
    ana, lab, mira, _ = scene
    post = await write_practice(home.store, ana, lab)
    assert refused(await exchange(home, away)) == []
    there = await away.post(post.uri)
    told = await apply_it(away.node.reach, mira, there, told={"changes": "A sixth line."})
    assert refused(await exchange(home, away)) == []
    return post, there, told


async def test_an_adoption_arrives_with_its_pin_and_is_counted(pair, scene, applied):
    home, _ = pair
    post, _, told = applied
    row = await row_of(home.store, post.uri)
    assert row.adoptions == 1
    (found,) = await adoptions.list_of(home.store, post.uri)
    assert (found.row.number, found.row.digest) == (1, row.digest)
    assert found.row.team == "ward 4"
    assert found.row.organization_uri == "https://riverside.example/o"
    assert found.post.uri == told.uri
    assert found.post.reply_to_id == post.id
    assert "We are applying" in found.post.content
    assert adoptions.read(found.row).told == {"changes": "A sixth line."}


async def test_the_home_of_a_practice_lists_who_applies_it(pair, applied):
    home, away = pair
    post, _, told = applied
    reach, budget = away.node.reach, Budget(fetches=5)
    listed = await reach.document(f"{post.uri}/adoptions", budget)
    assert (listed["totalItems"], listed["orderedItems"]) == (1, [told.uri])
    versions = await reach.document(f"{post.uri}/adaptations", budget)
    assert versions["totalItems"] == 0
    thing = await reach.document(post.uri, budget)
    assert thing["cop:adoptions"] == f"{post.uri}/adoptions"
    note = await home.node.reach.document(told.uri, budget)
    assert (note["type"], note["cop:kind"], note["inReplyTo"]) == ("Note", "adoption", post.uri)
    assert note["cop:adopts"] == {"id": post.uri, "revision": 1, "digest": thing["cop:digest"]}
    assert "cop:result" not in note


async def test_a_result_is_told_later_and_arrives(pair, scene, applied):
    home, away = pair
    mira = scene[2]
    post, there, told = applied
    outcome = {"dimension": "quality", "direction": "better", "range": "some"}
    await tell_result(
        away.node.reach,
        mira,
        there,
        told,
        result="partly",
        outcome=(outcome,),
        told={"happened": "Fewer."},
    )
    assert refused(await exchange(home, away)) == []
    (found,) = await adoptions.list_of(home.store, post.uri)
    assert found.row.result == "partly"
    assert adoptions.read(found.row).outcome == (outcome,)
    assert found.post.title == "Applied at Northwind, ward 4 — partly worked"
    results = await adoptions.results_of(home.store, post.uri)
    assert (results.adoptions, results.partly, results.failed) == (1, 1, 0)
    assert results == await adoptions.results_of(away.store, post.uri)


async def test_what_is_taken_back_counts_no_more(pair, scene, applied):
    home, away = pair
    post, _, told = applied
    await perform(away.store, posts.remove, scene[2], told.id)
    assert refused(await exchange(home, away)) == []
    assert (await row_of(home.store, post.uri)).adoptions == 0
    assert await adoptions.list_of(home.store, post.uri) == []


async def test_only_the_fact_leaves_where_it_is_to_be_so(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post = await write_practice(home.store, ana, lab)
    await exchange(home, away)
    there = await away.post(post.uri)
    said = {"result": NOT, "told": {"happened": "A secret."}, "discreet": True}
    told = await apply_it(away.node.reach, mira, there, **said)
    assert refused(await exchange(home, away)) == []
    own = adoptions.read(await adoptions.find(away.store, told.id))
    assert (own.row.result, own.told) == (NOT, {"happened": "A secret."})
    assert "secret" not in told.content + told.title + told.source
    (found,) = await adoptions.list_of(home.store, post.uri)
    assert (found.row.result, found.row.told, found.row.outcome) == ("", "", "")
    assert "secret" not in found.post.cop + found.post.content


async def test_two_that_did_not_work_ask_for_a_review(pair, scene, applied):
    home, away = pair
    mira = scene[2]
    post, there, told = applied
    reach = away.node.reach
    await perform(home.store, _endorse_claim, post.uri)
    await tell_result(reach, mira, there, told, result=NOT)
    await exchange(home, away)
    await echo(home.store)
    assert (await row_of(home.store, post.uri)).status == "reviewed"
    tomas = await make_person(away.store, "tomas")
    await apply_it(reach, tomas, there, team="ward 9", result=NOT)
    assert refused(await exchange(home, away)) == []
    await echo(home.store)
    row = await row_of(home.store, post.uri)
    assert row.status == "needsReview"
    assert "2 teams" in row.reason


async def _endorse_claim(unit, uri):
    unit.add(Statement("UPDATE artifact SET status = 'reviewed' WHERE uri = ?", (uri,)))


async def test_an_adoption_of_a_revision_that_is_not_here_is_kept(pair, scene, applied):
    home, away = pair
    post, there, _ = applied
    tomas = await make_person(away.store, "tomas")
    part = AdoptionPart(ArtifactPin(post.uri, 9, "sha-256:00"), team="ward 9")
    draft = await applying.draft_of(away.node.reach, there, part)
    await perform(away.store, adopting.apply, tomas, draft)
    assert refused(await exchange(away, home)) == []
    rows = {one.row.team: one.row.number for one in await adoptions.list_of(home.store, post.uri)}
    assert rows == {"ward 4": 1, "ward 9": 9}
    assert (await row_of(home.store, post.uri)).adoptions == 1
    results = await adoptions.results_of(home.store, post.uri)
    assert (results.adoptions, results.elsewhere) == (1, 1)


async def test_what_applies_a_newer_revision_names_just_that(pair, scene, applied):
    home, away = pair
    post, _, _ = applied
    await say_anew(home.store, scene[0], post, source="Read back first.")
    await exchange(home, away)
    tomas = await make_person(away.store, "tomas")
    await apply_it(away.node.reach, tomas, await away.post(post.uri), team="ward 9")
    await exchange(away, home)
    rows = {one.row.team: one.row.number for one in await adoptions.list_of(home.store, post.uri)}
    assert rows == {"ward 4": 1, "ward 9": 2}


def say(author, words, *, reply_to, tag, number=1):
    """A reply as Mastodon sends it."""
    public = "https://www.w3.org/ns/activitystreams#Public"
    uri = f"{author.uri}/statuses/{number}"
    note = {
        "id": uri,
        "type": "Note",
        "attributedTo": author.uri,
        "inReplyTo": reply_to,
        "to": [public],
        "cc": [f"{author.uri}/followers"],
        "content": f"<p>{words}</p>",
        "tag": [{"type": "Hashtag", "name": tag, "href": "https://social.example/tags/applied"}],
    }
    whole = {"id": f"{uri}/activity", "type": "Create", "actor": author.uri, "to": [public]}
    return orjson.dumps(
        {"@context": "https://www.w3.org/ns/activitystreams", **whole, "object": note}
    )
