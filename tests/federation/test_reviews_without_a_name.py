"""A review without a name: the voice of a community says it, and it counts like any other."""

import pytest

from fedcop.community import posts, unnamed_reviews, voices
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, quorum, reviews
from fedcop.community.practice.parts import Point, ReviewPart
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.federation.remote import quietly
from fedcop.store.batch import Unit
from fedcop.store.queries import unnamed_reviews as rows
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ReviewRuleRow
from fedcop.store.statements import Statement
from tests.builders import SEAL, let_follow, make_person, own_keys
from tests.federation.pair import exchange, refused
from tests.practice import publish
from tests.reviewing import pin_of, propose, review, standing_of


@pytest.fixture
async def lab(pair, scene):
    """Ana's community, which lets reviewers stay unnamed; carl and others are its members."""
    home, _ = pair
    ana, group, _, _ = scene
    store = home.store
    people = [await make_person(store, name) for name in ("carl", "dora", "m1", "m2")]
    for person in people:
        await let_follow(store, person, group)
    await perform(store, voices.make, group, own_keys(voices.uri_of(group)))
    await offer_it(store, ana, group)
    return group, people


async def offer_it(store, ana, group, unnamed=1):
    rule = ReviewRuleRow(group.id, organizations=1, unnamed=unnamed)
    await perform(store, reviews.ask_for, ana, group, rule)


async def hold(store, person, post, verdict="approve", **more):
    artifact = await artifacts.find(store, post.uri)
    part = ReviewPart(await pin_of(store, post.uri), verdict, **more)
    await perform(store, unnamed_reviews.hold_review, SEAL, person, artifact, part)


async def speak(store):
    unit = Unit(store)
    unit.add(Statement("UPDATE unnamed_review SET due = 1 WHERE due > 0"))
    await unit.commit()
    await quietly.speak_due(store, SEAL)


async def mine(store, person, post):
    pin = await pin_of(store, post.uri)
    return await unnamed_reviews.find_mine(store, SEAL, person, pin)


async def test_the_voice_says_it_on_both_nodes(pair, scene, lab):
    home, away = pair
    _, _, mira, known = scene
    group, (carl, *_) = lab
    post = await publish(away.store, mira, known.id)
    await exchange(home, away)
    here = await home.post(post.uri)
    await hold(home.store, carl, here, points=(Point("works", "Short."),), conflict="Old friends")
    assert (await mine(home.store, carl, here)).post_id == 0
    assert await reviews.list_of(home.store, post.uri) == []
    await speak(home.store)
    assert refused(await exchange(home, away)) == []
    [(said, by)] = await reviews.list_of(home.store, post.uri)
    assert (by.uri, by.kind) == (f"{group.uri}/voice", "Service")
    assert (said.row.verdict, said.row.conflict) == ("approve", "Old friends")
    assert said.row.organization_uri == home.store.uris.organization()
    written = await find_post(home.store, said.row.id)
    assert "By a reviewer from" in written.content
    assert written.published % 3_600_000 == 0 or written.published == here.published
    [(there, voice)] = await reviews.list_of(away.store, post.uri)
    assert (voice.uri, there.row.verdict) == (by.uri, "approve")
    assert (await mine(home.store, carl, here)).part == ""


async def test_two_unnamed_reviewers_count_as_two(pair, scene, lab):
    home, _ = pair
    ana, *_ = scene
    group, (carl, dora, *_) = lab
    store = home.store
    post = await publish(store, ana, group.id)
    await propose(store, ana, group, post)
    await hold(store, carl, post)
    await hold(store, dora, post, "approveWithChanges")
    await speak(store)
    actor = await find_actor(store, group.id)
    tally = await quorum.tally_of(store, actor, await pin_of(store, post.uri))
    assert (tally.approvals, tally.homes, tally.left_out) == (2, 1, ())
    assert (await standing_of(store, post.uri)).label == "reviewed r1"
    assert {one.row.conflict for one in tally.counted} == {reviews.SAME_HOUSE}


async def test_one_person_counts_once(pair, scene, lab):
    home, _ = pair
    ana, *_ = scene
    group, (carl, dora, *_) = lab
    store = home.store
    post = await publish(store, ana, group.id)
    await hold(store, carl, post)
    with pytest.raises(Conflict):
        await hold(store, carl, post)
    await speak(store)
    with pytest.raises(Conflict):
        await hold(store, carl, post)
    pin = await pin_of(store, post.uri)
    with pytest.raises(Refused, match="without a name"):
        await perform(store, unnamed_reviews.review_openly, SEAL, carl, pin, None)
    await review(store, dora, post)
    with pytest.raises(Refused, match="in your own name"):
        await hold(store, dora, post)


async def test_who_may_not_review_may_not_do_so_without_a_name(pair, scene, lab):
    home, _ = pair
    ana, *_ = scene
    group, (carl, *_) = lab
    store = home.store
    post = await publish(store, ana, group.id)
    stranger = await make_person(store, "stranger")
    with pytest.raises(Refused, match="did not write it"):
        await hold(store, ana, post)
    with pytest.raises(Refused, match="only members"):
        await hold(store, stranger, post)
    with pytest.raises(Invalid, match="harm"):
        await hold(store, carl, post, "block")
    await offer_it(store, ana, group, 0)
    with pytest.raises(Refused, match="have a name here"):
        await hold(store, carl, post)


async def test_where_few_are_of_the_node_everybody_has_a_name(pair, scene):
    home, _ = pair
    ana, group, _, _ = scene
    carl = await make_person(home.store, "carl")
    await let_follow(home.store, carl, group)
    await offer_it(home.store, ana, group)
    post = await publish(home.store, ana, group.id)
    with pytest.raises(Refused, match="fewer than 5"):
        await hold(home.store, carl, post)


async def test_from_another_node_a_review_is_open(pair, scene, lab):
    home, away = pair
    ana, _, mira, _ = scene
    group, _ = lab
    post = await publish(home.store, ana, group.id)
    await exchange(home, away)
    there = await away.post(post.uri)
    with pytest.raises(Refused, match="its own node alone"):
        await hold(away.store, mira, there)


async def test_it_is_taken_back_by_whoever_wrote_it(pair, scene, lab):
    home, _ = pair
    ana, *_ = scene
    group, (carl, dora, *_) = lab
    store = home.store
    post = await publish(store, ana, group.id)
    await hold(store, carl, post)
    await speak(store)
    [(said, _)] = await reviews.list_of(store, post.uri)
    pin, voice = await pin_of(store, post.uri), await voices.find(store, group)
    back = unnamed_reviews.take_review_back
    with pytest.raises(NotFound):
        await perform(store, back, SEAL, dora, pin, voice)
    await perform(store, back, SEAL, carl, pin, voice)
    assert (await find_post(store, said.row.id)).deleted
    assert await mine(store, carl, post) is None
    await hold(store, carl, post, "needsWork")
    await speak(store)
    assert [one.row.verdict for one, _ in await reviews.list_of(store, post.uri)] == ["needsWork"]


async def test_what_is_gone_meanwhile_is_not_reviewed(pair, scene, lab):
    home, _ = pair
    ana, *_ = scene
    group, (carl, *_) = lab
    store = home.store
    post = await publish(store, ana, group.id)
    await hold(store, carl, post)
    pin = await pin_of(store, post.uri)
    await perform(store, posts.remove, ana, post.id, "Wrong.")
    await speak(store)
    assert await unnamed_reviews.find_mine(store, SEAL, carl, pin) is None


async def test_what_is_kept_names_nobody(pair, scene, lab):
    home, _ = pair
    ana, *_ = scene
    group, (carl, *_) = lab
    post = await publish(home.store, ana, group.id)
    await hold(home.store, carl, post)
    found = await mine(home.store, carl, post)
    kept = repr(await rows.find_unnamed(home.store, found.id))
    assert str(carl.id) not in kept
    assert "carl" not in kept
