"""What a community says of itself holds on other nodes: for whom it is, and who may write there."""

import pytest

from fedcop.activitypub.vocabulary import Actor
from fedcop.community import communities, rights, timelines
from fedcop.community.communities import Description
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.federation.remote.actor_rows import practice_row
from fedcop.store.rows import GroupRow
from fedcop.values import Audience, PostPolicy
from tests.builders import make_community, make_person
from tests.federation.inbox.rig import TYPE
from tests.federation.pair import exchange, join, refused
from tests.writing import answer, echo, practice_of, write


@pytest.mark.parametrize(
    ("cop", "restricted", "audience", "policy"),
    [
        ({}, False, Audience.PUBLIC, PostPolicy.ANYONE),
        ({"cop:visibility": "public", "cop:postPolicy": "anyone"}, False, 0, 0),
        ({"cop:visibility": "unlisted"}, False, Audience.UNLISTED, PostPolicy.ANYONE),
        (
            {"cop:visibility": "members", "cop:postPolicy": "members"},
            False,
            Audience.MEMBERS,
            PostPolicy.MEMBERS,
        ),
        ({"cop:postPolicy": "stewards"}, False, Audience.PUBLIC, PostPolicy.STEWARDS),
        ({"cop:postPolicy": "anyone"}, True, Audience.PUBLIC, PostPolicy.STEWARDS),
        ({"cop:visibility": "secret", "cop:postPolicy": "odd"}, False, Audience.MEMBERS, 0),
        ({"cop:visibility": 3, "cop:postPolicy": []}, False, Audience.PUBLIC, PostPolicy.ANYONE),
    ],
)
def test_what_a_group_says_is_read(cop, restricted, audience, policy):
    uri = "https://forge.example/c/far"
    group = Actor(
        type="Group", id=uri, inbox=f"{uri}/inbox", cop=cop, posting_restricted_to_mods=restricted
    )
    row = practice_row(group)
    assert (row.audience, row.post_policy) == (audience, policy)


@pytest.fixture
async def closed(pair):
    """Ana's community for members alone, with a member on the other node."""
    home, away = pair
    ana = await make_person(home.store, "ana")
    only = {"audience": Audience.MEMBERS, "post_policy": PostPolicy.MEMBERS}
    room = await make_community(home.store, ana, "room", **only)
    mira = await make_person(away.store, "mira")
    return ana, room, mira, await join(mira, away, room, home)


async def test_it_is_closed_to_those_elsewhere_who_are_no_members(pair, closed):
    _, away = pair
    _, _, mira, known = closed
    practice = await practice_of(away.store, known)
    assert (practice.audience, practice.post_policy) == (Audience.MEMBERS, PostPolicy.MEMBERS)
    noor = await make_person(away.store, "noor")
    group = GroupRow(known, practice)
    assert rights.may_start_in(mira, group, member=True, steward=False)
    assert not rights.may_start_in(noor, group, member=False, steward=False)
    for audience in (Audience.PUBLIC, Audience.MEMBERS):
        with pytest.raises(Refused):
            await write(away.store, noor, community_id=known.id, audience=audience)


async def test_what_is_written_in_it_is_seen_by_its_members_alone(pair, closed):
    home, away = pair
    ana, room, mira, known = closed
    usual = Audience((await practice_of(away.store, known)).audience)
    theirs = await write(away.store, mira, community_id=known.id, audience=usual, hashtags=("w",))
    ours = await write(home.store, ana, community_id=room.id, audience=usual, hashtags=("w",))
    assert refused(await exchange(home, away)) == []
    there = await away.post(ours.uri)
    reply = await answer(away.store, mira, there, audience=Audience.PUBLIC)
    assert refused(await exchange(home, away)) == []
    assert reply.audience == (await home.post(reply.uri)).audience == Audience.MEMBERS
    for side, other, member, group in ((home, away, ana, room), (away, home, mira, known)):
        await echo(side.store)
        stranger = await make_person(side.store, "stranger")
        for uri in (theirs.uri, ours.uri, reply.uri):
            post = await side.post(uri)
            assert post.audience == Audience.MEMBERS
            assert await timelines.post(side.store, member, post.id)
            assert await timelines.post(side.store, stranger, post.id) is None
            assert await timelines.post(side.store, None, post.id) is None
        for viewer in (None, stranger):
            page = await timelines.community_page(side.store, viewer, group.id, None, 20)
            assert page.lines == ()
            assert (await timelines.tagged(side.store, viewer, "w", 0, 20)).lines == ()
            assert (await timelines.local(side.store, viewer, 0, 20)).lines == ()
            start = await side.post(ours.uri)
            assert await timelines.thread(side.store, viewer, start.id) is None
        shown = await timelines.community_page(side.store, member, group.id, None, 20)
        assert len(shown.lines) == 2
        door = other.line.doors[side.host].client
        written = theirs if side is away else ours
        answered = await door.get(f"/n/{written.id}", headers={"Accept": TYPE})
        assert answered.status_code in {401, 403, 404}


async def test_when_it_is_opened_or_closed_others_hear_of_it(pair, closed):
    home, away = pair
    ana, room, _, known = closed
    before = await write(home.store, ana, community_id=room.id, audience=Audience.MEMBERS)
    await exchange(home, away)
    opened = Description(display="Room", audience=Audience.PUBLIC, post_policy=PostPolicy.STEWARDS)
    await perform(home.store, communities.describe, ana, room.id, opened)
    assert refused(await exchange(home, away)) == []
    practice = await practice_of(away.store, known)
    assert (practice.audience, practice.post_policy) == (Audience.PUBLIC, PostPolicy.STEWARDS)
    # What was for members stays so.
    assert (await away.post(before.uri)).audience == Audience.MEMBERS
