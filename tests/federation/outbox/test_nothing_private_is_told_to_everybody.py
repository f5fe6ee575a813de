"""Whatever is done to what is not for everybody: Public is never named, and nothing is proved."""

import pytest

from fedcop.community import communities, posts, reactions
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.endpoints.rig import know_peer, open_door
from tests.federation.outbox.telling import PLAIN, PUBLIC, readers_of, tell
from tests.writing import answer, write

PRIVATE = (Audience.FOLLOWERS, Audience.MEMBERS, Audience.NAMED)
SECRET = "<p>between us</p>"


async def scene(store):
    """A community with members on servers of both kinds, who also follow its steward."""
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    people = []
    for host, software in (("cop-peer.example", "fedcop"), ("masto.example", "mastodon")):
        await know_peer(store, host, software)
        people.append(await remember_person(store, f"https://{host}/users/mira"))
        for target in (lab, ana):
            await let_follow(store, people[-1], target)
    await tell(store)
    return ana, lab, people


async def live(store, ana, lab, people, audience):
    """Everything that can be done to a post of an audience."""
    named = tuple(one.id for one in people) if audience is not Audience.MEMBERS else ()
    start = await write(store, ana, community_id=lab.id)
    await tell(store)
    if audience is Audience.MEMBERS:
        start = await write(store, ana, SECRET, community_id=lab.id, audience=audience)
    post = await answer(store, ana, start, SECRET, audience=audience, mentions=named)
    await perform(store, posts.revise, ana, post.id, Edit(content=SECRET * 2, mentions=named))
    await perform(store, reactions.like, ana, post.id)
    await perform(store, reactions.unlike, ana, post.id)
    try:
        await perform(store, communities.pin, ana, lab, post)
        await perform(store, communities.unpin, ana, lab, post)
    except Refused:
        assert audience is not Audience.MEMBERS
    return post


@pytest.mark.parametrize("audience", PRIVATE)
async def test_neither_public_nor_a_proof_nor_an_open_stream(store, audience):
    ana, lab, people = await scene(store)
    post = await live(store, ana, lab, people, audience)
    told = await tell(store)
    await perform(store, posts.remove, ana, post.id)
    told += await tell(store)
    assert told
    for one in told:
        for body in (one.plain_bytes, one.wrapped_bytes):
            assert PUBLIC.encode() not in body
            assert b"proof" not in body
        assert all(stream[1] != Audience.PUBLIC for stream in one.streams), one.kind


@pytest.mark.parametrize("audience", PRIVATE)
async def test_it_goes_to_those_who_are_meant(store, audience):
    ana, lab, people = await scene(store)
    await live(store, ana, lab, people, audience)
    reached = set()
    for told in await tell(store):
        if SECRET.encode() in told.plain_bytes + told.wrapped_bytes:
            reached |= told.inboxes
            for owner, audience_told, form in told.streams:
                readers = await readers_of(store, owner)
                reached |= {
                    inbox for inbox, read in readers if read == audience_told and form != PLAIN
                }
    discreet, open_minded = (one.shared_inbox for one in people)
    meant = {discreet} if audience is Audience.MEMBERS else {discreet, open_minded}
    assert reached == meant


@pytest.mark.parametrize("audience", PRIVATE)
async def test_no_door_shows_it(store, audience):
    ana, lab, people = await scene(store)
    post = await live(store, ana, lab, people, audience)
    told = await tell(store)
    peers = open_door(store)
    lists = ("outbox", "outbox?page=true", "featured")
    addresses = [f"{actor.uri}/{name}" for actor in (ana, lab) for name in lists]
    addresses += [f"{post.uri}/replies", f"/t/{post.root_id}", post.uri]
    for one in told:
        addresses += [body["id"] for body in (one.plain, one.wrapped) if body]
    for address in addresses:
        answered = await peers.get(address)
        assert "between us" not in answered.text, address
        assert post.uri not in answered.text, address


async def test_what_is_for_members_elsewhere_never_leaves_for_anybody_else(store):
    ana, _, people = await scene(store)
    away = await remember_group(store, "https://away.example/c/away")
    await let_follow(store, ana, away)
    await tell(store)
    post = await write(
        store,
        ana,
        SECRET,
        community_id=away.id,
        audience=Audience.MEMBERS,
        mentions=tuple(one.id for one in people),
    )
    await perform(store, posts.revise, ana, post.id, Edit(content=SECRET * 2))
    await perform(store, posts.remove, ana, post.id)
    for told in await tell(store):
        assert told.inboxes == {"https://away.example/inbox"}
        assert told.streams == set()
