"""What the client puts on the wire, and how it keeps its connections."""

import asyncio

import pytest
import uvloop

from fedcop import clock
from fedcop.errors import Refused, Unreachable
from fedcop.transport.client import Limits, OutRequest
from tests.transport import rig


async def test_the_target_on_the_wire_is_the_one_that_was_vetted() -> None:
    paths = ["/a/../b//c", "/%7Ea%2fb?q=%20+c&&x", "/ü?ß=1", "/x?y=1#z", "?q", "/a;b=1?[]|^`{}"]
    async with rig.serving(rig.always(rig.reply(200))) as peer, rig.visiting() as client:
        for path in paths:
            await client.send(OutRequest("GET", peer.url(path)))
        assert peer.targets == [client.vet(peer.url(path)).path for path in paths]
        assert peer.targets[0] == "/a/../b//c"
        assert peer.targets[1] == "/%7Ea%2fb?q=%20+c&&x"


async def test_a_request_carries_our_headers_and_each_once() -> None:
    headers = (("Date", "Sat, 21 Nov 2026 10:00:00 GMT"), ("Content-Type", "application/jrd+json"))
    async with rig.serving(rig.always(rig.reply(202))) as peer, rig.visiting() as client:
        answer = await client.send(OutRequest("POST", peer.url("/inbox"), headers, b"{}"))
        seen = peer.seen[0]
    names = sorted(name.lower() for name, _ in seen.headers)
    assert answer.status == 202
    assert seen.body == b"{}"
    assert seen.header("host") == f"peer.localhost:{peer.port}"
    assert seen.header("user-agent") == rig.AGENT
    assert seen.header("accept-encoding") == "gzip"
    assert seen.header("content-type") == "application/jrd+json"
    assert names == [
        "accept",
        "accept-encoding",
        "content-length",
        "content-type",
        "date",
        "host",
        "user-agent",
    ]


async def test_header_names_of_an_answer_are_read_in_any_case() -> None:
    answer = rig.reply(200, b"x", ("X-Many", "1"), ("x-many", "2"), ("Retry-After", "120"))
    async with rig.serving(rig.always(answer)) as peer, rig.visiting() as client:
        found = await client.send(OutRequest("GET", peer.url()))
    assert found.body == b"x"
    assert found.header("X-MANY") == "1"
    assert found.header_values("x-many") == ["1", "2"]
    assert found.header("absent") is None
    assert found.retry_after() == 120


async def test_retry_after_may_be_a_date_or_nonsense() -> None:
    with clock.held(lambda: 1_795_255_200.0):
        for value, seconds in [
            ("Sat, 21 Nov 2026 10:01:00 GMT", 60),
            ("Sat, 21 Nov 2026 09:00:00 GMT", 0),
            ("soon", None),
            ("-1", None),
        ]:
            answer = rig.reply(503, b"", ("Retry-After", value))
            async with rig.serving(rig.always(answer)) as peer, rig.visiting() as client:
                found = await client.send(OutRequest("GET", peer.url()))
            assert found.retry_after() == seconds


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    answer = rig.reply(302, b"", ("Location", "/elsewhere"))
    async with rig.serving(rig.always(answer)) as peer, rig.visiting() as client:
        found = await client.send(OutRequest("GET", peer.url("/a")))
        assert found.status == 302
        assert found.header("location") == "/elsewhere"
        assert peer.targets == ["/a"]


async def test_a_connection_is_used_again() -> None:
    async with rig.serving(rig.always(rig.reply(202, b"ok"))) as peer, rig.visiting() as client:
        for _ in range(5):
            await client.tell(OutRequest("POST", peer.url("/inbox"), body=b"{}"))
        assert len(peer.seen) == 5
        assert peer.connections == 1
        assert client.connections == 1
    assert client.connections == 0


async def test_connections_at_rest_are_closed_before_there_are_too_many() -> None:
    limits = Limits(connections=4)
    async with rig.serving(rig.always(rig.reply(202))) as peer, rig.visiting(limits) as client:
        for number in range(12):
            await client.tell(OutRequest("POST", peer.url(name=f"h{number}.localhost")))
            assert client.connections <= 5
        await client.tell(OutRequest("POST", peer.url(name="h11.localhost")))
        assert peer.connections == 12
        await client.tell(OutRequest("POST", peer.url(name="h0.localhost")))
        assert peer.connections == 13


async def test_one_host_gets_no_more_connections_than_its_share() -> None:
    async def slowly(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        writer.write(rig.reply(202))

    limits = Limits(per_host=3)
    async with rig.serving(slowly) as peer, rig.visiting(limits) as client:
        request = OutRequest("POST", peer.url("/inbox"), body=b"{}")
        answers = await asyncio.gather(*[client.tell(request) for _ in range(12)])
        assert {answer.status for answer in answers} == {202}
        assert peer.connections == 3


async def test_tls_is_checked_against_the_name() -> None:
    server, friend = rig.trust("good.localhost")
    async with rig.serving(rig.always(rig.reply(200, b"hello")), server) as peer:
        async with rig.visiting(tls=friend) as client:
            good = peer.url(name="good.localhost", scheme="https")
            assert (await client.send(OutRequest("GET", good))).body == b"hello"
            with pytest.raises(Unreachable, match=r"other\.localhost: its certificate"):
                await client.send(OutRequest("GET", good.replace("good", "other")))
        async with rig.visiting() as stranger:
            with pytest.raises(Unreachable, match=r"good\.localhost: its certificate"):
                await stranger.send(OutRequest("GET", good))


async def test_our_own_address_is_never_asked_over_http() -> None:
    async with rig.serving(rig.always(rig.reply(200))) as peer:
        own = f"self.localhost:{peer.port}"
        async with rig.visiting(own_hosts=[own]) as client:
            with pytest.raises(Refused, match="our own"):
                await client.send(OutRequest("GET", f"http://{own}/u/ada"))
        assert peer.connections == 0


async def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        rig.serving(rig.always(rig.reply(200))) as peer,
        rig.serving(rig.always(rig.reply(500))) as proxy,
        rig.visiting() as client,
    ):
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert (await client.send(OutRequest("GET", peer.url()))).status == 200
        assert proxy.connections == 0


async def test_cookies_are_not_kept() -> None:
    answer = rig.reply(200, b"", ("Set-Cookie", "a=b; Path=/"))
    async with rig.serving(rig.always(answer)) as peer, rig.visiting() as client:
        await client.send(OutRequest("GET", peer.url()))
        await client.send(OutRequest("GET", peer.url()))
        assert peer.seen[1].header("cookie") is None


def test_the_same_holds_on_the_loop_that_runs_in_production() -> None:
    async def journey() -> None:
        server, friend = rig.trust("good.localhost")
        async with (
            rig.serving(rig.always(rig.reply(202)), server) as peer,
            rig.visiting(tls=friend) as client,
        ):
            url = peer.url("/inbox", name="good.localhost", scheme="https")
            for _ in range(3):
                assert (await client.tell(OutRequest("POST", url, body=b"{}"))).status == 202
            assert peer.connections == 1
            with pytest.raises(Refused):
                await client.send(OutRequest("GET", f"https://127.0.0.1:{peer.port}/"))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(journey())
