"""A Create arrives: what is written is kept, made safe, put where it belongs."""

import orjson
import pytest

from fedcop.community import events
from fedcop.store.batch import Unit
from fedcop.store.queries.inbox import State
from fedcop.store.queries.mentions import list_hashtags, list_mentioned
from fedcop.store.statements import Statement
from fedcop.values import Audience, PostPolicy
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.inbox.rig import (
    PUBLIC,
    activity,
    create,
    is_kept,
    note,
    open_node,
    person,
    post_at,
)
from tests.writing import recorded, write

ALICE = "https://remote.example/users/alice"
NOTE = "https://remote.example/n/1"


@pytest.fixture
async def alice(node):
    return await remember_person(node.store, ALICE)


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


@pytest.fixture
async def community(node, ana):
    return await make_community(node.store, ana, "weavers")


def mention(actor):
    return {"type": "Mention", "href": actor.uri, "name": f"@{actor.name}@cop.example"}


def naming(community, **more):
    """A note of a Mastodon user who mentions a community."""
    return note(
        NOTE, ALICE, cc=[f"{ALICE}/followers", community.uri], tag=[mention(community)], **more
    )


async def test_a_public_note_is_kept(node, alice):
    verdict = await node.take(create(note(NOTE, ALICE, content="<p>Hi<script>x</script></p>")))
    post = await post_at(node, NOTE)
    assert verdict.state == State.APPLIED, verdict.reason
    assert post.content == "<p>Hi</p>"
    assert (post.audience, post.local, post.cause) == (Audience.PUBLIC, 0, verdict.id)
    told = await recorded(node.store, events.PostWritten)
    assert [row.cause for row, _ in told] == [verdict.id]


async def test_everything_it_says_is_kept(node, alice, ana):
    tags = [mention(ana), {"type": "Hashtag", "name": "#Feedback"}]
    nobody = {"type": "Mention", "href": "https://far.example/u/nobody", "name": "@nobody"}
    await node.take(
        create(
            note(
                NOTE,
                ALICE,
                type="Article",
                name="Peer feedback",
                summary="A way to <b>do</b> it",
                contentMap={"en": "<p>Hello</p>"},
                source={"content": "Hello", "mediaType": "text/markdown"},
                attachment=[{"type": "Link", "href": "https://example.org/rubric"}],
                url="https://remote.example/@alice/1",
                context="https://remote.example/contexts/1",
                sensitive=True,
                tag=[*tags, nobody],
                **{"cop:kind": "practice", "cop:new": {"a": 1}},
            )
        )
    )
    post = await post_at(node, NOTE)
    assert (post.kind, post.title, post.summary) == ("Article", "Peer feedback", "A way to do it")
    assert (post.language, post.sensitive, post.source) == ("en", 1, "Hello")
    assert post.url == "https://remote.example/@alice/1"
    assert post.context_uri == "https://remote.example/contexts/1"
    assert "https://example.org/rubric" in post.content
    assert orjson.loads(post.cop) == {"cop:kind": "practice", "cop:new": {"a": 1}}
    assert await list_mentioned(node.store, post.id) == [ana.id]
    assert await list_hashtags(node.store, post.id) == ["feedback"]
    assert node.web.asked == []


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("Article", "Our loom is new. · It came…", ""),
        ("Article", "Looms, and how they wear", "Looms, and how they wear"),
        ("Note", "Our loom is new.", "Our loom is new."),
    ],
)
async def test_an_excerpt_is_not_taken_for_a_warning(node, alice, kind, said, kept):
    text = "<p>Our loom is new.</p><p>It came on Monday.</p>"
    await node.take(create(note(NOTE, ALICE, type=kind, name="Loom", summary=said, content=text)))
    assert (await post_at(node, NOTE)).summary == kept


async def test_a_mastodon_user_posts_into_a_community_by_mentioning_it(node, alice, community):
    text = '<p><a href="https://cop.example/c/weavers">@weavers</a></p><p>Our loom is new.</p>'
    await node.take(create(naming(community, content=text)))
    post = await post_at(node, NOTE)
    assert (post.community_id, post.top, post.title) == (community.id, 1, "Our loom is new.")


async def test_a_reply_that_does_not_mention_the_community_still_reaches_it(
    node, alice, community, ana
):
    start = await write(node.store, ana, community_id=community.id, title="Looms")
    await node.take(create(note(NOTE, ALICE, inReplyTo=start.uri)))
    post = await post_at(node, NOTE)
    assert (post.community_id, post.reply_to_id, post.root_id) == (community.id, start.id, start.id)
    assert post.title == ""


@pytest.mark.parametrize(
    ("to", "cc", "audience", "inside"),
    [
        ([PUBLIC], ["community"], Audience.PUBLIC, True),
        (["community", "as:Public"], [], Audience.PUBLIC, True),
        (["community"], [PUBLIC], Audience.UNLISTED, True),
        ([f"{ALICE}/followers"], ["community"], Audience.FOLLOWERS, False),
        (["community"], [], Audience.NAMED, False),
    ],
)
async def test_what_is_not_public_is_never_passed_on_by_a_mention(
    node, alice, community, to, cc, audience, inside
):
    def meant(uris):
        return [community.uri if one == "community" else one for one in uris]

    await node.take(create(note(NOTE, ALICE, to=meant(to), cc=meant(cc), tag=[mention(community)])))
    post = await post_at(node, NOTE)
    assert post.audience == audience
    assert (post.community_id == community.id) is inside


async def test_what_is_for_the_members_is_for_members_alone(node, alice, community):
    meant = note(NOTE, ALICE, to=[community.uri, f"{community.uri}/followers"], cc=[])
    assert (await node.take(create(meant))).state == State.REFUSED
    assert not await is_kept(node, NOTE)
    await let_follow(node.store, alice, community)
    again = create(meant, id=f"{NOTE}#again")
    assert (await node.take(again)).state == State.APPLIED
    post = await post_at(node, NOTE)
    assert (post.audience, post.community_id) == (Audience.MEMBERS, community.id)


async def test_a_direct_note_is_for_those_it_is_addressed_to(node, alice, ana):
    await node.take(create(note(NOTE, ALICE, to=[ana.uri], cc=[])))
    post = await post_at(node, NOTE)
    assert post.audience == Audience.NAMED
    assert await list_mentioned(node.store, post.id) == [ana.id]


async def test_whom_a_community_does_not_let_in_writes_beside_it(node, alice, ana):
    closed = await make_community(node.store, ana, "members", post_policy=PostPolicy.MEMBERS)
    verdict = await node.take(create(naming(closed)))
    assert verdict.state == State.APPLIED
    assert (await post_at(node, NOTE)).community_id == 0


async def test_whom_a_community_does_not_let_in_does_not_answer_there(node, alice, ana):
    closed = await make_community(node.store, ana, "members", post_policy=PostPolicy.MEMBERS)
    start = await write(node.store, ana, community_id=closed.id, title="Ours")
    verdict = await node.take(create(note(NOTE, ALICE, inReplyTo=start.uri)))
    assert verdict.state == State.REFUSED
    assert "members" in verdict.reason


async def test_a_community_of_another_node_is_entered_by_its_own_word_alone(node, alice, ana):
    far = await remember_group(node.store, "https://forge.example/c/far")
    await let_follow(node.store, ana, far)
    await node.take(create(note(NOTE, ALICE, to=[PUBLIC, far.uri], audience=far.uri)))
    assert (await post_at(node, NOTE)).community_id == 0


async def test_an_audience_that_contradicts_the_thread_is_refused(node, alice, community, ana):
    other = await make_community(node.store, ana, "others")
    start = await write(node.store, ana, community_id=community.id, title="Looms")
    verdict = await node.take(create(note(NOTE, ALICE, inReplyTo=start.uri, audience=other.uri)))
    assert verdict.state == State.REFUSED
    assert not await is_kept(node, NOTE)


async def test_of_several_communities_the_first_of_ours_is_taken(node, alice, community, ana):
    other = await make_community(node.store, ana, "others")
    far = await remember_group(node.store, "https://forge.example/c/far")
    both = [far.uri, community.uri, other.uri]
    await node.take(create(note(NOTE, ALICE, to=[PUBLIC], cc=both)))
    assert (await post_at(node, NOTE)).community_id == community.id


@pytest.mark.parametrize(
    "thing",
    [
        {"type": "ChatMessage"},
        {"type": "Note", "name": "Yes", "content": None, "inReplyTo": "https://cop.example/n/1"},
        {"type": "Place"},
    ],
)
async def test_what_is_no_post_is_ignored(node, alice, thing):
    verdict = await node.take(create(note(NOTE, ALICE, **thing)))
    assert verdict.state == State.IGNORED
    assert not await is_kept(node, NOTE)


async def test_the_same_note_twice_is_one_post(node, alice):
    await node.take(create(note(NOTE, ALICE)))
    verdict = await node.take(create(note(NOTE, ALICE, content="<p>Other</p>"), id=f"{NOTE}#2"))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: known already")
    assert (await post_at(node, NOTE)).content == "<p>Hello</p>"


async def test_a_create_that_only_names_its_note_is_fetched(node, alice):
    node.web.put(NOTE, note(NOTE, ALICE))
    await node.take(activity("Create", ALICE, NOTE))
    assert await is_kept(node, NOTE)


async def test_a_forwarded_create_counts_as_its_origin_says(node, alice):
    await remember_group(node.store, "https://forge.example/c/far")
    node.web.put(NOTE, note(NOTE, ALICE, content="<p>True</p>"))
    forged = create(note(NOTE, ALICE, content="<p>Forged</p>"))
    await node.take(forged, signer="https://forge.example/c/far")
    assert (await post_at(node, NOTE)).content == "<p>True</p>"


async def test_a_forwarded_create_of_an_unknown_author_is_fetched_with_its_author(node):
    await remember_group(node.store, "https://forge.example/c/far")
    node.web.put(ALICE, person(ALICE))
    node.web.put(NOTE, note(NOTE, ALICE))
    await node.take(create(note(NOTE, ALICE)), signer="https://forge.example/c/far")
    assert await is_kept(node, NOTE)


async def test_a_suspended_author_is_not_heard(node, alice):
    assert await node.deliver(activity("Like", ALICE, NOTE)) == 202  # the key is known from now on
    unit = Unit(node.store)
    unit.add(Statement("UPDATE actor SET suspended = 1 WHERE id = ?", (alice.id,)))
    await unit.commit()
    verdict = await node.take(create(note(NOTE, ALICE)))
    assert (verdict.state, verdict.reason) == (State.REFUSED, "actor: it is suspended here")
    assert await open_node(node.store).deliver(create(note(NOTE, ALICE))) == 403
