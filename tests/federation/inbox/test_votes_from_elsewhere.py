"""Votes and polls of other programs: what counts, what is refused, and that none becomes a post."""

import orjson
import pytest

from fedcop import clock
from fedcop.community import polls
from fedcop.community.drafts import PollDraft
from fedcop.store.queries.inbox import State
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.corpus import CORPUS
from tests.federation.inbox.rig import activity, announce, create, note, person, post_at
from tests.federation.outbox.telling import log_of
from tests.writing import count, write

ALICE = "https://remote.example/users/alice"
BOB = "https://remote.example/users/bob"
ASKED = PollDraft(("Wool", "Linen"), lasts=3_600_000)


@pytest.fixture
async def alice(node):
    return await remember_person(node.store, ALICE)


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


@pytest.fixture
async def poll(node, ana):
    return await write(node.store, ana, "<p>Which?</p>", poll=ASKED)


def choice(post, name, by=ALICE, **more):
    """A vote, as Mastodon casts it."""
    number = abs(hash((name, by)))
    return {
        "id": f"{by}#votes/{number}",
        "type": "Note",
        "name": name,
        "attributedTo": by,
        "to": [post.uri.rpartition("/n/")[0] + "/u/ana"],
        "inReplyTo": post.uri,
        **more,
    }


def vote(post, name, by=ALICE, **more):
    return activity("Create", by, choice(post, name, by), **more)


async def counts(node, post):
    found = await polls.find(node.store, post.id)
    return found.votes, found.voters


async def nothing_else(node, post):
    """Nothing but the poll is there, and nothing was passed on."""
    assert await count(node.store, "post WHERE id <> ?", post.id) == 0
    assert [one for one in await log_of(node.store) if one.kind == "Announce"] == []


async def test_a_vote_counts_once_however_often_it_comes(node, alice, poll):
    assert (await node.take(vote(poll, "Linen"))).state == State.APPLIED
    again = await node.take(vote(poll, "Linen", id=f"{ALICE}/did/again"))
    assert again.state == State.IGNORED
    other = await node.take(vote(poll, "Wool"))
    assert other.state == State.REFUSED
    assert await counts(node, poll) == ((0, 1), 1)
    await nothing_else(node, poll)


async def test_several_choices_come_one_by_one_or_at_once(node, alice, ana):
    asked = PollDraft(("A", "B", "C"), multiple=True, lasts=3_600_000)
    post = await write(node.store, ana, poll=asked)
    for name in ("A", "B"):
        assert (await node.take(vote(post, name))).state == State.APPLIED
    await remember_person(node.store, BOB)
    both = activity("Create", BOB, {"id": f"{BOB}/both"})
    both["object"] = [choice(post, name, BOB) for name in ("B", "C")]
    assert (await node.take(both)).state == State.APPLIED
    assert await counts(node, post) == ((1, 2, 1), 2)
    await nothing_else(node, post)


@pytest.mark.parametrize("name", ["Silk", "wool", "x" * 5000])
async def test_a_vote_for_what_is_no_choice_is_nothing(node, alice, poll, name):
    verdict = await node.take(vote(poll, name))
    assert verdict.state != State.APPLIED
    assert await counts(node, poll) == ((0, 0), 0)


async def test_a_vote_for_what_asks_nothing_is_no_post(node, alice, ana):
    post = await write(node.store, ana)
    assert (await node.take(vote(post, "Wool"))).state == State.IGNORED
    await nothing_else(node, post)


async def test_nobody_votes_for_somebody_else(node, alice, poll):
    await remember_person(node.store, BOB)
    forged = activity("Create", ALICE, choice(poll, "Wool", BOB))
    assert (await node.take(forged)).state == State.REFUSED
    elsewhere = choice(poll, "Wool", id="https://evil.example/votes/1")
    assert (await node.take(activity("Create", ALICE, elsewhere))).state == State.REFUSED
    assert await counts(node, poll) == ((0, 0), 0)


async def test_no_community_passes_a_vote_on(node, alice, ana, poll):
    group = await remember_group(node.store, "https://remote.example/c/weavers")
    await let_follow(node.store, ana, group)
    verdict = await node.take(announce(group.uri, vote(poll, "Wool")))
    assert verdict.state == State.REFUSED
    assert await counts(node, poll) == ((0, 0), 0)


async def test_an_outsider_does_not_choose_among_members(node, alice, ana):
    group = await make_community(node.store, ana, "circle", audience=Audience.MEMBERS)
    post = await write(
        node.store, ana, community_id=group.id, audience=Audience.MEMBERS, poll=ASKED
    )
    assert (await node.take(vote(post, "Wool"))).state == State.REFUSED
    await let_follow(node.store, alice, group)
    assert (await node.take(vote(post, "Wool", id=f"{ALICE}/2"))).state == State.APPLIED
    assert await counts(node, post) == ((1, 0), 1)


async def test_nobody_chooses_after_the_end(node, alice, poll):
    later = clock.now() + 4000
    with clock.held(lambda: later):
        assert (await node.take(vote(poll, "Wool"))).state == State.REFUSED
    assert await counts(node, poll) == ((0, 0), 0)


async def test_a_note_with_words_is_an_answer_and_no_vote(node, alice, poll):
    said = choice(poll, "Wool", content="<p>Because it is warm</p>")
    assert (await node.take(activity("Create", ALICE, said))).state == State.APPLIED
    assert await counts(node, poll) == ((0, 0), 0)
    assert await count(node.store, "post WHERE reply_to_id = ?", poll.id) == 1


def question(uri, **more):
    """A poll, as Mastodon sends it."""
    options = [{"type": "Note", "name": name, "replies": {"totalItems": 3}} for name in "AB"]
    asked = {"type": "Question", "oneOf": options, "endTime": "2999-01-01T00:00:00Z"}
    return note(uri, ALICE, **{**asked, "votersCount": 6, **more})


async def test_a_question_is_kept_with_its_counts(node, alice):
    uri = "https://remote.example/n/1"
    assert (await node.take(create(question(uri)))).state == State.APPLIED
    post = await post_at(node, uri)
    poll = await polls.find(node.store, post.id)
    assert (post.kind, poll.options, poll.votes, poll.voters) == ("Question", ("A", "B"), (3, 3), 6)
    assert "<li>" not in post.content


@pytest.mark.parametrize(
    ("wrong", "options"),
    [
        ({"oneOf": [{"name": str(n)} for n in range(9999)]}, 20),
        ({"oneOf": [{"name": ""}, {"name": "A"}, 7, None, "x", ["A"]]}, 1),
        ({"oneOf": [{"name": "A"}, {"name": "A"}]}, 2),
        ({"oneOf": [{"name": "x" * 9999}, {"name": "\n \t"}]}, 2),
        ({"oneOf": {"name": "A"}}, 1),
        ({"oneOf": [{"name": "A", "replies": {"totalItems": -5}}, {"name": "B"}]}, 2),
        ({"oneOf": [{"name": "A", "replies": {"totalItems": 2**63 - 1}}, {"name": "B"}]}, 2),
        ({"endTime": "-1"}, 2),
        ({"endTime": "0001-01-01T00:00:00Z"}, 2),
        ({"closed": True}, 2),
        ({"votersCount": -1}, 2),
        ({"votersCount": "many"}, 2),
        ({"votersCount": 2**63 - 1}, 2),
    ],
)
async def test_odd_questions_are_read_as_far_as_they_go(node, alice, wrong, options):
    uri = "https://remote.example/n/1"
    assert (await node.take(create(question(uri, **wrong)))).state == State.APPLIED
    poll = await polls.find(node.store, (await post_at(node, uri)).id)
    assert len(poll.options) == options
    assert all(0 <= votes <= 2**40 for votes in poll.votes)
    assert -1 <= poll.voters <= 2**40


async def test_a_question_without_choices_is_a_post_that_asks_nothing(node, alice):
    uri = "https://remote.example/n/1"
    several: list[object] = [[], [7], "A", {}]
    for number, nonsense in enumerate(several):
        assert (await node.take(create(question(f"{uri}{number}", oneOf=nonsense)))).state
    assert await count(node.store, "poll") == 0
    assert await count(node.store, "post") > 0


async def test_counts_come_again_without_another_revision(node, alice):
    uri = "https://remote.example/n/1"
    await node.take(create(question(uri)))
    options = [{"type": "Note", "name": name, "replies": {"totalItems": 9}} for name in "AB"]
    update = activity("Update", ALICE, question(uri, oneOf=options, votersCount=18))
    assert (await node.take(update)).state == State.APPLIED
    post = await post_at(node, uri)
    poll = await polls.find(node.store, post.id)
    assert (poll.votes, poll.voters, post.revision, post.edited) == ((9, 9), 18, 1, 0)
    again = {**update, "id": f"{ALICE}/did/again"}
    assert (await node.take(again)).state == State.IGNORED
    closed = activity(
        "Update", ALICE, question(uri, oneOf=options, votersCount=18, closed="2020-01-01T00:00:00Z")
    )
    assert (await node.take({**closed, "id": f"{ALICE}/did/closed"})).state == State.APPLIED
    assert polls.has_ended(await polls.find(node.store, post.id))


async def test_a_stranger_does_not_count_for_who_asks(node, alice):
    uri = "https://remote.example/n/1"
    await node.take(create(question(uri)))
    node.web.put(BOB, person(BOB))
    forged = activity("Update", BOB, question(uri, votersCount=99))
    assert (await node.take(forged)).state == State.REFUSED
    assert (await counts(node, await post_at(node, uri)))[1] == 6


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize(
    "path", ["mastodon/bonfire-repo__poll_original.json", "piefed/pyfedi-doc__posts_09.json"]
)
async def test_polls_of_other_programs_are_read(node, path):
    document = orjson.loads((CORPUS / "peers" / path).read_bytes())
    written = document.get("object", document)
    written = written if isinstance(written, dict) else document
    author = written["attributedTo"]
    await remember_person(node.store, author)
    taken = await node.take(activity("Create", author, written, to=written["to"]))
    assert taken.state == State.APPLIED, taken.reason
    poll = await polls.find(node.store, (await post_at(node, written["id"])).id)
    assert len(poll.options) >= 2
    assert sum(poll.votes) >= 0
