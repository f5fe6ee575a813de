"""A post is told to those it is meant for, by its author and by its community."""

import pytest

from fedcop.community import accounts, posts
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.endpoints.rig import know_peer
from tests.federation.outbox.telling import (
    BOTH,
    PLAIN,
    PUBLIC,
    WRAPPED,
    arrived,
    check_proof,
    log_of,
    tell,
)
from tests.writing import answer, write

FAR = "https://far.example"


def create_bytes(author, uri, **more):
    """A Create as Mastodon writes it: other order, other spaces, a property we do not know."""
    extra = "".join(f', "{name}": "{value}"' for name, value in more.items())
    return (
        f'{{"@context" : "https://www.w3.org/ns/activitystreams", "type":"Create",'
        f' "id":"{uri}/activity", "actor":"{author.uri}", "odd:thing": 1.50,'
        f' "to":["{PUBLIC}"], "cc":[]{extra}, "object":{{"type":"Note", "id":"{uri}",'
        f' "attributedTo":"{author.uri}", "content":"<p>Grüße</p>", "to":["{PUBLIC}"]}}}}'
    ).encode()


async def by_member(store, author, community, *, reply_to=None, trust=0, body=None, uri=""):
    """A post of a remote member, with the message it came in."""
    uri = uri or f"{author.uri}/posts/{'reply' if reply_to else 'start'}"
    body = body or create_bytes(author, uri)
    cause = await arrived(store, body, trust=trust)
    if reply_to:
        return await answer(store, author, reply_to, uri=uri, cause=cause), body
    return await write(store, author, community_id=community.id, uri=uri, cause=cause), body


async def home(store):
    """A steward, their community, and a remote person."""
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await tell(store)
    return ana, lab, mira


# By its author


async def test_a_public_post_goes_to_the_public_stream_with_a_proof(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana, "<p>Hello</p>")
    [told] = await tell(store)
    assert (told.kind, told.object_uri, told.key) == ("Create", post.uri, post.uri)
    assert told.streams == {(ana.id, Audience.PUBLIC, BOTH)}
    assert told.plain_bytes == told.wrapped_bytes
    check_proof(told.plain, ana.uri)
    assert told.plain["id"] == f"{post.uri}#create"
    assert told.plain["object"]["id"] == post.uri
    assert "proof" not in told.plain["object"]
    assert "@context" not in told.plain["object"]


@pytest.mark.parametrize(
    ("audience", "stream", "public"),
    [
        (Audience.PUBLIC, Audience.PUBLIC, "to"),
        (Audience.UNLISTED, Audience.PUBLIC, "cc"),
        (Audience.FOLLOWERS, Audience.FOLLOWERS, ""),
        (Audience.NAMED, None, ""),
    ],
)
async def test_each_audience_has_its_stream_and_its_addressing(store, audience, stream, public):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await write(store, ana, audience=audience, mentions=(mira.id,))
    [told] = await tell(store)
    assert told.streams == ({(ana.id, stream, BOTH)} if stream is not None else set())
    assert told.inboxes == {f"{FAR}/inbox"}
    for part in (told.plain, told.plain["object"]):
        found = {name for name in ("to", "cc") if PUBLIC in part[name]}
        assert found == ({public} if public else set())
        assert mira.uri in (*part["to"], *part["cc"])
    assert ("proof" in told.plain) is bool(public)


async def test_a_post_that_names_only_people_here_leaves_no_trace_in_the_log(store):
    ana, bo = await make_person(store, "ana"), await make_person(store, "bo")
    await write(store, ana, audience=Audience.NAMED, mentions=(bo.id,))
    assert await tell(store) == []
    assert (await store.read("SELECT count(*) FROM event WHERE published = 0"))[0][0] == 0


async def test_whom_it_answers_and_the_remote_community_get_it_at_their_inboxes(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    away = await remember_group(store, "https://away.example/c/away")
    start = await write(store, mira, community_id=away.id)
    await tell(store)
    await answer(store, ana, start)
    [told] = await tell(store)
    assert told.inboxes == {f"{FAR}/inbox", "https://away.example/inbox"}
    assert told.plain["object"]["to"] == [away.uri, PUBLIC]
    assert told.plain["object"]["cc"] == [ana.followers, mira.uri]
    assert told.plain["object"]["audience"] == away.uri


async def test_what_is_written_twice_at_once_is_told_once(store):
    ana = await make_person(store, "ana")
    await write(store, ana)
    assert len(await tell(store)) == 1
    assert await tell(store) == []


async def test_a_post_that_is_gone_before_it_was_told_is_not_told(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana)
    await perform(store, posts.remove, ana, post.id)
    assert [told.kind for told in await tell(store)] == ["Delete"]


# By its community


async def test_a_thread_start_is_announced_wrapped_and_by_its_id(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id, title="Ten minutes")
    create, announce = await tell(store)
    assert create.streams == {
        (ana.id, Audience.PUBLIC, BOTH),
        (lab.id, Audience.PUBLIC, PLAIN),
    }
    assert (announce.actor_id, announce.kind) == (lab.id, "Announce")
    assert announce.streams == {(lab.id, Audience.PUBLIC, BOTH)}
    assert create.plain_bytes in announce.wrapped_bytes
    assert announce.wrapped["object"] == create.plain
    assert announce.plain["object"] == post.uri
    assert announce.wrapped["id"] != announce.plain["id"]
    for body in (announce.wrapped, announce.plain):
        assert (body["actor"], body["to"]) == (lab.uri, [PUBLIC])
        assert lab.followers in body["cc"]
        check_proof(body, lab.uri)
    check_proof(announce.wrapped["object"], ana.uri)


async def test_a_reply_is_announced_to_group_aware_peers_alone(store):
    ana, lab, _ = await home(store)
    start = await write(store, ana, community_id=lab.id)
    await tell(store)
    await answer(store, ana, start)
    create, announce = await tell(store)
    assert announce.plain is None
    assert announce.wrapped["object"] == create.plain
    assert create.plain["object"]["inReplyTo"] == start.uri


async def test_what_a_remote_member_wrote_is_passed_on_byte_for_byte(store):
    _, lab, mira = await home(store)
    post, body = await by_member(store, mira, lab)
    [told] = await tell(store)
    assert (told.actor_id, told.object_uri) == (lab.id, post.uri)
    assert body in told.wrapped_bytes
    check_proof(told.wrapped, lab.uri)
    assert told.plain["object"] == post.uri
    assert mira.uri in told.plain["cc"]


async def test_the_author_elsewhere_gets_the_announce_as_a_receipt(store):
    _, lab, mira = await home(store)
    await by_member(store, mira, lab)
    [told] = await tell(store)
    assert told.inboxes == {mira.shared_inbox}


@pytest.mark.parametrize(("software", "owed"), [("lemmy", True), ("mastodon", False), ("", False)])
async def test_a_receipt_goes_only_where_it_can_be_read(store, software, owed):
    ana, lab, mira = await home(store)
    if software:
        await know_peer(store, "far.example", software)
    start = await write(store, ana, community_id=lab.id)
    await tell(store)
    await by_member(store, mira, lab, reply_to=start)
    [told] = await tell(store)
    assert told.inboxes == ({mira.shared_inbox} if owed else set())


async def test_whose_node_reads_the_stream_is_not_addressed_besides(store):
    _, lab, mira = await home(store)
    await let_follow(store, mira, lab)
    await tell(store)
    await by_member(store, mira, lab)
    [told] = await tell(store)
    assert told.lanes == set()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"bto": "https://far.example/users/secret"}, "it names somebody blindly"),
        ({"b\\u0074o": "https://far.example/users/secret"}, "so it does in disguise"),
    ],
)
async def test_what_names_somebody_blindly_is_passed_on_by_its_id(store, change, why):
    _, lab, mira = await home(store)
    uri = f"{mira.uri}/posts/1"
    await by_member(store, mira, lab, uri=uri, body=create_bytes(mira, uri, **change))
    [told] = await tell(store)
    assert told.wrapped["object"] == uri, why
    assert b"secret" not in told.wrapped_bytes


async def test_what_somebody_else_passed_on_to_us_is_passed_on_by_its_id(store):
    _, lab, mira = await home(store)
    post, _ = await by_member(store, mira, lab, trust=2)
    [told] = await tell(store)
    assert told.wrapped["object"] == post.uri
    assert told.plain["object"] == post.uri


@pytest.mark.parametrize(("kind", "uri"), [("Like", "/posts/1"), ("Create", "/posts/2")])
async def test_a_post_that_was_fetched_on_the_way_is_passed_on_by_its_id(store, kind, uri):
    _, lab, mira = await home(store)
    about = f"{mira.uri}{uri}"
    cause = await arrived(store, create_bytes(mira, about).replace(b"Create", kind.encode(), 1))
    post = await write(store, mira, community_id=lab.id, uri=f"{mira.uri}/posts/1", cause=cause)
    [told] = await tell(store)
    assert told.wrapped["object"] == post.uri


async def test_a_reply_without_a_create_to_pass_on_is_told_wrapped_peers_by_its_id(store):
    ana, lab, mira = await home(store)
    start = await write(store, ana, community_id=lab.id)
    await tell(store)
    reply, _ = await by_member(store, mira, lab, reply_to=start, trust=2)
    [told] = await tell(store)
    assert told.plain is None
    assert told.wrapped["object"] == reply.uri


async def test_numbers_no_proof_can_cover_are_relayed_without_one(store):
    _, lab, mira = await home(store)
    uri = f"{mira.uri}/posts/1"
    body = create_bytes(mira, uri).replace(b"1.50", b"18446744073709551615")
    await by_member(store, mira, lab, uri=uri, body=body)
    [told] = await tell(store)
    assert body in told.wrapped_bytes
    assert "proof" not in told.wrapped


async def test_an_unlisted_thread_is_announced_as_quietly(store):
    ana, lab, _ = await home(store)
    await write(store, ana, community_id=lab.id, audience=Audience.UNLISTED)
    create, announce = await tell(store)
    assert create.plain["to"] == [lab.uri, ana.followers]
    assert announce.plain["to"] == announce.wrapped["to"] == [lab.followers]
    assert PUBLIC in announce.plain["cc"]


# For members


async def test_what_is_for_members_is_told_to_their_stream_alone_and_proves_nothing(store):
    ana, lab, mira = await home(store)
    await write(store, ana, community_id=lab.id, audience=Audience.MEMBERS, mentions=(mira.id,))
    [told] = await tell(store)
    assert told.streams == {(lab.id, Audience.MEMBERS, WRAPPED)}
    assert told.lanes == set()
    assert told.plain is None
    assert "proof" not in told.wrapped
    assert told.wrapped["to"] == [lab.followers]
    inner = told.wrapped["object"]
    assert "proof" not in inner
    assert inner["to"] == [lab.uri, lab.followers]
    assert inner["cc"] == []
    assert PUBLIC.encode() not in told.wrapped_bytes


async def test_what_a_remote_member_wrote_for_members_stays_among_them(store):
    _, lab, mira = await home(store)
    await let_follow(store, mira, lab)
    await tell(store)
    uri = f"{mira.uri}/posts/1"
    body = create_bytes(mira, uri).replace(PUBLIC.encode(), lab.followers.encode())
    cause = await arrived(store, body)
    await write(store, mira, community_id=lab.id, uri=uri, cause=cause, audience=Audience.MEMBERS)
    [told] = await tell(store)
    assert told.streams == {(lab.id, Audience.MEMBERS, WRAPPED)}
    assert told.lanes == set()
    assert body in told.wrapped_bytes


async def test_what_is_for_members_elsewhere_goes_to_their_home_alone(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    away = await remember_group(store, "https://away.example/c/away")
    await let_follow(store, ana, away)
    await tell(store)
    await write(store, ana, community_id=away.id, audience=Audience.MEMBERS, mentions=(mira.id,))
    [told] = await tell(store)
    assert told.inboxes == {"https://away.example/inbox"}
    assert told.streams == set()


async def test_a_followers_only_answer_stays_away_from_the_community(store):
    ana, lab, _ = await home(store)
    start = await write(store, ana, community_id=lab.id)
    await tell(store)
    await answer(store, ana, start, audience=Audience.FOLLOWERS)
    [told] = await tell(store)
    assert told.streams == {(ana.id, Audience.FOLLOWERS, BOTH)}
    assert "audience" not in told.plain["object"]
    assert lab.uri not in (*told.plain["to"], *told.plain["cc"])
    assert all(tag["href"] != lab.uri for tag in told.plain["object"].get("tag", ()))


async def test_a_followers_only_answer_stays_away_from_a_remote_community(store):
    ana = await make_person(store, "ana")
    away = await remember_group(store, "https://away.example/c/away")
    mira = await remember_person(store, f"{FAR}/users/mira")
    start = await write(store, mira, community_id=away.id)
    await tell(store)
    await answer(store, ana, start, audience=Audience.FOLLOWERS)
    [told] = await tell(store)
    assert told.inboxes == {f"{FAR}/inbox"}


async def test_somebody_who_is_gone_is_addressed_no_more(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await perform(store, accounts.mark_gone, mira)
    await write(store, ana, mentions=(mira.id,))
    [told] = await tell(store)
    assert told.inboxes == set()
    assert mira.uri.encode() not in told.plain_bytes


async def test_events_are_published_in_the_order_of_the_log(store):
    ana, lab, _ = await home(store)
    for number in range(3):
        await write(store, ana, f"<p>{number}</p>", community_id=lab.id)
    await tell(store)
    positions = [told.position for told in await log_of(store)]
    assert positions == sorted(positions)
