"""A mentor on one node, somebody who learns on another: between the two, and nobody else."""

import json

import pytest

from fedcop.community import moderation
from fedcop.community.perform import perform
from fedcop.community.practice import mentoring
from fedcop.community.practice.mentoring import Availability
from fedcop.errors import Conflict, Invalid, Refused
from fedcop.store.queries.inbox import State
from tests.builders import make_person, remember_person
from tests.federation.endpoints.rig import know_peer
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.writing import count, echo

GOAL = "Lead my first audit. Two calls a month, until June."


async def begin(side, by, mentor, mentee):
    return await perform(side.store, mentoring.begin, by, (mentor, mentee), GOAL)


async def states(home, away, row):
    here, there = [await mentoring.find_by_uri(side.store, row.uri) for side in (home, away)]
    return here.state, there.state


@pytest.fixture
async def two(pair, scene):
    home, away = pair
    ana, _, mira, _ = scene
    return home, away, ana, mira, await away.known(ana.uri), await home.known(mira.uri)


@pytest.mark.parametrize(("said", "word"), [("accepted", "Accept"), ("declined", "Reject")])
async def test_somebody_asks_and_is_answered(two, said, word):
    home, away, ana, mira, ana_there, _ = two
    row = await begin(away, mira, ana_there, mira)
    assert refused(await exchange(home, away)) == []
    here = await mentoring.find_by_uri(home.store, row.uri)
    assert (here.mentor_id, here.goal, here.state) == (ana.id, GOAL, "open")
    await echo(home.store)
    await perform(home.store, mentoring.answer, ana, here.id, said)
    (told,) = [one for one in await tell(home.store) if one.kind == word]
    assert told.plain["object"]["id"] == row.uri
    assert {inbox.split("/")[2] for inbox, _ in told.lanes} == {away.host}
    assert await states(home, home, row) == (said, said)


async def test_it_is_talked_of_taken_up_and_brought_to_a_close(two):
    home, away, ana, mira, ana_there, _ = two
    row = await begin(away, mira, ana_there, mira)
    assert refused(await exchange(home, away)) == []
    here = await mentoring.find_by_uri(home.store, row.uri)
    for said in ("discuss", "accepted"):
        await perform(home.store, mentoring.answer, ana, here.id, said)
        assert refused(await exchange(home, away)) == []
        assert await states(home, away, row) == (said, said)
    await perform(away.store, mentoring.end, mira, row.id, "Thank you: I <led> it & liked it.")
    assert refused(await exchange(home, away)) == []
    assert await states(home, away, row) == ("ended", "ended")
    assert (await mentoring.find(home.store, here.id)).words == "Thank you: I <led> it & liked it."
    with pytest.raises(Conflict):
        await perform(home.store, mentoring.answer, ana, here.id, "accepted")


async def test_a_mentor_offers_too(two):
    home, away, ana, mira, _, mira_here = two
    row = await begin(home, ana, ana, mira_here)
    (offer,) = [one for one in await tell(home.store) if one.kind == "Offer"]
    bond = offer.plain["object"]
    assert (bond["type"], bond["subject"], bond["object"]) == ("Relationship", ana.uri, mira.uri)
    assert bond["relationship"] == "https://w3id.org/fedcop/ns#mentorOf"
    assert (offer.plain["to"], offer.plain["cc"]) == ([mira.uri], [])
    assert "proof" not in offer.plain
    assert offer.streams == frozenset()
    assert await away.node.deliver(offer.plain) == 202
    await away.node.processor.drain()
    there = await mentoring.find_by_uri(away.store, row.uri)
    assert (there.mentee_id, there.by_id) == (mira.id, there.mentor_id)


async def test_nothing_of_it_is_a_post_or_public(two):
    home, away, _, mira, ana_there, _ = two
    await begin(away, mira, ana_there, mira)
    await exchange(home, away)
    for side in (home, away):
        assert await count(side.store, "post") == 0
    logged = await away.store.read("SELECT plain FROM log_entry")
    said = [json.loads(row[0]) for row in logged]
    offers = [one for one in said if one["type"] == "Offer"]
    assert len(offers) == 1
    assert all("Public" not in json.dumps(one) for one in offers)


async def test_other_software_gets_a_message_to_that_person_alone(two):
    home, _, ana, *_ = two
    far = await remember_person(home.store, "https://social.example/users/kai")
    await know_peer(home.store, "social.example", "mastodon")
    await perform(home.store, mentoring.begin, ana, (far, ana), GOAL)
    (told,) = await tell(home.store)
    note = told.plain["object"]
    assert (told.kind, note["type"], note["to"]) == ("Create", "Note", [far.uri])
    assert GOAL in note["content"]
    assert note["tag"][0]["href"] == far.uri


async def test_a_repeat_and_a_liar_change_nothing(two):
    home, away, _, mira, ana_there, _ = two
    row = await begin(away, mira, ana_there, mira)
    (offer,) = [one for one in await tell(away.store) if one.kind == "Offer"]
    for _ in range(2):
        await home.node.deliver(offer.plain)
        await home.node.processor.drain()
    assert await count(home.store, "mentorship") == 1
    mallory = "https://evil.example/users/mallory"
    await remember_person(home.store, mallory)
    forged = {**offer.plain, "id": "https://evil.example/o/1", "actor": mallory}
    accept = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "https://evil.example/a/1",
        "type": "Accept",
        "actor": mallory,
        "object": row.uri,
    }
    for said in (forged, accept):
        await home.node.deliver(said)
        await home.node.processor.drain()
    assert await count(home.store, "mentorship") == 1
    assert (await mentoring.find_by_uri(home.store, row.uri)).state == "open"
    verdicts = await home.store.read(
        "SELECT state FROM inbox_message WHERE state <> ?", State.APPLIED
    )
    assert {row[0] for row in verdicts} <= {State.REFUSED, State.IGNORED}


async def test_whom_one_blocks_is_not_asked(two):
    home, _, ana, _, _, mira_here = two
    await perform(home.store, moderation.block, ana, mira_here)
    with pytest.raises(Refused):
        await begin(home, ana, ana, mira_here)


async def test_rules_of_asking(two):
    home, _, ana, *_ = two
    bo = await make_person(home.store, "bo")
    with pytest.raises(Invalid, match=r"^goal: "):
        await perform(home.store, mentoring.begin, bo, (ana, bo), " ")
    with pytest.raises(Refused):
        await begin(home, bo, bo, bo)
    row = await begin(home, bo, ana, bo)
    with pytest.raises(Conflict):
        await begin(home, ana, ana, bo)
    with pytest.raises(Refused):
        await perform(home.store, mentoring.answer, bo, row.id, "accepted")
    await perform(home.store, mentoring.answer, ana, row.id, "accepted")
    helps, helped = await mentoring.mine(home.store, bo)
    assert (len(helps), len(helped)) == (0, 1)


async def test_who_could_help_is_found_with_reasons(two):
    home, _, ana, *_ = two
    bo = await make_person(home.store, "bo")
    for one, topics, zone in ((ana, "audit #Handover", "Europe/London"), (bo, "", "Europe/Paris")):
        said = Availability("Ask me", topics, "en de", zone, most=1, open=one is ana)
        await perform(home.store, mentoring.offer_oneself, one, said)
    (match,) = await mentoring.matches(home.store, bo, ["Audit"], ["en"])
    assert match.candidate.actor.id == ana.id
    assert match.reasons == ("knows about #audit", "speaks de, en", "is awake when you are")
    assert await mentoring.matches(home.store, ana, [], []) == []
    row = await begin(home, bo, ana, bo)
    await perform(home.store, mentoring.answer, ana, row.id, "accepted")
    cy = await make_person(home.store, "cy")
    assert await mentoring.matches(home.store, cy, ["audit"], []) == []
    second = await begin(home, cy, ana, cy)
    with pytest.raises(Refused, match="as many"):
        await perform(home.store, mentoring.answer, ana, second.id, "accepted")
