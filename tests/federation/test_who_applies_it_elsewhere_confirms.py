"""A reply with #applied from any program becomes an adoption when its author confirms, once."""

import re

import orjson
import pytest

from fedcop import clock
from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice import adoptions, confirming
from fedcop.errors import Gone, Invalid, NotFound
from fedcop.federation.outbox.echo import Echo
from fedcop.store.queries import applied_links
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.statements import Statement
from tests.adopting import apply_it, row_of, say_anew, write_practice
from tests.builders import make_person, remember_person
from tests.federation.outbox.telling import log_of, outbound_of
from tests.federation.pair import exchange, refused
from tests.federation.test_adoptions_span_two_nodes import say
from tests.writing import echo

MIA = "https://social.example/u/mia"
WEEK = 7 * 86_400.0


@pytest.fixture
def now():
    """A clock that a test moves on."""
    held = [clock.now()]
    with clock.held(lambda: held[0]):
        yield held


@pytest.fixture
async def practised(pair, scene):
    """Ana's practice, known to both nodes."""
    home, away = pair
    ana, lab, _, _ = scene
    post = await write_practice(home.store, ana, lab)
    assert refused(await exchange(home, away)) == []
    return post


async def reply_by_mia(side, post, tag="#Applied", number=1):
    mia = await remember_person(side.store, MIA)
    body = say(mia, "Tried this on our ward #applied", reply_to=post.uri, tag=tag, number=number)
    assert (await side.node.post(body, mia.uri)).status_code == 202
    await side.node.processor.drain()
    return await side.post(f"{mia.uri}/statuses/{number}")


async def messages(side):
    """What one person alone is sent, once all that happened is told on as the worker does."""
    before = len(await log_of(side.store))
    telling = Echo(side.store, outbound_of(side.store))
    while await telling.run_batch():
        pass
    told = [one.wrapped for one in (await log_of(side.store))[before:]]
    return [one for one in told if one["type"] == "Create" and one["to"] == [MIA]]


def secret_in(message):
    return re.search(r'href="[^"]*/applied/([^"]+)"', message["object"]["content"]).group(1)


async def proposed(home, post):
    """Mia replies and gets her link."""
    reply = await reply_by_mia(home, post)
    (message,) = await messages(home)
    return reply, secret_in(message)


async def test_a_reply_gets_a_link_and_nothing_is_recorded_yet(pair, scene, practised):
    home, _ = pair
    lab = scene[1]
    reply = await reply_by_mia(home, practised)
    assert await adoptions.list_of(home.store, practised.uri) == []
    (message,) = await messages(home)
    assert (message["actor"], message["to"]) == (lab.uri, [MIA])
    note = message["object"]
    assert (note["inReplyTo"], note["to"], note["attributedTo"]) == (reply.uri, [MIA], lab.uri)
    assert note["tag"][0]["href"] == MIA
    link = await applied_links.find(home.store, reply.id)
    assert (link.number, link.used) == (1, 0)
    secret = secret_in(message)
    assert secret not in link.hash
    assert len(secret) >= 32
    found = await confirming.find(home.store, secret)
    assert (found.reply.id, found.author.uri) == (reply.id, MIA)
    assert await adoptions.list_of(home.store, practised.uri) == []


async def test_the_link_records_it_once_for_whoever_replied(pair, practised):
    home, _ = pair
    reply, secret = await proposed(home, practised)
    assert await perform(home.store, confirming.confirm, secret, "Ward 4", "partly")
    (found,) = await adoptions.list_of(home.store, practised.uri)
    assert (found.row.result, found.row.team, found.row.number) == ("partly", "Ward 4", 1)
    assert (found.post.id, found.author.uri) == (reply.id, MIA)
    assert (await row_of(home.store, practised.uri)).adoptions == 1
    assert not await perform(home.store, confirming.confirm, secret, "Ward 9", "worked")
    (again,) = await adoptions.list_of(home.store, practised.uri)
    assert again.row == found.row


async def test_it_is_pinned_to_what_was_shown_then(pair, scene, practised, now):
    home, _ = pair
    now[0] += 10
    reply = await reply_by_mia(home, practised)
    now[0] += 10
    await say_anew(home.store, scene[0], practised, source="Read back first.")
    (message,) = await messages(home)
    await perform(home.store, confirming.confirm, secret_in(message), "", "worked")
    (found,) = await adoptions.list_of(home.store, practised.uri)
    assert (found.row.number, found.post.id) == (1, reply.id)
    assert (await row_of(home.store, practised.uri)).number == 2


async def test_a_link_is_made_up_by_nobody_and_expires(pair, practised, now):
    home, _ = pair
    _, secret = await proposed(home, practised)
    for wrong in ("", "x" * 32, secret[:-1], f"{secret}x", "y" * 500):
        with pytest.raises(NotFound):
            await perform(home.store, confirming.confirm, wrong, "", "worked")
    with pytest.raises(Invalid):
        await perform(home.store, confirming.confirm, secret, "", "splendid")
    now[0] += 4 * WEEK
    with pytest.raises(Gone):
        await perform(home.store, confirming.confirm, secret, "", "worked")
    assert await adoptions.list_of(home.store, practised.uri) == []
    _, again = await _next(home, practised)
    assert await perform(home.store, confirming.confirm, again, "", "worked")
    now[0] += 40 * WEEK
    await perform(home.store, confirming.sweep)
    with pytest.raises(NotFound):
        await confirming.find(home.store, again)


async def _next(home, post):
    reply = await reply_by_mia(home, post, number=2)
    (message,) = await messages(home)
    return reply, secret_in(message)


async def test_one_message_is_sent_however_often_somebody_replies(pair, practised):
    home, _ = pair
    await proposed(home, practised)
    await reply_by_mia(home, practised, number=2)
    assert await messages(home) == []


async def test_a_reply_without_the_hashtag_and_one_to_something_else_get_none(pair, practised):
    home, _ = pair
    reply = await reply_by_mia(home, practised, tag="#handover")
    assert await messages(home) == []
    await reply_by_mia(home, reply, number=2)
    assert await messages(home) == []


async def test_only_the_home_of_the_artifact_proposes(pair, practised):
    _, away = pair
    there = await away.post(practised.uri)
    await reply_by_mia(away, there)
    assert await messages(away) == []
    assert await adoptions.list_of(away.store, practised.uri) == []


async def test_other_nodes_hear_of_it_and_count_it(pair, practised):
    home, away = pair
    await reply_by_mia(away, await away.post(practised.uri))
    _, secret = await proposed(home, practised)
    await perform(home.store, confirming.confirm, secret, "Ward 4", "worked")
    assert refused(await exchange(home, away)) == []
    (found,) = await adoptions.list_of(away.store, practised.uri)
    assert (found.row.result, found.row.team, found.author.uri) == ("worked", "Ward 4", MIA)
    row = await row_of(away.store, practised.uri)
    assert (found.row.number, found.row.digest, row.adoptions) == (1, row.digest, 1)


async def test_the_community_says_on_what_the_home_of_an_artifact_tells_it(pair, scene):
    home, away = pair
    _, lab, mira, known = scene
    post = await write_practice(away.store, mira, known)
    assert refused(await exchange(away, home)) == []
    await reply_by_mia(home, await home.post(post.uri))
    assert await messages(home) == []
    reply = await reply_by_mia(away, post)
    (message,) = await messages(away)
    assert message["actor"] == mira.uri
    await perform(away.store, confirming.confirm, secret_in(message), "Ward 4", "worked")
    assert refused(await exchange(away, home)) == []
    (found,) = await adoptions.list_of(home.store, post.uri)
    assert (found.post.uri, found.row.team) == (reply.uri, "Ward 4")
    told = [one for one in await log_of(home.store) if one.kind == "Add"]
    assert [(one.actor_id, one.wrapped["object"]) for one in told] == [(lab.id, reply.uri)]
    assert (await row_of(away.store, post.uri)).adoptions == 1


async def test_a_reply_that_another_node_has_not_is_fetched(pair, practised):
    home, away = pair
    reply, secret = await proposed(home, practised)
    mia = await remember_person(away.store, MIA)
    note = orjson.loads(say(mia, "Tried #applied", reply_to=practised.uri, tag="#applied"))
    away.line.put(reply.uri, {**note["object"], "@context": note["@context"]})
    await perform(home.store, confirming.confirm, secret, "", "worked")
    assert refused(await exchange(home, away)) == []
    (found,) = await adoptions.list_of(away.store, practised.uri)
    assert found.post.uri == reply.uri


async def test_what_is_taken_back_by_its_author_counts_no_more(pair, practised):
    home, away = pair
    await reply_by_mia(away, await away.post(practised.uri))
    reply, secret = await proposed(home, practised)
    await perform(home.store, confirming.confirm, secret, "", "worked")
    await exchange(home, away)
    for side in (home, away):
        mia = await remember_person(side.store, MIA)
        kept = await find_post_by_uri(side.store, reply.uri)
        await perform(side.store, posts.remove, mia, kept.id)
        assert (await row_of(side.store, practised.uri)).adoptions == 0
        assert await adoptions.list_of(side.store, practised.uri) == []
    with pytest.raises(Gone):
        await confirming.find(home.store, secret)


async def test_nobody_else_says_so_and_nobody_is_made_to(pair, scene, practised):
    _, away = pair
    reply = await reply_by_mia(away, await away.post(practised.uri))
    plain = await reply_by_mia(away, await away.post(practised.uri), tag="#x", number=2)
    ana, lab, mira, _ = scene
    eve = await remember_person(away.store, "https://social.example/u/eve")
    for actor, uri, verdict in (
        (eve.uri, reply.uri, "refused"),
        (MIA, reply.uri, "refused"),
        (lab.uri, plain.uri, "refused"),
        (lab.uri, practised.uri, "refused"),
        (lab.uri, reply.uri, "applied"),
        (lab.uri, reply.uri, "ignored"),
    ):
        body = add(actor, uri, practised.uri, verdict + uri[-3:] + actor[-3:])
        assert (await away.node.post(body, actor)).status_code == 202
        await away.node.processor.drain()
        count = (await row_of(away.store, practised.uri)).adoptions
        assert count == (verdict != "refused"), (actor, uri)
    assert ana.local
    assert mira.local


def add(actor, reply, artifact, number):
    terms = {"cop:adopts": {"id": artifact, "revision": 1}, "cop:result": "worked"}
    said = {"type": "Add", "id": f"{actor}/adds/{number}", "actor": actor, "object": reply}
    place = {
        "target": f"{artifact}/adoptions",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
    }
    return orjson.dumps(
        {"@context": "https://www.w3.org/ns/activitystreams", **said, **place, **terms}
    )


async def test_two_that_did_not_work_ask_for_a_review_as_well(pair, practised):
    home, _ = pair
    _, secret = await proposed(home, practised)
    await perform(home.store, confirming.confirm, secret, "", "not")
    await echo(home.store)
    assert (await adoptions.results_of(home.store, practised.uri)).failed == 1
    tomas = await make_person(home.store, "tomas")
    await perform(home.store, _review_claim, practised.uri)
    await apply_it(home.node.reach, tomas, practised, result="not")
    await echo(home.store)
    assert (await row_of(home.store, practised.uri)).status == "needsReview"


async def _review_claim(unit, uri):
    unit.add(Statement("UPDATE artifact SET status = 'reviewed' WHERE uri = ?", (uri,)))
