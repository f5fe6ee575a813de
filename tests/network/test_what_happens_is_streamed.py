"""Clients hear what happens as it happens: over WebSockets and in lines, each what is for them."""

import asyncio
import json
from contextlib import AsyncExitStack

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from fedcop.community import filtering, lists, mutes, oauth
from fedcop.community.lists import Wish
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.values import FilterAction, FilterContext
from tests.builders import let_follow
from tests.network.streams import open_station, say
from tests.nodes import until
from tests.pictures import picture

SOON = 10  # seconds; on a machine with nothing else to do it is far less than one


async def test_a_post_comes_home_is_changed_and_goes(station, home, ann, secret):
    async with station.ear(secret) as ear:
        await ear.subscribe("user")
        said = await say(home, ann, "Wool")
        heard = await ear.next()
        assert (heard["stream"], heard["event"]) == (["user"], "update")
        status = json.loads(heard["payload"])
        assert (status["id"], status["content"]) == (said["id"], "<p>Wool</p>")
        assert (status["favourited"], status["filtered"]) == (False, [])
        phone = await home.phone_of(ann)
        where = f"/api/v1/statuses/{said['id']}"
        assert (await phone.ask("PUT", where, json={"status": "Linen"})).status_code == 200
        heard = await ear.next()
        assert (heard["event"], json.loads(heard["payload"])["content"]) == (
            "status.update",
            "<p>Linen</p>",
        )
        assert (await phone.ask("DELETE", where)).status_code == 200
        assert await ear.next() == {"stream": ["user"], "event": "delete", "payload": said["id"]}
        await ear.nothing()


@pytest.mark.parametrize("way", ["header", "query", "protocol", "protocol and query"])
async def test_the_token_may_stand_in_three_places(station, home, ann, secret, way):
    query = "?stream=user" + (f"&access_token={secret}" if "query" in way else "")
    headers = {"Authorization": f"Bearer {secret}"} if way == "header" else {}
    protocols = [secret] if "protocol" in way else None
    async with connect(
        station.url(query), additional_headers=headers, subprotocols=protocols
    ) as socket:
        assert socket.subprotocol == (secret if protocols else None)
        said = await say(home, ann, "Wool")
        heard = json.loads(await asyncio.wait_for(socket.recv(), 5))
        assert json.loads(heard["payload"])["id"] == said["id"]


async def test_who_may_not_listen_is_refused_at_the_door(station, home, bob):
    for query in ("", "?access_token=wrong"):
        with pytest.raises(InvalidStatus) as refused:
            async with connect(station.url(query)):
                pass
        assert refused.value.response.status_code == 401
        assert json.loads(refused.value.response.body)["error"] == "The access token is invalid"
    elsewhere = station.url().replace("/streaming", "/other")
    with pytest.raises(InvalidStatus) as refused:
        async with connect(elsewhere):
            pass
    assert refused.value.response.status_code == 404


async def test_nonsense_is_answered_and_the_socket_stays(station, home, ann, bob):
    narrow = await home.phone_of(bob, "read:notifications")
    async with station.ear(narrow.secret) as ear:
        await ear.say(type="subscribe", stream="everything")
        assert await ear.next() == {"error": "Unknown stream type", "status": 400}
        await ear.socket.send("{")
        assert (await ear.next())["status"] == 400
        await ear.socket.send(b"\x00\xff")
        assert (await ear.next())["status"] == 400
        await ear.socket.send("[" * 5000)
        assert (await ear.next())["status"] == 400
        await ear.say(type="subscribe", stream="user")
        assert (await ear.next())["status"] == 403
        await ear.say(type="subscribe", stream="hashtag")
        assert (await ear.next())["error"] == "Missing tag name parameter"
    wide = await home.phone_of(bob)
    async with station.ear(wide.secret) as ear:
        await ear.say(type="subscribe", stream="list", list="12")
        assert (await ear.next())["status"] == 404
        await ear.subscribe("user")
        await ear.say(type="unsubscribe", stream="user")
        await ear.subscribe("hashtag", tag="Wool")
        await say(home, ann, "About #wool")
        assert (await ear.next())["stream"] == ["hashtag", "wool"]
        await ear.nothing()


async def test_what_is_for_everybody_comes_by_the_public_streams(station, home, ann, secret):
    async with station.ear(secret) as ear:
        for stream in ("public", "public:local", "public:remote", "public:local:media"):
            await ear.subscribe(stream)
        said = await say(home, ann, "Wool")
        heard = [await ear.next(), await ear.next()]
        assert sorted(one["stream"] for one in heard) == [["public"], ["public:local"]]
        assert {json.loads(one["payload"])["id"] for one in heard} == {said["id"]}
        await say(home, ann, "Quiet", visibility="unlisted")
        await say(home, ann, "For friends", visibility="private")
        await ear.nothing()


async def test_pictures_come_by_streams_of_their_own(station, home, ann, secret):
    async with station.ear(secret) as ear:
        for stream in ("public:media", "public:local:media", "public:remote:media"):
            await ear.subscribe(stream)
        await say(home, ann, "Only words")
        phone = await home.phone_of(ann)
        files = {"file": ("a.png", picture(), "image/png")}
        file = (await phone.ask("POST", "/api/v2/media", files=files)).json()
        said = (await phone.post("/api/v1/statuses", media_ids=[file["id"]])).json()
        heard = [await ear.next(), await ear.next()]
        assert sorted(one["stream"] for one in heard) == [["public:local:media"], ["public:media"]]
        assert {json.loads(one["payload"])["id"] for one in heard} == {said["id"]}
        await ear.nothing()


async def test_who_is_muted_blocked_or_not_followed_is_not_heard(station, home, ann, bob, secret):
    eve = await home.person("eve")
    async with station.ear(secret) as ear:
        await ear.subscribe("user")
        await say(home, eve, "From a stranger")
        await perform(home.store, mutes.mute, bob, ann)
        await say(home, ann, "Not to be heard")
        await ear.nothing()
        await ear.subscribe("public")
        await say(home, ann, "Nor here")
        heard_of_eve = await say(home, eve, "In public")
        heard = await ear.next()
        assert heard["stream"] == ["public"]
        assert json.loads(heard["payload"])["id"] == heard_of_eve["id"]


async def test_what_is_filtered_is_folded_or_left_out(station, home, ann, bob, secret):
    async with station.ear(secret) as ear:
        await ear.subscribe("user")
        for word, action in (("wool", FilterAction.WARN), ("nylon", FilterAction.HIDE)):
            wish = filtering.Wish(word, FilterContext.HOME, action)
            await perform(home.store, filtering.create, bob, wish, [filtering.Word(word, True)])
            assert await ear.next() == {"stream": ["user"], "event": "filters_changed"}
        await asyncio.sleep(0.2)
        while ear.waiting():  # a process may hear twice what it rang itself
            assert (await ear.next())["event"] == "filters_changed"
        await say(home, ann, "About nylon")
        await say(home, ann, "About wool")
        status = json.loads((await ear.next())["payload"])
        assert status["filtered"][0]["filter"]["title"] == "wool"


async def test_a_list_hears_those_on_it(station, home, ann, bob, secret):
    eve = await home.person("eve")
    await let_follow(home.store, bob, eve)
    listing = await perform(home.store, lists.create, bob, Wish("Weavers"))
    await perform(home.store, lists.add, bob, listing.id, [ann.id])
    group = await home.community(eve, "weavers", bob)
    async with station.ear(secret) as ear:
        await ear.subscribe("list", list=str(listing.id))
        joined = str(group.id | 1 << 9)
        await ear.subscribe("list", list=joined)
        await say(home, eve, "Not on it")
        said = await say(home, ann, "On it")
        heard = await ear.next()
        assert heard["stream"] == ["list", str(listing.id)]
        assert json.loads(heard["payload"])["id"] == said["id"]
        await say(home, eve, "For @weavers")
        assert (await ear.next())["stream"] == ["list", joined]
        await ear.nothing()


async def test_a_boost_is_heard_once(station, home, ann, bob, secret):
    eve = await home.person("eve")
    said = await say(home, eve, "Wool")
    async with station.ear(secret) as ear:
        await ear.subscribe("user")
        phone = await home.phone_of(ann)
        answer = await phone.post(f"/api/v1/statuses/{said['id']}/reblog")
        heard = json.loads((await ear.next())["payload"])
        assert heard["id"] == answer.json()["id"]
        assert heard["reblog"]["id"] == said["id"]
        await let_follow(home.store, bob, eve)
        own = await say(home, eve, "Linen")
        assert json.loads((await ear.next())["payload"])["id"] == own["id"]
        await phone.post(f"/api/v1/statuses/{own['id']}/reblog")
        await ear.nothing()


async def test_people_hear_what_they_are_told(station, home, ann, bob, secret):
    narrow = await home.phone_of(bob, "read:statuses")
    async with station.ear(secret) as ear, station.ear(narrow.secret) as deaf:
        await ear.subscribe("user:notification")
        await ear.subscribe("direct")
        await deaf.subscribe("user")
        said = await say(home, ann, "Wool for @bob", visibility="direct")
        heard = {(one := await ear.next())["event"]: one for _ in range(2)}
        told = json.loads(heard["notification"]["payload"])
        assert heard["notification"]["stream"] == ["user:notification"]
        assert (told["type"], told["status"]["id"]) == ("mention", said["id"])
        going = json.loads(heard["conversation"]["payload"])
        assert (going["unread"], going["last_status"]["id"]) == (True, said["id"])
        own = await say(home, bob, "Mine")
        await (await home.phone_of(ann)).post(f"/api/v1/statuses/{own['id']}/favourite")
        assert json.loads((await ear.next())["payload"])["type"] == "favourite"
        await ear.nothing()
        assert {json.loads((await deaf.next())["payload"])["id"]} <= {said["id"], own["id"]}


async def test_a_stream_ends_with_its_token(station, home, ann, bob):
    phone, other = await home.phone_of(bob), await home.phone_of(bob)
    async with station.ear(phone.secret) as ear, station.ear(other.secret) as second:
        await ear.subscribe("user")
        await second.subscribe("user")
        await perform(home.store, oauth.end, phone.token_id)
        async with asyncio.timeout(SOON):
            with pytest.raises(ConnectionClosed):
                await ear.socket.recv()
        await say(home, ann, "Wool")
        assert (await second.next())["event"] == "update"
        await perform(home.store, oauth.end_all, bob.id)
        async with asyncio.timeout(SOON):
            with pytest.raises(ConnectionClosed):
                await second.socket.recv()


async def test_lines_tell_the_same(station, home, ann, bob, secret):
    async with station.lines(secret, "user") as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        assert answer.headers["access-control-allow-origin"] == "*"
        lines = answer.aiter_lines()
        assert await anext(lines) == ":thump"
        said = await say(home, ann, "Wool")
        assert await anext(lines) == ""
        assert await anext(lines) == "event: update"
        name, _, payload = (await anext(lines)).partition(": ")
        assert (name, json.loads(payload)["id"]) == ("data", said["id"])
        await perform(home.store, oauth.end_all, bob.id)
        async with asyncio.timeout(SOON):
            assert [line async for line in lines] == [""]


async def test_lines_are_for_whoever_may_listen(station, home, bob):
    narrow = await home.phone_of(bob, "read:notifications")
    for secret, path, status in (
        ("wrong", "user", 401),
        (narrow.secret, "user", 403),
        (narrow.secret, "user/notification", 200),
        (narrow.secret, "nowhere", 404),
    ):
        async with station.lines(secret, path) as answer:
            assert answer.status_code == status
    wide = await home.phone_of(bob)
    async with station.lines(wide.secret, "list?list=7") as answer:
        assert answer.status_code == 404
    async with station.lines("", f"hashtag?tag=x&access_token={wide.secret}") as answer:
        assert answer.status_code == 200
    async with httpx.AsyncClient() as client:
        url = f"http://127.0.0.1:{station.ports[0]}/api/v1/streaming/health"
        assert (await client.get(url)).text == "OK"


async def test_who_reads_nothing_is_let_go(station, home, ann, secret):
    async with station.ear(secret) as ear, station.ear(secret) as other:
        await ear.subscribe("user")
        await other.subscribe("public")
        ear.socket.transport.pause_reading()
        hub = hub_in(station)
        slow = next(one for one in hub._outlets if any(c.kind == "user" for c in one.channels))
        channel = next(iter(slow.channels))
        for _ in range(400):
            slow.offer(channel, Big())
            await asyncio.sleep(0)
        assert slow.ended is not None
        connections = station.webs[0].server_state.connections
        await until(lambda: slow not in hub._outlets and len(connections) == 1, 8)
        await say(home, ann, "Still here")
        assert (await other.next())["event"] == "update"


class Big:
    """A message larger than what a connection takes at once."""

    def frame(self, label):
        return "x" * 50_000


def hub_in(station):
    front = station.webs[0].config.app
    return front._doors["clients"]._app.desk.kept["streams"]


async def test_a_node_that_stops_lets_its_streams_go(settings):
    async with AsyncExitStack() as stack:
        async with open_station(settings) as station:
            bob = await station.home.person("bob")
            phone = await station.home.phone_of(bob)
            ear = await stack.enter_async_context(station.ear(phone.secret))
            lines = await stack.enter_async_context(station.lines(phone.secret, "user"))
        with pytest.raises(ConnectionClosed):
            await ear.socket.recv()
        assert [line async for line in lines.aiter_lines()] == [":thump", ""]


# One process alone serves SQLite.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_every_web_process_hears_of_everything(settings):
    async with open_station(settings, webs=2) as station:
        home = station.home
        ann, bob = await home.person("ann"), await home.person("bob")
        await let_follow(home.store, bob, ann)
        phone = await home.phone_of(bob)
        async with station.ear(phone.secret) as one, station.ear(phone.secret, port=1) as two:
            await one.subscribe("user")
            await two.subscribe("user")
            said = await say(home, ann, "Wool")
            for ear in (one, two):
                assert json.loads((await ear.next())["payload"])["id"] == said["id"]
                await ear.nothing(0.2)
            await perform(home.store, oauth.end, phone.token_id)
            for ear in (one, two):
                async with asyncio.timeout(SOON):
                    with pytest.raises(ConnectionClosed):
                        await ear.socket.recv()


async def test_who_may_not_listen_any_more_is_found_out_while_bells_ring(settings, monkeypatch):
    monkeypatch.setattr("fedcop.api.streaming.hub._LOOK_AGAIN_SECONDS", 0.3)
    async with open_station(settings) as station:
        home = station.home
        phone = await home.phone_of(await home.person("bob"))
        async with station.ear(phone.secret) as ear:
            await ear.subscribe("user")
            unit = Unit(home.store)
            unit.add(Statement("DELETE FROM app_token WHERE id = ?", (phone.token_id,)))
            await unit.commit()  # nobody is woken

            async def ring():
                while True:
                    home.store.wakes.ring("notification", 1)
                    await asyncio.sleep(0.02)

            ringing = asyncio.create_task(ring())
            try:
                async with asyncio.timeout(8):
                    with pytest.raises(ConnectionClosed):
                        await ear.socket.recv()
            finally:
                ringing.cancel()
