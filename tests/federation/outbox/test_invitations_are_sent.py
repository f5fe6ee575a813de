"""Somebody elsewhere is invited: by an Invite, and in words where their program knows none."""

import orjson

from fedcop.community.perform import perform
from fedcop.community.practice import invitations
from fedcop.community.practice.invitations import Ask
from fedcop.store.queries.posts import find_post
from tests.builders import make_community, make_person, remember_person
from tests.federation.endpoints.rig import know_peer
from tests.federation.outbox.telling import tell
from tests.practice import publish
from tests.reviewing import pin_of


async def invited(store, software):
    kwame = await make_person(store, "kwame", display="Kwame")
    lab = await make_community(store, kwame, "lab")
    rita = await remember_person(store, "https://peer.example/u/rita")
    await know_peer(store, "peer.example", software)
    post = await publish(store, kwame, lab.id)
    await tell(store)
    ask = Ask("review", await pin_of(store, post.uri), lab.id, "You know <nights>.")
    row = await perform(store, invitations.invite, kwame, rita, ask)
    told = [orjson.loads(one.wrapped_bytes) for one in await tell(store)]
    return await find_post(store, post.id), row, told


async def test_a_fedcop_node_gets_the_invite_alone(store):
    post, row, told = await invited(store, "fedcop")
    assert [one["type"] for one in told] == ["Invite"]
    said = told[0]
    assert (said["id"], said["object"], said["target"]) == (
        row.uri,
        post.uri,
        "https://peer.example/u/rita",
    )
    assert (said["cop:kind"], said["cop:revision"], said["content"]) == (
        "review",
        1,
        "You know &lt;nights&gt;.",
    )


async def test_others_are_asked_in_words_as_well(store):
    post, _, told = await invited(store, "mastodon")
    assert [one["type"] for one in told] == ["Invite", "Create"]
    note = told[1]["object"]
    assert note["to"] == ["https://peer.example/u/rita"]
    assert "cc" not in note or note["cc"] == []
    assert f"would like you to review “{post.title}” (revision 1)" in note["content"]
    assert "You know &lt;nights&gt;." in note["content"]
    assert post.uri in note["content"]
