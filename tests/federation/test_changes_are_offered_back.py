"""A change is offered to who wrote the original elsewhere: taken in, talked over, declined."""

from dataclasses import replace

import pytest

from fedcop.community import offering_back
from fedcop.community.drafts import Draft
from fedcop.community.offering_back import Change
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import Said
from fedcop.community.practice.heard import Heard
from fedcop.community.practice.offered_changes import conflicts, parts_of, taken, with_texts
from fedcop.community.practice.packing import fields_of, said_by
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.errors import Conflict, Invalid, Refused
from fedcop.federation.remote import taking_in
from tests.adopting import row_of, say_anew, write_practice
from tests.builders import make_community
from tests.federation.pair import exchange, refused
from tests.federation.test_versions_span_two_nodes import make_version
from tests.writing import again, count, echo


async def said_now(store, uri) -> Said:
    """What an artifact says at a node."""
    row = await row_of(store, uri)
    return said_by(await artifacts.revision(store, row.id, row.number), row.kind)


async def suggest(side, by, uri, words="A line: <allergies> & so", **texts):
    """Somebody suggests an edit, as the page of it does."""
    row = await row_of(side.store, uri)
    said = with_texts(await said_now(side.store, uri), texts)
    change = Change(said, artifacts.pin_of(row), words=words)
    return await perform(side.store, offering_back.offer, by, uri, change)


async def take_in(side, author, offer, choices=None):
    """Whoever wrote the original takes a change in, as the page does."""
    offered = await offering_back.find(side.store, offer.id)
    row = offered.original
    revision = await artifacts.revision(side.store, row.id, row.number)
    mine = said_by(revision, row.kind)
    base = await offering_back.base_of(side.store, offered)
    parts = parts_of(base or mine, mine, offering_back.asked_in(offered, base or mine))
    wish = ArtifactWish(kind=row.kind, fields=fields_of(revision), license=row.license)
    by = await side.known(
        (await side.store.read("SELECT uri FROM actor WHERE id = ?", offered.row.actor_id))[0][0]
    )
    edit = await taking_in.edit_of(
        side.node.reach, offered.post, wish, taken(mine, parts, choices or {}), by
    )
    return parts, await perform(side.store, offering_back.accept, author, offer.id, edit)


@pytest.fixture
async def known(pair, scene):
    """Ana's practice, as both nodes have it."""
    home, away = pair
    post = await write_practice(home.store, scene[0], scene[1])
    await exchange(home, away)
    return post


async def test_a_suggested_edit_is_taken_in_with_credit(pair, scene, known):
    home, away = pair
    ana, _, mira, _ = scene
    offer = await suggest(
        away,
        mira,
        known.uri,
        body="Say the name.\n\nSay the allergies.\n\nSay the worry.\n\nRead back.",
    )
    assert refused(await exchange(home, away)) == []
    (there,) = await offering_back.list_to(home.store, ana)
    assert (there.uri, there.state, there.summary) == (
        offer.uri,
        "open",
        "A line: <allergies> & so",
    )
    # Ana has changed another line meanwhile; both stay.
    await say_anew(
        home.store, ana, known, source="Say the name.\n\nSay the worry.\n\nRead back aloud."
    )
    parts, revised = await take_in(home, ana, there)
    assert conflicts(parts) == 0
    assert revised.revision == 3
    assert refused(await exchange(home, away)) == []
    for side in pair:
        said = await said_now(side.store, known.uri)
        assert "Say the allergies." in said.source
        assert "Read back aloud." in said.source
        row = await row_of(side.store, known.uri)
        people = {
            (one.actor_uri, one.role) for one in await artifacts.contributors(side.store, row.id)
        }
        assert (mira.uri, "contributor") in people
    assert (await offering_back.find(away.store, offer.id)).row.state == "accepted"
    await echo(away.store)
    assert await count(away.store, "notification WHERE kind = 'change_answered'") == 1


async def test_a_version_is_offered_back_with_its_revision(pair, scene, known):
    home, away = pair
    ana, _, mira, _ = scene
    ward = await make_community(away.store, mira, "ward")
    version = await make_version(away.node.reach, mira, await away.post(known.uri), ward)
    original, row = await row_of(away.store, known.uri), await row_of(away.store, version.uri)
    said = await said_now(away.store, version.uri)
    change = Change(said, artifacts.pin_of(original), artifacts.pin_of(row), "Six lines")
    await perform(away.store, offering_back.offer, mira, known.uri, change)
    assert refused(await exchange(home, away)) == []
    (there,) = await offering_back.list_to(home.store, ana)
    assert (there.artifact_uri, there.number, there.digest) == (version.uri, 1, row.digest)
    await echo(home.store)
    assert await count(home.store, "notification WHERE kind = 'offered_back'") == 1
    assert said.title != known.title
    await take_in(home, ana, there)
    assert (await said_now(home.store, known.uri)).title == known.title


async def test_what_both_changed_is_decided_place_by_place(pair, scene, known):
    home, away = pair
    ana, _, mira, _ = scene
    await suggest(
        away, mira, known.uri, body="Say the name.\n\nSay what worries you.\n\nRead back."
    )
    await exchange(home, away)
    await say_anew(home.store, ana, known, source="Say the name.\n\nSay the worst.\n\nRead back.")
    (there,) = await offering_back.list_to(home.store, ana)
    parts, _ = await take_in(home, ana, there, {0: "offered"})
    assert conflicts(parts) == 1
    assert "Say what worries you." in (await said_now(home.store, known.uri)).source


async def test_it_is_declined_with_a_reason_and_only_once(pair, scene, known):
    home, away = pair
    ana, _, mira, _ = scene
    offer = await suggest(away, mira, known.uri, title="Six lines")
    await exchange(home, away)
    (there,) = await offering_back.list_to(home.store, ana)
    with pytest.raises(Invalid, match="Say why"):
        await perform(home.store, offering_back.decline, ana, there.id, " ")
    await perform(
        home.store, offering_back.decline, ana, there.id, "It is <known> by name & place."
    )
    with pytest.raises(Conflict):
        await perform(home.store, offering_back.decline, ana, there.id, "Twice.")
    assert refused(await exchange(home, away)) == []
    row = (await offering_back.find(away.store, offer.id)).row
    assert (row.state, row.answer) == ("declined", "It is <known> by name & place.")


async def test_it_is_talked_about_where_others_can_read_it(pair, scene, known):
    home, away = pair
    ana, _, mira, _ = scene
    offer = await suggest(away, mira, known.uri, title="Six lines")
    await exchange(home, away)
    (there,) = await offering_back.list_to(home.store, ana)
    draft = Draft("<p>Why six?</p>", "Why six?", reply_to_id=known.id)
    talk = await perform(home.store, offering_back.talk, ana, there.id, draft)
    assert refused(await exchange(home, away)) == []
    assert (await offering_back.find(away.store, offer.id)).row.state == "talk"
    assert (await away.post(talk.uri)).reply_to_uri == known.uri
    await perform(home.store, offering_back.decline, ana, there.id, "Five it is.")
    assert refused(await exchange(home, away)) == []
    assert (await offering_back.find(away.store, offer.id)).row.state == "declined"


async def test_what_comes_twice_is_kept_once(pair, scene, known):
    home, away = pair
    ana, _, mira, _ = scene
    offer = await suggest(away, mira, known.uri, title="Six lines")
    await exchange(home, away)
    there = await home.known(mira.uri)
    said = replace(await said_now(home.store, known.uri), title="Seven lines")
    row = await row_of(home.store, known.uri)
    heard = Heard(offer.uri)
    await perform(
        home.store,
        offering_back.offer,
        there,
        known.uri,
        Change(said, artifacts.pin_of(row)),
        heard,
    )
    (kept,) = await offering_back.list_to(home.store, ana)
    assert (await offering_back.find(home.store, kept.id)).text.title == "Six lines"


async def test_nobody_offers_to_themselves_nor_answers_for_another(pair, scene, known):
    home, away = pair
    ana, _, mira, _ = scene
    with pytest.raises(Refused, match="This is yours"):
        await suggest(home, ana, known.uri, title="Six lines")
    offer = await suggest(away, mira, known.uri, title="Six lines")
    with pytest.raises(Refused, match="Only who wrote"):
        await perform(away.store, offering_back.decline, mira, offer.id, "No.")
    with pytest.raises(Refused, match="still waits"):
        await suggest(away, mira, known.uri, title="Seven lines")
    assert (await again(home.store, known)).revision == 1
