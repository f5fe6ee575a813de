"""Artifacts may be quoted by anybody, and a version quotes its original (FEP-044f)."""

from urllib.parse import quote

import orjson
import pytest

from fedcop.activitypub import reading
from fedcop.activitypub.vocabulary import PUBLIC
from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice.parts import Origin
from fedcop.transport.budget import Budget
from fedcop.values import ArtifactPin, Audience
from tests.adopting import write_practice
from tests.builders import remember_person
from tests.federation.endpoints.rig import open_door
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.federation.test_an_artifact_goes_to_and_fro import publish
from tests.federation.test_versions_span_two_nodes import make_version
from tests.writing import write

MIA = "https://social.example/users/mia"
NOTE = f"{MIA}/statuses/9"


def request(of, by=NOTE, actor=MIA, **more):
    """How Mastodon asks."""
    said = {"type": "QuoteRequest", "id": f"{NOTE}/quote", "actor": actor, "object": of}
    written = {"type": "Note", "id": by, "attributedTo": actor, "quote": of, "content": "<p>x</p>"}
    return orjson.dumps(
        {"@context": "https://www.w3.org/ns/activitystreams", **said, "instrument": written, **more}
    )


async def ask(side, of, **more):
    mia = await remember_person(side.store, MIA)
    await tell(side.store)
    assert (await side.node.post(request(of, **more), mia.uri)).status_code == 202
    await side.node.processor.drain()
    return [one for one in await tell(side.store) if one.kind in {"Accept", "Reject"}]


async def test_what_everybody_may_read_says_that_it_may_be_quoted(pair, scene):
    home, _ = pair
    ana, lab, _, _ = scene
    post = await write_practice(home.store, ana, lab)
    thing = await open_door(home.store).read(post.uri)
    policy = dict(thing["interactionPolicy"])
    assert policy.pop("canQuote") == {"automaticApproval": [PUBLIC]}
    assert policy == {
        f"can{what}": {"always": [PUBLIC]} for what in ("Like", "Reply", "Announce")
    }  # what is not named here some GoToSocial takes for refused
    assert thing["cop:quotedIn"] == f"{post.uri}/quotes"
    assert reading.read(thing).quotable
    plain = await write(home.store, ana, community_id=lab.id)
    assert "interactionPolicy" not in await open_door(home.store).read(plain.uri)


async def test_whoever_asks_is_told_where_the_leave_stands(pair, scene):
    home, _ = pair
    ana, lab, _, _ = scene
    post = await write_practice(home.store, ana, lab)
    (told,) = await ask(home, post.uri)
    said = told.wrapped
    assert (said["type"], said["actor"], said["to"]) == ("Accept", ana.uri, [MIA])
    asked = said["object"]
    assert (asked["type"], asked["id"]) == ("QuoteRequest", f"{NOTE}/quote")
    assert (asked["object"], asked["instrument"]) == (post.uri, NOTE)
    leave = await open_door(home.store).read(said["result"])
    assert leave["id"] == said["result"]
    assert (leave["type"], leave["attributedTo"]) == ("QuoteAuthorization", ana.uri)
    assert (leave["interactingObject"], leave["interactionTarget"]) == (NOTE, post.uri)


async def test_what_nobody_offered_may_not_be_quoted(pair, scene):
    home, _ = pair
    ana, lab, _, _ = scene
    plain = await write(home.store, ana, community_id=lab.id)
    closed = await publish(home, ana, lab, audience=Audience.MEMBERS)
    for post in (plain, closed):
        (told,) = await ask(home, post.uri, id=f"{NOTE}/quote/{post.id}")
        assert (told.wrapped["type"], "result" in told.wrapped) == ("Reject", False)
    door = open_door(home.store)
    for path in (f"/a/{closed.id}/quotes?by={NOTE}", f"/a/{plain.id}/quotes?by={NOTE}"):
        assert (await door.client.get(path)).status_code == 404


async def test_nobody_asks_for_what_is_of_another_node(pair, scene):
    home, _ = pair
    ana, lab, _, _ = scene
    post = await write_practice(home.store, ana, lab)
    assert await ask(home, post.uri, by="https://other.example/n/1") == []
    assert await ask(home, "https://other.example/a/1", id=f"{NOTE}/q2") == []


async def test_leave_ends_with_what_it_is_about(pair, scene):
    home, _ = pair
    ana, lab, _, _ = scene
    post = await write_practice(home.store, ana, lab)
    door = open_door(home.store)
    path = f"/a/{post.id}/quotes"
    assert (await door.client.get(f"{path}?by={NOTE}")).status_code == 200
    for wrong in (path, f"{path}?by=x", f"{path}?by=https://{'a' * 2050}"):
        assert (await door.client.get(wrong)).status_code == 404
    await perform(home.store, posts.remove, ana, post.id)
    assert (await door.client.get(f"{path}?by={NOTE}")).status_code == 404


@pytest.mark.parametrize("here", [True, False])
async def test_a_version_quotes_its_original(pair, scene, here):
    home, away = pair
    ana, lab, mira, _ = scene
    post = await write_practice(home.store, ana, lab)
    assert refused(await exchange(home, away)) == []
    side, author = (home, ana) if here else (away, mira)
    original = await side.post(post.uri)
    version = await make_version(side.node.reach, author, original)
    thing = await open_door(side.store).read(version.uri)
    assert {thing[name] for name in ("quote", "quoteUrl", "_misskey_quote")} == {post.uri}
    leave = f"{post.uri}/quotes?by={quote(version.uri, safe='')}"
    assert thing["quoteAuthorization"] == leave
    read = reading.read(thing)
    assert (read.quote, read.quote_authorization) == (post.uri, leave)
    shown = await away.node.reach.document(leave, Budget(fetches=3))
    assert shown["interactingObject"] == version.uri


async def test_a_version_of_what_is_not_here_names_it_alone(pair, scene):
    home, _ = pair
    ana, lab, _, _ = scene
    far = await remember_person(home.store, "https://far.example/u/olu")
    original = await write(home.store, far, uri="https://far.example/n/1")
    for uri, quoted in ((original.uri, True), ("https://far.example/n/2", False)):
        origin = Origin("adaptedFrom", ArtifactPin(uri, 1, ""))
        version = await write_practice(home.store, ana, lab, origins=(origin,))
        thing = await open_door(home.store).read(version.uri)
        assert (thing.get("quote") == uri) == quoted
        assert "quoteAuthorization" not in thing
