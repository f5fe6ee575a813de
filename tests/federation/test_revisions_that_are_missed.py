"""A revision comes before those it follows, or late, or never, or its origin is gone for good."""

from dataclasses import replace

import orjson
import pytest

from fedcop import clock
from fedcop.activitypub.proofs import read_proof
from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.errors import FedcopError, NotFound, Refused
from fedcop.federation.remote import revisions
from fedcop.store.queries.artifacts import find_document
from fedcop.transport.budget import Budget
from fedcop.values import ArtifactPin, Audience
from tests.federation.endpoints.rig import remember_node
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.federation.test_an_artifact_goes_to_and_fro import held, publish, revise


async def test_what_was_said_between_two_deliveries_is_asked_for(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    for number in range(2, 6):
        await revise(away, mira, post, body=f"Text {number}.", note=f"Change {number}")
    assert refused(await exchange(away, home)) == []

    ours, theirs = await held(home, post.uri), await held(away, post.uri)
    assert ours[1] == theirs[1]
    assert list(ours[1]) == [5, 4, 3, 2, 1]
    row = ours[0]
    assert row.number == 5
    assert (await artifacts.revision(home.store, row.id, 3)).note == "Change 3"


async def test_a_create_that_comes_after_its_update_is_kept(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post = await publish(home, ana, lab)
    [create] = [one for one in await tell(home.store) if one.wrapped["type"] == "Announce"]
    await revise(home, ana, post, body="The second.")
    updates = [one for one in await tell(home.store) if one.wrapped["type"] == "Announce"]
    away.line.doors[home.host] = deaf(away.line.doors[home.host], "/r/")
    for told in [*updates, create]:
        assert (await away.node.post(told.wrapped_bytes, lab.uri)).status_code == 202
        await away.node.processor.drain()

    row, digests = await held(away, post.uri)
    assert mira is not None
    assert (row.number, list(digests)) == (2, [2, 1])
    assert (await away.post(post.uri)).source == "The second."


async def test_one_that_cannot_be_had_is_missing_and_nothing_else_is(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await revise(away, mira, post, body="The second.")
    home.line.doors[away.host] = deaf(home.line.doors[away.host], "/r/")
    assert refused(await exchange(away, home)) == []

    row, digests = await held(home, post.uri)
    assert (row.number, list(digests)) == (2, [2])
    with pytest.raises(NotFound):
        await artifacts.revision(home.store, row.id, 1)
    with pytest.raises(FedcopError):
        await revisions.find(home.node.reach, ArtifactPin(post.uri, 1), Budget())


async def test_a_revision_is_held_to_its_pin(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await exchange(away, home)
    digest = (await held(away, post.uri))[1][1]
    kept = await revisions.find(home.node.reach, ArtifactPin(post.uri, 1, digest), Budget())
    assert kept.digest == digest
    with pytest.raises(Refused, match="something else"):
        await revisions.find(
            home.node.reach, ArtifactPin(post.uri, 1, f"{digest[:-1]}0x"), Budget()
        )
    with pytest.raises(NotFound):
        await revisions.find(home.node.reach, ArtifactPin(f"{post.uri}7", 1), Budget())


async def test_a_revision_fetched_ahead_does_not_stand_in_the_way(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await exchange(away, home)
    await revise(away, mira, post, body="The second.")
    await tell(away.store)  # its document is written; home is not told
    await revisions.find(home.node.reach, ArtifactPin(post.uri, 2), Budget())
    assert (await held(home, post.uri))[0].number == 1
    await revise(away, mira, post, body="The third.")
    assert refused(await exchange(away, home)) == []
    row, digests = await held(home, post.uri)
    assert (row.number, list(digests)) == (3, [3, 2, 1])


async def test_what_we_hold_of_an_origin_that_is_gone_is_readable_and_proves_itself(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await exchange(away, home)
    await revise(away, mira, post, body="The second.")
    await exchange(away, home)
    del home.line.doors[away.host]

    row, digests = await held(home, post.uri)
    assert list(digests) == [2, 1]
    for number in (1, 2):
        said = await artifacts.revision(home.store, row.id, number)
        assert said.source
        kept = await find_document(home.store, said.document)
        assert kept is not None
        proved = orjson.loads(kept.body)
        assert proved["object"]["cop:digest"] == said.digest
        assert read_proof(proved, clock.now_ms() / 1000) is not None


async def test_what_is_for_members_is_shown_to_their_nodes_alone(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    node = await remember_node(home.store, away.store.uris.node_actor())
    stranger = await remember_node(home.store, "https://elsewhere.example/actor")
    post = await publish(home, ana, lab, audience=Audience.MEMBERS)
    assert refused(await exchange(home, away)) == []
    assert mira is not None
    door = away.line.doors[home.host].client
    for path in ("", "/r/1", "/r/1/source", "/history", "/history?page=true"):
        assert (await door.get(f"/a/{post.id}{path}")).status_code == 404
    peers = away.line.doors[home.host]
    for path in ("", "/r/1", "/r/1/source", "/history", "/history?page=true"):
        assert (await peers.get(f"/a/{post.id}{path}", stranger)).status_code == 404
        told = await peers.get(f"/a/{post.id}{path}", node)
        assert (told.status_code, told.headers["Cache-Control"]) == (200, "private, no-store")
    shown = await artifacts.revision(home.store, post.id, 1)
    kept = await find_document(home.store, shown.document)
    assert kept is not None
    assert "proof" not in orjson.loads(kept.body)


async def test_a_long_text_arrives_whole(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    text = "A line of **text** that is not short.\n\n" * 25_000
    post = await publish(away, mira, known, body=text)
    assert refused(await exchange(away, home)) == []
    row, _ = await held(home, post.uri)
    assert (await artifacts.revision(home.store, row.id, 1)).source == text.strip()
    door = home.line.doors[away.host].client
    shown = (await door.get(f"/a/{post.id}")).json()
    assert "source" not in shown
    assert shown["cop:sourceText"] == f"{post.uri}/r/1/source"


async def test_another_text_under_a_known_number_is_refused(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await exchange(away, home)
    before = await held(home, post.uri)
    await perform(away.store, posts.remove, mira, post.id)
    again = await publish(away, mira, known, body="Another text.")
    told = [one for one in await tell(away.store) if one.wrapped["type"] == "Create"]
    forged = told[-1].wrapped_bytes.replace(str(again.id).encode(), str(post.id).encode())
    forged = forged.replace(b'"type":"Create"', b'"type":"Update"').replace(b"#create", b"#update")
    body = orjson.loads(forged)
    body.pop("proof", None)
    await home.node.post(orjson.dumps(body), mira.uri)
    await home.node.processor.drain()
    assert await held(home, post.uri) == before
    sql = "SELECT reason FROM inbox_message WHERE reason LIKE '%revision 1 is known%'"
    assert len(await home.store.read(sql)) == 1


def deaf(door, part):
    """A node whose addresses with `part` in them do not answer."""

    class Deaf:
        def __init__(self, client):
            self._client = client

        async def get(self, path, **given):
            return await self._client.get("/nowhere" if part in path else path, **given)

    return replace(door, client=Deaf(door.client))
