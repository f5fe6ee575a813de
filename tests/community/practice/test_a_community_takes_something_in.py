"""An artifact is offered, reviewed by peers, endorsed at one revision: each step and its guard."""

import pytest

from fedcop import clock
from fedcop.community import communities, moderation, posts
from fedcop.community.perform import perform
from fedcop.community.practice import (
    artifacts,
    endorsing,
    invitations,
    lifecycle,
    offers,
    quorum,
    reviews,
    shelves,
    standing,
    stewarding,
)
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.invitations import Ask
from fedcop.community.practice.offers import Reply
from fedcop.community.practice.shelves import Place
from fedcop.errors import Conflict, Invalid, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import reviews as review_rows
from fedcop.store.rows import ReviewRuleRow
from fedcop.values import ArtifactPin
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.practice import publish, revise
from tests.reviewing import endorse, pin_of, propose, review, standing_of


@pytest.fixture
async def people(store):
    """Kwame, who looks after the lab, and its members ana, tom and mira."""
    kwame, ana, tom, mira = [
        await make_person(store, name) for name in ("kwame", "ana", "tom", "mira")
    ]
    lab = await make_community(store, kwame, "lab")
    for member in (ana, tom, mira):
        await let_follow(store, member, lab)
    return kwame, ana, tom, mira, lab


async def ask(store, kwame, person, lab, post):
    pin = await pin_of(store, post.uri)
    return await perform(
        store, invitations.invite, kwame, person, Ask("review", pin, lab.id, "Would you?")
    )


async def test_what_somebody_offers_is_proposed(store, people):
    _, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    assert (await standing_of(store, post.uri)).status == "draft"
    offer = await propose(store, ana, lab, post)
    assert (offer.state, offer.number, offer.summary) == ("open", 1, "For <late> & nights.")
    assert (await standing_of(store, post.uri)).status == "proposed"
    assert [one.row for one in await offers.list_waiting(store, lab.id)] == [offer]
    assert await propose(store, ana, lab, post) == offer


async def test_only_who_wrote_it_offers_it(store, people):
    _, ana, tom, _, lab = people
    post = await publish(store, ana, lab.id)
    with pytest.raises(Refused):
        await propose(store, tom, lab, post)


async def test_it_is_in_review_once_somebody_agrees_to_review_it(store, people):
    kwame, ana, tom, _, lab = people
    post = await publish(store, ana, lab.id)
    offer = await propose(store, ana, lab, post)
    with pytest.raises(Refused):
        await perform(store, offers.answer, offer, Reply(kwame, "review"))
    invited = await ask(store, kwame, tom, lab, post)
    assert await perform(store, invitations.answer, tom, invited.id, "accepted")
    assert (await offers.find(store, offer.id)).state == "review"
    assert (await standing_of(store, post.uri)).label == "in review"


async def test_two_peers_of_one_revision_let_it_pass(store, people):
    _, ana, tom, mira, lab = people
    post = await publish(store, ana, lab.id)
    offer = await propose(store, ana, lab, post)
    await review(store, tom, post)
    assert (await standing_of(store, post.uri)).status == "inReview"
    await review(store, mira, post, "approveWithChanges")
    found = await standing_of(store, post.uri)
    assert (found.status, found.label, found.libraries) == ("reviewed", "reviewed r1", (lab.id,))
    assert (await offers.find(store, offer.id)).state == "accepted"
    assert (await artifacts.get(store, post.id)).reviews == 2


async def test_reviews_of_two_revisions_are_no_quorum(store, people):
    _, ana, tom, mira, lab = people
    post = await publish(store, ana, lab.id)
    await propose(store, ana, lab, post)
    await review(store, tom, post)
    await revise(store, ana, post, source="Stand by the door.")
    await review(store, mira, post)
    assert (await standing_of(store, post.uri)).status == "inReview"


async def test_a_block_holds_it_back_until_it_is_taken_back(store, people):
    kwame, ana, tom, mira, lab = people
    post = await publish(store, ana, lab.id)
    await propose(store, ana, lab, post)
    await review(store, tom, post)
    with pytest.raises(Invalid):
        await review(store, kwame, post, "block")
    block = await review(store, kwame, post, "block", points=[("must", "It hides an allergy.")])
    await review(store, mira, post)
    assert (await standing_of(store, post.uri)).status == "inReview"
    await perform(store, posts.remove, kwame, block.id)
    assert (await artifacts.get(store, post.id)).reviews == 2


async def test_who_does_not_count_and_why(store, people):
    _, ana, tom, _, lab = people
    post = await publish(store, ana, lab.id)
    await propose(store, ana, lab, post)
    with pytest.raises(Refused):
        await review(store, ana, post)
    stranger = await make_person(store, "nadia")
    await review(store, stranger, post)
    await perform(store, moderation.block, lab, tom)
    await review(store, tom, post)
    pin = await pin_of(store, post.uri)
    tally = await quorum.tally_of(store, lab, pin)
    assert (tally.approvals, tally.passed) == (0, False)
    assert sorted(reason for _, reason in tally.left_out) == [
        "They are banned from this community.",
        "They are no member of this community, and nobody invited them.",
    ]


async def test_three_organizations_ask_for_two_of_them(store, people):
    _, ana, tom, mira, lab = people
    rita = await remember_person(store, "https://riverside.example/u/rita")
    nia = await remember_person(store, "https://st-brigid.example/u/nia")
    for member in (rita, nia):
        await let_follow(store, member, lab)
    post = await publish(store, ana, lab.id)
    await propose(store, ana, lab, post)
    await review(store, tom, post)
    await review(store, mira, post)
    pin = await pin_of(store, post.uri)
    tally = await quorum.tally_of(store, lab, pin)
    assert (tally.approvals, tally.homes, tally.organizations) == (2, 1, 2)
    assert not tally.passed
    await review(store, rita, post)
    assert (await standing_of(store, post.uri)).status == "reviewed"


async def test_a_colleague_of_the_author_is_said_to_be_one(store, people):
    _, ana, tom, _, lab = people
    post = await publish(store, ana, lab.id)
    said = await reviews.find(store, (await review(store, tom, post)).id)
    assert said.row.conflict == reviews.SAME_HOUSE


async def test_endorsing_needs_a_review_or_a_reason(store, people):
    kwame, ana, tom, mira, lab = people
    post = await publish(store, ana, lab.id)
    with pytest.raises(Refused):
        await endorse(store, kwame, lab, post.uri)
    with pytest.raises(Refused):
        await endorse(store, tom, lab, post.uri, "I like it.")
    await propose(store, ana, lab, post)
    await review(store, tom, post)
    await review(store, mira, post, "approveWithChanges", points=[("must", "Name the doctor.")])
    with pytest.raises(Refused):
        await endorse(store, kwame, lab, post.uri)
    point = (await reviews.list_unmended(store, await pin_of(store, post.uri)))[0]
    with pytest.raises(Refused):
        await perform(store, reviews.close, ana, point.id, 1)
    assert await perform(store, reviews.close, kwame, point.id, 1)
    assert await endorse(store, kwame, lab, post.uri)
    found = await standing_of(store, post.uri)
    assert (found.status, found.label, found.current) == ("endorsed", "endorsed r1", True)
    assert [one.endorser.id for one in found.endorsed] == [lab.id]
    assert not await endorse(store, kwame, lab, post.uri)


async def test_what_passed_review_waits_for_stewards_only_as_it_was_reviewed(store, people):
    _, ana, tom, mira, lab = people
    post = await publish(store, ana, lab.id)
    await propose(store, ana, lab, post)
    await review(store, tom, post)
    assert await lifecycle.list_passed(store, lab.id) == []
    await review(store, mira, post)
    assert [row.id for row in await lifecycle.list_passed(store, lab.id)] == [post.id]
    await revise(store, ana, post, abstract="Others.")
    assert await lifecycle.list_passed(store, lab.id) == []


async def test_who_reviews_the_same_once_more_says_what_must_be_by_that(store, people):
    _, ana, tom, mira, lab = people
    post = await publish(store, ana, lab.id)
    await propose(store, ana, lab, post)
    await review(store, tom, post, "needsWork", points=[("must", "Name the doctor.")])
    await review(store, mira, post, "approveWithChanges", points=[("must", "Say when.")])
    await review(store, tom, post, "approve")
    left = await reviews.list_unmended(store, await pin_of(store, post.uri))
    assert [one.words for one in left] == ["Say when."]
    assert (await revise(store, ana, post, abstract="Others.")).number == 2
    await review(store, mira, post, "approve")  # of r2: it closes nothing of r1
    left = await reviews.list_unmended(store, await pin_of(store, post.uri))
    assert [one.words for one in left] == ["Say when."]


async def test_two_stewards_where_a_community_wants_two(store, people):
    kwame, ana, tom, _, lab = people
    unit = Unit(store)
    unit.add(*review_rows.set_rule(ReviewRuleRow(lab.id, votes=2)))
    await unit.commit()
    await perform(store, communities.add_steward, kwame, lab, tom)
    post = await publish(store, ana, lab.id)
    assert not await endorse(store, kwame, lab, post.uri, "Yes.")
    assert not await endorse(store, kwame, lab, post.uri, "Yes!")
    assert not (await standing_of(store, post.uri)).current
    assert await endorse(store, tom, lab, post.uri, "Me too.")
    assert (await standing_of(store, post.uri)).current


async def test_an_edit_leaves_the_endorsement_with_what_was_endorsed(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    await endorse(store, kwame, lab, post.uri, "Used for years.")
    await revise(store, ana, post, source="Stand wherever you like.")
    found = await standing_of(store, post.uri)
    assert (found.status, found.current, found.latest_endorsed) == ("inReview", False, 1)
    assert found.label == "in review; endorsed r1"


async def test_two_endorsements_of_two_revisions_stand_beside_each_other(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    first = await pin_of(store, post.uri)
    await revise(store, ana, post, source="Stand by the door.")
    await endorse(store, kwame, lab, post.uri, "The new one.")
    await endorse(store, kwame, lab, post.uri, "The old one.", pin=first)
    found = await standing_of(store, post.uri)
    assert [one.number for one in found.endorsed] == [1, 2]
    assert found.label == "endorsed r2"


async def test_what_names_another_digest_is_kept_and_not_shown(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    wrong = ArtifactPin(post.uri, 1, "sha-256:" + "0" * 64)
    assert await perform(store, endorsing.keep, Word(lab, kwame), wrong)
    found = await standing_of(store, post.uri)
    assert (found.endorsed, found.status) == ((), "draft")
    assert len(await endorsing.list_of(store, post.uri)) == 1


async def test_an_endorsement_of_what_is_not_here_yet_shows_when_it_arrives(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    await revise(store, ana, post, source="Stand by the door.")
    second = await pin_of(store, post.uri)
    assert await perform(store, endorsing.keep, Word(lab, kwame), second)
    assert (await standing_of(store, post.uri)).current


async def test_an_endorsement_is_withdrawn_and_given_again(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    await endorse(store, kwame, lab, post.uri, "Yes.")
    pin, place = await pin_of(store, post.uri), Place(lab, kwame, "A harm was found.")
    assert await perform(store, stewarding.withdraw, place, pin)
    assert not await perform(store, stewarding.withdraw, place, pin)
    assert (await standing_of(store, post.uri)).endorsed == ()
    assert (await artifacts.get(store, post.id)).endorsements == 0
    assert await endorse(store, kwame, lab, post.uri, "Mended.")
    assert (await artifacts.get(store, post.id)).endorsements == 1


async def test_a_decline_says_why_and_leaves_it_to_its_author(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    offer = await propose(store, ana, lab, post)
    with pytest.raises(Invalid):
        await perform(store, offers.answer, offer, Reply(kwame, "declined"))
    no = Reply(kwame, "declined", "Not for nights. The day ward may want it.")
    assert await perform(store, offers.answer, offer, no)
    assert (await standing_of(store, post.uri)).status == "draft"
    assert (await offers.find(store, offer.id)).answer.startswith("Not for nights")
    other = await make_community(store, kwame, "days")
    assert (await propose(store, ana, other, post)).state == "open"


async def test_a_steward_takes_it_in_as_it_is(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    offer = await propose(store, ana, lab, post)
    assert await perform(store, offers.answer, offer, Reply(kwame, "accepted"))
    found = await standing_of(store, post.uri)
    assert (found.status, found.libraries) == ("proposed", (lab.id,))
    with pytest.raises(Conflict):
        await propose(store, ana, lab, post)


async def test_a_day_that_passes_asks_for_a_review(store, people, monkeypatch):
    kwame, ana, _, _, lab = people
    soon = clock.now_ms() + 1000
    post = await publish(store, ana, lab.id, review_by=soon)
    await endorse(store, kwame, lab, post.uri, "Yes.")
    assert await lifecycle.keep_time(store) == 0
    monkeypatch.setattr(clock, "now_ms", lambda: soon + 1)
    assert (await standing_of(store, post.uri)).label == "needs review; endorsed r1"
    assert await lifecycle.keep_time(store) == 1
    assert (await artifacts.get(store, post.id)).status == "needsReview"
    assert await lifecycle.keep_time(store) == 0
    assert await endorse(store, kwame, lab, post.uri, "Looked at again.")
    assert (await standing_of(store, post.uri)).label == "endorsed r1"


async def test_a_steward_asks_for_another_look(store, people):
    kwame, ana, _, _, lab = people
    post = await publish(store, ana, lab.id)
    await endorse(store, kwame, lab, post.uri, "Yes.")
    with pytest.raises(Invalid):
        await perform(store, stewarding.question, Place(lab, kwame), post.uri)
    place = Place(lab, kwame, "The form has changed.")
    assert await perform(store, stewarding.question, place, post.uri)
    assert (await standing_of(store, post.uri)).status == "needsReview"
    assert (await artifacts.get(store, post.id)).reason == "The form has changed."


async def test_something_else_takes_its_place(store, people):
    kwame, ana, _, _, lab = people
    old = await publish(store, ana, lab.id)
    new = await publish(store, ana, lab.id, title="Handover in four lines")
    await endorse(store, kwame, lab, old.uri, "Yes.")
    place = Place(lab, kwame, "Shorter.")
    with pytest.raises(Conflict):
        await perform(store, stewarding.supersede, place, old.uri, old.uri)
    assert await perform(store, stewarding.supersede, place, old.uri, new.uri)
    found = await standing_of(store, old.uri)
    assert (found.status, found.endorsed) == ("superseded", ())
    assert [row.artifact_uri for row in await shelves.list_library(store, lab.id)] == [new.uri]
    with pytest.raises(Conflict):
        await perform(store, stewarding.supersede, place, new.uri, old.uri)


def test_every_move_leads_to_a_state_that_has_a_name():
    for before, after in standing.MOVES.values():
        assert before <= set(standing.LABELS)
        assert after in standing.LABELS
    with pytest.raises(Conflict):
        standing.move("withdrawn", "endorse")
