"""A library that two organizations keep in common: each says its part, both show the same."""

import orjson
import pytest

from fedcop.community import communities
from fedcop.community.perform import perform
from fedcop.community.practice import (
    artifacts,
    endorsing,
    invitations,
    offers,
    reviews,
    shelves,
    stewarding,
)
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.invitations import Ask
from fedcop.community.practice.offers import Reply
from fedcop.community.practice.shelves import Place
from fedcop.federation.inbox.registry import HANDLERS
from fedcop.federation.remote import backfill
from fedcop.values import ArtifactPin
from tests.builders import make_person
from tests.federation.endpoints.rig import open_door
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, join, refused
from tests.practice import publish, revise
from tests.reviewing import endorse, pin_of, propose, review, standing_of


@pytest.fixture
async def written(pair, scene):
    """A practice that mira of the other node wrote in ana's community."""
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away.store, mira, known.id)
    assert refused(await exchange(home, away)) == []
    return post


async def both(pair, uri):
    return [await standing_of(side.store, uri) for side in pair]


async def test_an_offer_from_elsewhere_is_declined_kindly(pair, scene, written):
    home, away = pair
    ana, lab, mira, known = scene
    offer = await propose(away.store, mira, known, written)
    assert refused(await exchange(home, away)) == []
    here = await offers.find_by_uri(home.store, offer.uri)
    assert (here.community_id, here.number, here.summary) == (lab.id, 1, "For <late> & nights.")
    assert [one.status for one in await both(pair, written.uri)] == ["proposed", "proposed"]

    no = Reply(ana, "declined", "Not for <nights & agency staff>. The day ward may want it.")
    await perform(home.store, stewarding.answer, here, no)
    assert refused(await exchange(home, away)) == []
    there = await offers.find(away.store, offer.id)
    assert (there.state, there.answer) == ("declined", no.words)
    assert [one.status for one in await both(pair, written.uri)] == ["draft", "draft"]


async def test_from_an_offer_to_a_revision_that_passed_review(pair, scene, written):
    home, away = pair
    ana, lab, mira, known = scene
    rita = await make_person(away.store, "rita")
    await join(rita, away, lab, home)
    offer = await propose(away.store, mira, known, written)
    await exchange(home, away)

    asked = await home.known(rita.uri)
    pin = await pin_of(home.store, written.uri)
    ask = Ask("review", pin, lab.id, 'You <know> nights & "days".')
    await perform(home.store, invitations.invite, ana, asked, ask)
    assert refused(await exchange(home, away)) == []
    mine = (await invitations.list_for(away.store, rita.id))[0]
    assert (mine.kind, mine.words, mine.number) == ("review", 'You <know> nights & "days".', 1)
    await perform(away.store, invitations.answer, rita, mine.id, "accepted")
    assert refused(await exchange(home, away)) == []
    assert (await offers.find(away.store, offer.id)).state == "review"
    assert [one.label for one in await both(pair, written.uri)] == ["in review", "in review"]

    there = await away.post(written.uri)
    said = await review(away.store, rita, there, "approveWithChanges", points=[("works", "Fast.")])
    await review(home.store, ana, await home.post(written.uri))
    assert refused(await exchange(home, away)) == []
    here = await reviews.find(home.store, (await home.post(said.uri)).id)
    assert (here.pin, here.row.verdict) == (pin, "approveWithChanges")
    assert [(one.kind, one.words) for one in here.points] == [("works", "Fast.")]
    assert [one.label for one in await both(pair, written.uri)] == ["reviewed r1", "reviewed r1"]


async def test_both_keep_the_word_of_the_community_signed(pair, scene, written):
    home, away = pair
    ana, lab, _, _ = scene
    await endorse(home.store, ana, lab, written.uri, "Used for <years> & more.")
    assert refused(await exchange(home, away)) == []
    for standing in await both(pair, written.uri):
        assert (standing.status, standing.label, standing.current) == (
            "endorsed",
            "endorsed r1",
            True,
        )
        assert [one.endorser.uri for one in standing.endorsed] == [lab.uri]
    for side in pair:
        kept = (await endorsing.list_of(side.store, written.uri))[0].row
        assert kept.document
        assert kept.words == "Used for <years> & more."
        assert kept.activity_uri.startswith(home.store.uris.origin)


async def test_an_edit_is_shown_as_what_it_is_on_both(pair, scene, written):
    home, away = pair
    ana, lab, mira, _ = scene
    await endorse(home.store, ana, lab, written.uri, "Used for years.")
    await exchange(home, away)
    await revise(away.store, mira, written, source="Stand wherever you like.")
    assert refused(await exchange(home, away)) == []
    for standing in await both(pair, written.uri):
        assert (standing.number, standing.current, standing.latest_endorsed) == (2, False, 1)
        assert standing.label == "in review; endorsed r1"


async def test_a_steward_elsewhere_asks_the_home_of_the_community(pair, scene, written):
    home, away = pair
    ana, lab, mira, known = scene
    await perform(home.store, communities.add_steward, ana, lab, await home.known(mira.uri))
    await exchange(home, away)
    pin = await pin_of(away.store, written.uri)
    place = Place(known, mira, "Used for years.")
    await perform(away.store, stewarding.endorse, place, pin)
    assert not (await standing_of(away.store, written.uri)).current
    assert refused(await exchange(home, away)) == []
    assert [one.current for one in await both(pair, written.uri)] == [True, True]

    await perform(away.store, stewarding.question, place, written.uri)
    assert refused(await exchange(home, away)) == []
    assert {one.status for one in await both(pair, written.uri)} == {"needsReview"}

    new = await publish(away.store, mira, known.id, title="Handover in four lines")
    await exchange(home, away)
    await perform(away.store, stewarding.supersede, place, written.uri, new.uri)
    assert refused(await exchange(home, away)) == []
    for side in pair:
        assert (await artifacts.find(side.store, written.uri)).superseded_by == new.uri
        assert (await standing_of(side.store, written.uri)).endorsed == ()
        group = await side.known(lab.uri)
        assert [one.artifact_uri for one in await shelves.list_library(side.store, group.id)] == [
            new.uri
        ]


async def test_a_steward_elsewhere_sees_what_is_offered_and_answers(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    await perform(home.store, communities.add_steward, ana, lab, await home.known(mira.uri))
    post = await publish(home.store, ana, lab.id)
    await exchange(home, away)
    offer = await propose(home.store, ana, lab, post)
    assert refused(await exchange(home, away)) == []
    waiting = await offers.list_waiting(away.store, known.id)
    assert [(one.row.uri, one.by.uri) for one in waiting] == [(offer.uri, ana.uri)]

    no = Reply(mira, "declined", "Not for nights.")
    await perform(away.store, stewarding.answer, waiting[0].row, no)
    assert refused(await exchange(home, away)) == []
    assert (await offers.find(home.store, offer.id)).state == "declined"
    assert (await offers.find(home.store, offer.id)).answer == "Not for nights."
    assert await offers.list_waiting(away.store, known.id) == []


async def test_an_endorsement_is_withdrawn_on_both(pair, scene, written):
    home, away = pair
    ana, lab, _, _ = scene
    await endorse(home.store, ana, lab, written.uri, "Used for years.")
    await exchange(home, away)
    pin = await pin_of(home.store, written.uri)
    await perform(home.store, stewarding.withdraw, Place(lab, ana, "A harm was found."), pin)
    assert refused(await exchange(home, away)) == []
    assert [one.endorsed for one in await both(pair, written.uri)] == [(), ()]


async def test_an_organization_recommends(pair, scene, written):
    home, away = pair
    ana, _, _, _ = scene
    organization = await home.known(home.store.uris.organization())
    pin = await pin_of(home.store, written.uri)
    await perform(home.store, endorsing.keep, Word(organization, ana, "With us too."), pin)
    assert refused(await exchange(home, away)) == []
    standing = (await both(pair, written.uri))[1]
    assert [one.endorser.uri for one in standing.endorsed] == [organization.uri]
    assert standing.endorsed[0].words == "With us too."


async def test_members_elsewhere_hear_what_the_organization_of_their_community_says(pair, scene):
    home, away = pair
    ana, lab, _, _ = scene
    post = await publish(home.store, ana, lab.id)
    await exchange(home, away)
    organization = await home.known(home.store.uris.organization())
    pin = await pin_of(home.store, post.uri)
    await perform(home.store, endorsing.keep, Word(organization, ana), pin)
    assert refused(await exchange(home, away)) == []
    for standing in await both(pair, post.uri):
        assert [one.endorser.uri for one in standing.endorsed] == [organization.uri]
    await perform(home.store, endorsing.withdraw, Word(organization, ana), pin)
    assert refused(await exchange(home, away)) == []
    assert [one.endorsed for one in await both(pair, post.uri)] == [(), ()]


async def test_an_organization_tells_the_home_of_a_community(pair, scene, written):
    home, away = pair
    _, _, mira, _ = scene
    organization = await away.known(away.store.uris.organization())
    pin = await pin_of(away.store, written.uri)
    await perform(away.store, endorsing.keep, Word(organization, mira), pin)
    assert refused(await exchange(home, away)) == []
    for standing in await both(pair, written.uri):
        assert [one.endorser.uri for one in standing.endorsed] == [organization.uri]


async def test_a_forged_endorsement_is_refused(pair, scene, written):
    """Riverside says that the community of Northwind endorses something."""
    home, away = pair
    _, lab, mira, _ = scene
    pin = await pin_of(away.store, written.uri)
    forged = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{away.store.uris.origin}/activities/1",
        "type": "Add",
        "actor": mira.uri,
        "object": written.uri,
        "target": f"{lab.uri}/endorsed",
        "to": [lab.uri],
        "cop:revision": pin.number,
        "cop:digest": pin.digest,
    }

    answer = await home.node.post(orjson.dumps(forged), mira.uri)
    assert answer.status_code == 202
    await home.node.processor.drain()
    assert (await standing_of(home.store, written.uri)).endorsed == ()
    assert await endorsing.list_of(home.store, written.uri) == []


async def test_a_word_about_a_revision_that_comes_later(pair, scene, written):
    home, away = pair
    ana, lab, mira, _ = scene
    await revise(away.store, mira, written, source="Stand by the door.")
    second = await pin_of(away.store, written.uri)
    group = await home.known(lab.uri)
    # The endorsement is faster than the Update.
    assert await perform(home.store, endorsing.keep, Word(group, ana), second)
    assert not (await standing_of(home.store, written.uri)).current
    await exchange(home, away)
    assert [one.current for one in await both(pair, written.uri)] == [True, True]


async def test_one_with_another_digest_is_kept_apart(pair, scene, written):
    home, away = pair
    ana, lab, _, _ = scene
    wrong = ArtifactPin(written.uri, 1, "sha-256:" + "0" * 64)
    await perform(home.store, endorsing.keep, Word(lab, ana), wrong)
    assert refused(await exchange(home, away)) == []
    for side in pair:
        assert (await standing_of(side.store, written.uri)).endorsed == ()
        assert len(await endorsing.list_of(side.store, written.uri)) == 1


async def test_a_review_of_a_revision_we_do_not_have_is_kept(pair, scene, written):
    home, away = pair
    _, _, _, _ = scene
    rita = await make_person(away.store, "rita")
    pin = ArtifactPin(written.uri, 9, "sha-256:" + "9" * 64)
    said = await review(away.store, rita, await away.post(written.uri), pin=pin)
    assert refused(await exchange(home, away)) == []
    kept = await reviews.find(home.store, (await home.post(said.uri)).id)
    assert kept.pin == pin


async def test_who_joins_later_reads_the_library_as_it_was_signed(pair, scene):
    home, away = pair
    ana, lab, _, _ = scene
    post = await publish(home.store, ana, lab.id)
    await endorse(home.store, ana, lab, post.uri, "Used for years.")
    await tell(home.store)  # nobody carried it
    door = open_door(home.store)
    for name, added in (("library", "library"), ("endorsed", "endorsed")):
        listed = await door.read(f"{lab.uri}/{name}")
        assert (listed["type"], listed["totalItems"]) == ("OrderedCollection", 1)
        said = listed["orderedItems"][0]
        assert (said["type"], said["actor"], said["object"]) == ("Add", lab.uri, post.uri)
        assert said["target"] == f"{lab.uri}/{added}"
        digest = (await pin_of(home.store, post.uri)).digest if name == "endorsed" else None
        assert said.get("cop:digest") == digest
        assert "proof" in said
    actor = await door.read(lab.uri)
    assert actor["cop:library"] == f"{lab.uri}/library"
    assert actor["cop:endorsed"] == f"{lab.uri}/endorsed"
    assert (await door.read(f"{post.uri}/endorsements"))["totalItems"] == 1

    group = await away.known(lab.uri)
    await backfill.community(away.node.reach, group)
    standing = await standing_of(away.store, post.uri)
    assert (standing.label, standing.libraries) == ("endorsed r1", (group.id,))


async def test_the_reviews_of_an_artifact_are_listed(pair, scene, written):
    home, away = pair
    ana, _, _, _ = scene
    said = await review(home.store, ana, await home.post(written.uri))
    await exchange(home, away)
    listed = await open_door(away.store).read(f"{written.uri}/reviews")
    assert (listed["totalItems"], listed["orderedItems"]) == (1, [said.uri])


def test_each_of_its_activities_is_heard():
    assert {"Offer", "Invite", "TentativeAccept", "Reject", "Ignore", "Add", "Remove"} <= {
        *HANDLERS
    }
