"""Questions without a name: at home, and by the voice of another node."""

import orjson
import pytest

from fedcop.community import posts, quiet, quiet_opening, quiet_publishing, voices
from fedcop.community.communities import find
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.community.quiet import Wish
from fedcop.errors import Refused
from fedcop.federation.remote import quietly
from fedcop.store.batch import Unit
from fedcop.store.queries import quiet as rows
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post, find_post_by_uri
from fedcop.store.statements import Statement
from tests.builders import SEAL, let_follow, make_person, own_keys
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused

WISH = Wish("How do you begin a handover?", "Ours take an hour.", "We tried a list.")


async def crowd(store, community, count=6):
    """As many people of this node as make a community large enough."""
    for number in range(count):
        person = await make_person(store, f"member{number}")
        await let_follow(store, person, community)


async def speak(store):
    """Let the time come for what waits, and voices say it."""
    for text in (
        "UPDATE quiet_question SET due = 1 WHERE due > 0",
        "UPDATE quiet_word SET due = 1",
    ):
        unit = Unit(store)
        unit.add(Statement(text))
        await unit.commit()
    return await quietly.speak_due(store, SEAL)


async def asked(store, asker, group_id, wish=WISH):
    """Somebody asks, and the time of the question has come."""
    group = await find(store, group_id)
    row = await perform(store, quiet.ask, SEAL, asker, group, wish)
    await speak(store)
    found = await rows.find(store, row.id)
    assert found is not None
    return found


@pytest.fixture
async def lab(scene, pair):
    """Ana's community, large enough; its voice, and that of the other node."""
    _ana, group, _mira, _known = scene
    home, away = pair
    await crowd(home.store, group)
    organization = await away.known(away.store.uris.organization())
    # What is signed on the way has the one key of all tests.
    await perform(home.store, voices.make, group, own_keys(voices.uri_of(group)))
    await perform(away.store, voices.make, organization, own_keys(voices.uri_of(organization)))
    return group


@pytest.fixture
async def carl(pair, lab):
    """A member at home."""
    person = await make_person(pair[0].store, "carl")
    await let_follow(pair[0].store, person, lab)
    return person


async def test_at_home_a_voice_asks(pair, lab, carl):
    home, away = pair
    row = await asked(home.store, carl, lab.id)
    post = await find_post(home.store, row.post_id)
    author = await find_actor(home.store, post.author_id)
    assert (author.uri, author.kind) == (f"{lab.uri}/voice", "Service")
    assert (post.title, post.community_id, post.practice) == (WISH.title, lab.id, "question")
    assert (post.published % 3_600_000, post.language) == (0, "")
    assert row.title == row.body == row.tried == ""
    assert refused(await exchange(home, away)) == []
    there = await away.post(post.uri)
    assert (there.title, there.community_id) == (WISH.title, (await away.known(lab.uri)).id)
    voice = await away.known(f"{lab.uri}/voice")
    assert (voice.kind, voice.display) == ("Service", "A member of Lab")


async def test_one_has_one_open_question_in_a_community(pair, lab, carl):
    home, _ = pair
    await asked(home.store, carl, lab.id)
    group = await find(home.store, lab.id)
    with pytest.raises(Refused, match="one open question"):
        await perform(home.store, quiet.ask, SEAL, carl, group, WISH)


async def test_in_a_small_community_nobody_asks_so(pair, scene):
    home, _ = pair
    ana, group, _, _ = scene
    with pytest.raises(Refused, match="fewer than 5"):
        await perform(home.store, quiet.ask, SEAL, ana, await find(home.store, group.id), WISH)


async def test_the_asker_says_more_and_says_what_helped(pair, lab, carl):
    home, _away = pair
    store = home.store
    row = await asked(store, carl, lab.id)
    mark = quiet.mark_of(SEAL, carl.id, lab.id)
    assert await quiet.count_unread(store, [mark]) == 0
    ben = await make_person(store, "ben")
    answer = await perform(
        store, posts.write, ben, Draft(content="<p>So</p>", reply_to_id=row.post_id)
    )
    assert await quiet.count_unread(store, [mark]) == 1
    await perform(store, quiet.say, row, "And then?", answer.uri)
    await speak(store)
    said = list(
        await store.read(
            "SELECT author_id, content, cop FROM post WHERE reply_to_id = ?", answer.id
        )
    )
    voice = await voices.find(store, lab)
    assert [(one[0], orjson.loads(one[2])) for one in said] == [(voice.id, {"cop:asker": True})]
    await perform(store, quiet_publishing.mark_helped, voice, row, answer)
    assert await rows.find(store, row.id) is None
    assert await rows.find_link(store, row.id) is None
    assert await rows.list_shares(store, row.id) == []


async def test_two_who_look_after_it_open_it_and_all_stewards_see_that(pair, scene, lab, carl):
    home, _ = pair
    store, ana = home.store, scene[0]
    row = await asked(store, carl, lab.id)
    officer = await make_person(store, "olga")
    unit = Unit(store)
    unit.add(Statement("UPDATE account SET role = 'admin' WHERE actor_id = ?", (officer.id,)))
    await unit.commit()
    with pytest.raises(Refused, match="before you looked after"):
        await perform(store, quiet_opening.want, officer, lab, row.id, "harm")
    await perform(store, quiet_publishing.withdraw, await voices.find(store, lab), row)
    row = await asked(store, carl, lab.id)
    await perform(store, quiet_opening.want, ana, lab, row.id, "Somebody is threatened.")
    assert await quiet_opening.who_asked(store, SEAL, ana, row) is None
    await perform(store, quiet_opening.want, officer, lab, row.id, "I saw it too.")
    assert (await quiet_opening.who_asked(store, SEAL, ana, row)).id == carl.id
    assert (await quiet_opening.who_asked(store, SEAL, officer, row)).id == carl.id
    assert await quiet_opening.who_asked(store, SEAL, carl, row) is None
    seen = await quiet_opening.list_openings(store, lab.id)
    assert {one.by.name for one in seen} == {"ana", "olga"}


async def test_a_steward_looks_first_without_seeing_who_asks(pair, scene, lab, carl):
    home, _ = pair
    store, ana = home.store, scene[0]
    await perform(store, quiet.set_mode, ana, lab, quiet.CHECKED)
    row = await asked(store, carl, lab.id)
    assert (row.state, row.post_id) == ("held", 0)
    await perform(store, quiet.let_through, ana, lab, row.id)
    await speak(store)
    assert (await rows.find(store, row.id)).state == "open"


async def test_who_was_muted_does_not_ask_again(pair, scene, lab, carl):
    home, _ = pair
    store, ana = home.store, scene[0]
    row = await asked(store, carl, lab.id)
    await perform(store, quiet.mute, ana, lab, row.id)
    assert await rows.find_link(store, row.id) is None
    with pytest.raises(Refused, match="not to write here without a name"):
        await perform(store, quiet.ask, SEAL, carl, await find(store, lab.id), WISH)


async def test_after_a_month_nobody_knows_who_asked(pair, lab, carl, monkeypatch):
    home, _ = pair
    row = await asked(home.store, carl, lab.id)
    later = row.expires + 1
    monkeypatch.setattr("fedcop.clock.now_ms", lambda: later)
    await perform(home.store, quiet.sweep)
    assert await rows.find(home.store, row.id) is None
    assert await rows.find_link(home.store, row.id) is None
    assert await find_post(home.store, row.post_id) is not None


async def test_from_another_node_its_voice_asks_and_hears_the_answers(pair, scene, lab):
    home, away = pair
    mira, known = scene[2], scene[3]
    row = await asked(away.store, mira, known.id)
    assert row.state == "open"
    assert row.home_uri == ""
    relayed = await find_post(away.store, row.post_id)
    assert relayed.author_id == (await away.known(f"{away.store.uris.origin}/o/voice")).id
    assert refused(await exchange(away, home)) == []
    assert await find_post_by_uri(home.store, relayed.uri) is None
    await speak(home.store)
    told = []
    while batch := await tell(home.store):
        told += batch
    public = b"".join(one.wrapped_bytes + one.plain_bytes for one in told if one.kind == "Announce")
    assert WISH.title.encode() in public
    assert relayed.uri.encode() not in public
    assert mira.uri.encode() not in b"".join(one.wrapped_bytes for one in told)


async def test_what_a_voice_brings_is_answered_accepted_and_taken_back(pair, scene, lab):
    home, away = pair
    mira, known = scene[2], scene[3]
    first = await asked(away.store, mira, known.id)
    await exchange(away, home)
    await speak(home.store)
    assert refused(await exchange(home, away)) == []
    row = await rows.find(away.store, first.id)
    question = await away.post(row.home_uri)
    assert (question.title, question.community_id) == (WISH.title, known.id)

    ben = await make_person(home.store, "ben")
    here = await home.post(row.home_uri)
    answer = await perform(
        home.store, posts.write, ben, Draft(content="<p>So</p>", reply_to_id=here.id)
    )
    await exchange(home, away)
    mark = quiet.mark_of(SEAL, mira.id, known.id)
    assert await quiet.count_unread(away.store, [mark]) == 1
    await perform(away.store, quiet.say, row, "And then?", answer.uri)
    await speak(away.store)
    assert refused(await exchange(away, home)) == []
    await speak(home.store)
    voice = await voices.find(home.store, lab)
    said = await home.store.read("SELECT author_id, uri FROM post WHERE reply_to_id = ?", answer.id)
    assert [one[0] for one in said] == [voice.id]
    await exchange(home, away)
    assert (await away.post(said[0][1])).content.strip() == "<p>And then?</p>"

    relay = await voices.find(away.store, await away.known(f"{away.store.uris.origin}/o"))
    group = await find(away.store, known.id)
    await perform(
        away.store, quiet_publishing.tell_helped, relay, group, row, await away.post(answer.uri)
    )
    assert refused(await exchange(away, home)) == []
    accepted = await home.store.read(
        "SELECT state, accepted_id FROM question WHERE id = ?", here.id
    )
    assert [tuple(one) for one in accepted] == [("answered", answer.id)]


async def test_what_a_community_does_not_take_comes_back_with_the_reason(pair, scene, lab):
    home, away = pair
    ana, mira, known = scene[0], scene[2], scene[3]
    await perform(home.store, quiet.set_mode, ana, lab, quiet.OFF)
    first = await asked(away.store, mira, known.id)
    assert refused(await exchange(away, home)) == []
    row = await rows.find(away.store, first.id)
    assert (row.state, row.reason) == (
        "refused",
        "The stewards of this community take no questions without a name.",
    )


async def test_an_asker_elsewhere_takes_it_back(pair, scene, lab):
    home, away = pair
    mira, known = scene[2], scene[3]
    first = await asked(away.store, mira, known.id)
    await exchange(away, home)
    await speak(home.store)
    await exchange(home, away)
    row = await rows.find(away.store, first.id)
    relay = await voices.find(away.store, await away.known(f"{away.store.uris.origin}/o"))
    await perform(away.store, quiet_publishing.withdraw, relay, row)
    assert refused(await exchange(away, home)) == []
    assert (await home.post(row.home_uri)).deleted > 0
    assert await rows.find(away.store, row.id) is None


async def test_harm_is_reported_to_the_node_that_asked(pair, scene, lab):
    home, away = pair
    ana, mira, known = scene[0], scene[2], scene[3]
    first = await asked(away.store, mira, known.id)
    await exchange(away, home)
    await speak(home.store)
    await exchange(home, away)
    held = await rows.list_of(home.store, lab.id, ["open"])
    assert await perform(home.store, quiet_opening.want, ana, lab, held[0].id, "A threat.") is None
    assert refused(await exchange(home, away)) == []
    relayed = await find_post(away.store, (await rows.find(away.store, first.id)).post_id)
    found = await away.store.read("SELECT posts, text FROM report")
    assert [(orjson.loads(one[0]), one[1]) for one in found] == [([relayed.uri], "A threat.")]
