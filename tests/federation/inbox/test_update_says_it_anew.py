"""An Update arrives: of a post by its author, of an actor by itself."""

import pytest

from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.community import events
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.communities import find_community
from fedcop.store.queries.inbox import State
from fedcop.store.queries.keys import list_keys
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.inbox.rig import PUBLIC, activity, announce, create, note, person, post_at
from tests.writing import recorded

ALICE = "https://remote.example/users/alice"
NOTE = "https://remote.example/n/1"
FAR = "https://forge.example/c/far"


@pytest.fixture
async def alice(node):
    node.web.put(ALICE, person(ALICE))
    await node.take(create(note(NOTE, ALICE)))
    del node.web.pages[ALICE]
    node.web.asked.clear()
    return await find_actor_by_uri(node.store, ALICE)


def edited(content="<p>Better</p>", updated="2026-02-04T08:00:00Z", **more):
    return note(NOTE, ALICE, content=content, updated=updated, **more)


def update(thing, number=1, actor=ALICE, **more):
    return activity("Update", actor, thing, id=f"{actor}/updates/{number}", **more)


async def test_its_author_says_it_anew(node, alice):
    verdict = await node.take(update(edited()))
    post = await post_at(node, NOTE)
    assert verdict.state == State.APPLIED, verdict.reason
    assert (post.content, post.revision) == ("<p>Better</p>", 2)
    assert [row.cause for row, _ in await recorded(node.store, events.PostRevised)] == [verdict.id]


async def test_an_older_edit_changes_nothing(node, alice):
    await node.take(update(edited("<p>Second</p>", "2026-02-05T08:00:00Z"), 2))
    verdict = await node.take(update(edited("<p>First</p>"), 1))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: nothing newer")
    assert (await post_at(node, NOTE)).content == "<p>Second</p>"


async def test_a_title_stays_that_of_its_first_line(node, alice):
    ana = await make_person(node.store, "ana")
    community = await make_community(node.store, ana, "weavers")
    second = "https://remote.example/n/2"
    named = {"cc": [community.uri]}
    await node.take(create(note(second, ALICE, content="<p>Looms</p><p>x</p>", **named)))
    again = note(second, ALICE, content="<p>New looms</p>", updated="2026-02-04T08:00:00Z", **named)
    await node.take(update(again))
    assert (await post_at(node, second)).title == "New looms"


async def test_an_update_of_what_we_do_not_have_is_ignored(node, alice):
    verdict = await node.take(update(note("https://remote.example/n/7", ALICE)))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: not known here")


async def test_what_a_community_changes_before_we_have_it_is_written(node, alice):
    group = await remember_group(node.store, FAR)
    await let_follow(node.store, await make_person(node.store, "ana"), group)
    other = "https://remote.example/n/7"
    changed = note(other, ALICE, to=[PUBLIC, FAR], audience=FAR)
    node.web.put(other, changed)
    await node.take(announce(FAR, update(changed)))
    assert (await post_at(node, other)).community_id == group.id


async def test_an_edit_of_a_tombstone_changes_nothing(node, alice):
    await node.take(activity("Delete", ALICE, NOTE))
    verdict = await node.take(update(edited()))
    assert verdict.state == State.IGNORED
    assert (await post_at(node, NOTE)).content == ""


async def test_a_moderator_of_lemmy_changes_nothing_of_others(node, alice):
    mod = "https://forge.example/u/mod"
    await remember_person(node.store, mod)
    verdict = await node.take(update(edited(), actor=mod))
    assert verdict.state == State.REFUSED
    assert (await post_at(node, NOTE)).revision == 1


async def test_a_profile_needs_no_second_look_while_keys_and_inbox_stay(node, alice):
    await node.take(update(person(ALICE, name="Alice B.", summary="<p>Weaver<script></p>")))
    row = await find_actor_by_uri(node.store, ALICE)
    assert (row.display, row.summary) == ("Alice B.", "<p>Weaver</p>")
    assert row.followers == f"{ALICE}/followers"
    assert node.web.asked == []
    assert len(await list_keys(node.store, alice.id)) == 1


async def test_new_keys_are_fetched_from_their_owner(node, alice):
    new = PrivateKey.make_rsa().public.to_pem()
    key = {"id": f"{ALICE}#main-key", "owner": ALICE, "publicKeyPem": new}
    node.web.put(ALICE, person(ALICE, publicKey=key))
    await node.take(update(person(ALICE, publicKey={**key, "publicKeyPem": "forged"})))
    keys = await list_keys(node.store, alice.id)
    assert [(row.key_id, row.public) for row in keys] == [(f"{ALICE}#main-key", new)]


async def test_an_update_that_names_an_actor_only_is_looked_up(node, alice):
    node.web.put(ALICE, person(ALICE, name="Alice C."))
    await node.take(update(ALICE))
    assert (await find_actor_by_uri(node.store, ALICE)).display == "Alice C."


async def test_an_inbox_that_moves_is_told(node, alice):
    node.web.put(ALICE, person(ALICE, inbox=f"{ALICE}/inbox2"))
    await node.take(update(person(ALICE, inbox=f"{ALICE}/inbox2")))
    told = await recorded(node.store, events.ActorMoved)
    assert [event.new_inbox for _, event in told] == [f"{ALICE}/inbox2"]


async def test_a_community_is_changed_by_its_own_word_and_looked_up(node):
    group = await remember_group(node.store, FAR)
    await let_follow(node.store, await make_person(node.store, "ana"), group)
    mod = "https://forge.example/u/mod"
    shown = {
        **person(FAR),
        "type": "Group",
        "name": "Far",
        "postingRestrictedToMods": True,
        "cop:domain": "Weaving",
    }
    node.web.put(FAR, shown)
    forged = {**shown, "name": "Forged"}
    await node.take(announce(FAR, update(forged, actor=mod)))
    found = await find_community(node.store, group.id)
    assert (found.actor.display, found.practice.domain) == ("Far", "Weaving")
    assert found.practice.post_policy == 2


async def test_nobody_changes_another_actor(node, alice):
    eve = "https://remote.example/users/eve"
    await remember_person(node.store, eve)
    verdict = await node.take(update(person(ALICE, name="Eve was here"), actor=eve))
    assert verdict.state == State.REFUSED
    assert node.web.asked == []
