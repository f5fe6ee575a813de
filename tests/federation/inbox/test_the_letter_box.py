"""The endpoint: what is taken, what is refused with which status, and that 202 means kept."""

import asyncio
import base64
import sqlite3

import httpx
import orjson
import pytest
from starlette.routing import Router

from fedcop.activitypub.signatures.claim import Profile, Scheme
from fedcop.errors import Unavailable
from fedcop.federation.endpoints.inbox import Inbox, Limits
from fedcop.federation.inbox.authenticate import Authenticated, Authenticator
from fedcop.federation.inbox.receive import Receiver
from fedcop.store.queries.inbox import State, list_refused, list_verdicts
from tests.builders import make_community, make_person, remember_person
from tests.corpus import vector
from tests.federation.inbox.rig import LATEST, activity, open_node, sign

ACTOR = "https://r.example/u"
POST = "https://cop.example/n/1"
BODIES = vector("json_bodies.json")["cases"]
STATUS = {
    "parse": {202},
    "cap": {202},
    "400": {400},
    "400-or-413": {400, 413},
    "400-or-strip": {202, 400},
    "parse-or-400": {202, 400},
}


def body_of(case) -> bytes:
    if case["build"] is None:
        return base64.b64decode(case["body_b64"])
    parts = []
    for segment in case["build"]:
        texts = [segment["text"].replace("{i}", str(i)) for i in range(segment["times"])]
        parts.append(segment["join"].join(texts))
    return "".join(parts).encode()


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case["id"])
async def test_a_hostile_body_is_data_or_is_refused(node, case):
    await remember_person(node.store, ACTOR)
    answer = await node.post(body_of(case), ACTOR)
    assert answer.status_code in STATUS[case["expect"]], answer.text
    await node.processor.drain()
    verdicts = await list_verdicts(node.store, LATEST, 10)
    assert not any(one.reason.startswith("fault") for one in verdicts)


@pytest.mark.parametrize(
    "path", ["/inbox", "/u/ana/inbox", "/c/weavers/inbox", "/o/inbox", "/actor/inbox"]
)
async def test_every_inbox_takes_messages_and_none_takes_an_unsigned_one(node, path):
    await make_community(node.store, await make_person(node.store, "ana"), "weavers")
    await remember_person(node.store, ACTOR)
    like = activity("Like", ACTOR, POST)
    assert await node.deliver(like, path=path) == 202
    unsigned = {"Content-Type": "application/activity+json"}
    answer = await node.client.post(path, content=orjson.dumps(like), headers=unsigned)
    assert answer.status_code == 401


async def test_nobody_has_no_inbox(node):
    await remember_person(node.store, ACTOR)
    assert await node.deliver(activity("Like", ACTOR, POST), path="/u/nobody/inbox") == 404


async def test_an_inbox_is_not_read(node):
    assert (await node.client.get("/inbox")).status_code == 405


async def test_both_ways_to_sign_are_read(node):
    await remember_person(node.store, ACTOR)
    first, second = (activity("Like", ACTOR, POST, id=f"{ACTOR}/{n}") for n in range(2))
    assert await node.deliver(first, scheme=Scheme.CAVAGE) == 202
    assert await node.deliver(second, scheme=Scheme.RFC9421) == 202


async def test_how_a_peer_signs_is_passed_on(store):
    heard = []
    node = open_node(store, heard=lambda *told: heard.append(told))
    await remember_person(store, ACTOR)
    await node.deliver(activity("Like", ACTOR, POST), scheme=Scheme.RFC9421)
    assert heard == [("https://r.example", Scheme.RFC9421)]


async def test_a_forgotten_type_or_a_packed_body_is_refused(node):
    await remember_person(node.store, ACTOR)
    body = orjson.dumps(activity("Like", ACTOR, POST))
    for headers in ({"Content-Type": "application/json"}, {"Content-Encoding": "gzip"}):
        answer = await node.post(body, ACTOR, headers=headers)
        assert answer.status_code == 415
        assert answer.json()["error"]


async def test_a_body_that_is_announced_too_large_is_not_read(store):
    node = open_node(store, limit=1000)
    await remember_person(store, ACTOR)
    answer = await node.post(b"x" * 1001, ACTOR)
    assert answer.status_code == 413


async def test_a_body_without_a_length_is_read_up_to_the_limit(store):
    sent = 0

    async def receive():
        nonlocal sent
        sent += 1
        return {"type": "http.request", "body": b"x" * 500, "more_body": True}

    status = await post_raw(store, receive, Limits(1000))
    assert status == 413
    assert sent == 3


async def test_a_body_that_trickles_in_is_given_up(store):
    async def receive():
        await asyncio.sleep(60)

    assert await post_raw(store, receive, Limits(1000, seconds=0.05)) == 408


async def test_whoever_goes_away_gets_no_answer(store):
    async def receive():
        return {"type": "http.disconnect"}

    assert await post_raw(store, receive, Limits(1000)) is None


async def post_raw(store, receive, limits):
    """Speak ASGI to the inbox; returns the status it answers."""
    node = open_node(store)
    authenticator = Authenticator(node.reach, Profile.of("cop.example"), node.keys)
    door = Inbox(store, authenticator, Receiver(store), limits)
    headers = [(b"host", b"cop.example"), (b"content-type", b"application/activity+json")]
    scope = {"type": "http", "method": "POST", "path": "/inbox", "headers": headers}
    said = []

    async def send(message):
        said.append(message)

    await door(scope, receive, send)
    return said[0]["status"] if said else None


async def test_what_was_answered_with_202_is_on_disk(node, database_url):
    await remember_person(node.store, ACTOR)
    like = activity("Like", ACTOR, POST)
    assert await node.deliver(like) == 202
    if database_url.startswith("sqlite:///"):
        link = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        rows = link.execute("SELECT activity_id, body FROM inbox_message").fetchall()
        link.close()
        assert rows == [(like["id"], orjson.dumps(like))]


async def test_when_the_store_cannot_write_the_peer_is_asked_to_come_back(node):
    await remember_person(node.store, ACTOR)

    async def full(_changes):
        return [Unavailable("the database cannot write: disk full")]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(node.store.backend, "commit", full)
        answer = await node.post(orjson.dumps(activity("Like", ACTOR, POST)), ACTOR)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_repeat_is_answered_202_and_kept_once(node):
    await remember_person(node.store, ACTOR)
    like = activity("Like", ACTOR, POST)
    body = orjson.dumps(like)
    headers = sign(node.store, body, f"{ACTOR}#main-key", "/inbox", Scheme.CAVAGE)
    for _ in range(3):
        answer = await node.client.post("/inbox", content=body, headers=headers)
        assert answer.status_code == 202
    assert await node.deliver(like) == 202  # signed anew
    assert len(await list_verdicts(node.store, LATEST, 10)) == 1


async def test_a_retry_after_a_failed_commit_is_no_replay(node):
    await remember_person(node.store, ACTOR)
    body = orjson.dumps(activity("Like", ACTOR, POST))
    headers = sign(node.store, body, f"{ACTOR}#main-key", "/inbox", Scheme.CAVAGE)

    async def full(changes):
        return [Unavailable("the database cannot write: disk full")] * len(changes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(node.store.backend, "commit", full)
        await node.client.post("/inbox", content=body, headers=headers)
    answer = await node.client.post("/inbox", content=body, headers=headers)
    assert answer.status_code == 202
    assert len(await list_verdicts(node.store, LATEST, 10)) == 1


async def test_whom_we_turned_away_can_be_looked_up(node):
    await remember_person(node.store, ACTOR)
    like = activity("Like", ACTOR, POST)
    await node.deliver(like, signer="https://r.example/another")
    refused = await list_refused(node.store, LATEST, 10)
    assert [(one.host, one.activity_id, one.state) for one in refused] == [
        ("r.example", like["id"], State.REFUSED)
    ]
    assert "key" in refused[0].reason
    assert await list_verdicts(node.store, LATEST, 10, host="r.example") == refused
    assert await list_verdicts(node.store, LATEST, 10, host="other.example") == []


async def test_what_is_refused_does_not_keep_the_real_one_out(node):
    await remember_person(node.store, ACTOR)
    await remember_person(node.store, "https://r.example/mallory")
    like = activity("Like", ACTOR, POST)
    assert await node.deliver(like, signer="https://r.example/mallory") == 401
    assert await node.deliver(like) == 202
    assert len(await list_verdicts(node.store, LATEST, 10)) == 2


async def test_nobody_can_make_authenticated_but_authenticate():
    with pytest.raises(TypeError):
        Authenticated(object(), None, b"", "", "", "", None)


async def test_it_is_mounted_like_any_other_route(node):
    app = Router(routes=Inbox.of(node.reach, 1_000_000).routes())
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="https://cop.example"
    )
    await remember_person(node.store, ACTOR)
    body = orjson.dumps(activity("Like", ACTOR, POST))
    headers = sign(node.store, body, f"{ACTOR}#main-key", "/inbox", Scheme.CAVAGE)
    assert (await client.post("/inbox", content=body, headers=headers)).status_code == 202
