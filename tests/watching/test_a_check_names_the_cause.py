"""`fedcop check` names what is wrong: each cause is there for real."""

import asyncio
import re
import resource
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from fedcop import clock, ids
from fedcop.cli.outside import see_clock
from fedcop.cli.proxied import see_proxy
from fedcop.errors import Misconfigured, Unavailable
from fedcop.store.batch import Unit
from fedcop.store.queries import inbox, peers
from fedcop.store.rows import InboxRow
from fedcop.watching.readiness import write_once
from tests.cli.rig import fedcop, init
from tests.nodes import SERVE, WORKER, Node, Town, free_port, until
from tests.watching.between import Change, peer_whose_clock_is_off, proxy, unchanged


def replaced(before: bytes, after: bytes) -> Change:
    return lambda request: unchanged(request).replace(before, after)


def without(header: bytes) -> Change:
    return lambda request: re.sub(rb"(?i)\r\n" + header + rb": [^\r]*", b"", unchanged(request))


PROXIES: tuple[tuple[str, Change, str], ...] = (
    (
        "Host",
        lambda r: re.sub(rb"(?i)\r\nhost: [^\r]*", b"\r\nHost: 127.0.0.1:8000", unchanged(r)),
        'the proxy passes on Host "127.0.0.1:8000" in place of',
    ),
    ("slashes", replaced(b"c//d", b"c/d"), "the proxy changes the path: "),
    ("escapes", replaced(b"a%2Fb", b"a/b"), "arrives as /healthz/as-asked/a/b/%7Ec//d"),
    (
        "query",
        lambda r: re.sub(rb"\?[^ ]* HTTP", b" HTTP", unchanged(r), count=1),
        'the proxy changes the query: x=1&y=%20z&x=2&empty= arrives as ""',
    ),
    ("order", replaced(b"x=1&y=%20z&x=2", b"x=1&x=2&y=+z"), "the proxy changes the query: "),
    ("prefix", replaced(b" /healthz", b" /fedcop/healthz"), "does the proxy pass on every path"),
    ("signature", without(b"signature"), "headers away that are signed: signature"),
    ("digest", without(b"digest"), "headers away that are signed: digest"),
    ("body", replaced(b'{"as":  ', b'{"as" : '), "the proxy changes bodies"),
    ("nobody", without(b"x-forwarded-for"), "the proxy does not say who asks"),
    ("anybody", lambda request: request, "X-Forwarded-For as strangers write it"),
    ("method", replaced(b"POST /", b"PUT /"), 'the proxy makes "PUT" of POST'),
)


@pytest.mark.timeout(120)
async def test_a_proxy_that_changes_what_passes_is_caught_and_one_that_does_not_is_well(
    town: Town,
) -> None:
    behind = free_port()
    node = await town.node("northwind", "sqlite", bind_port=behind)
    await node.start()
    async with proxy(node.port, behind) as between:
        assert await see_proxy(node.parts) == "requests arrive as they were sent"
        code, lines = await node.run("check")
        assert [one for one in lines if not one.get("well", True)] == []
        assert code == 0
        for name, change, said in PROXIES:
            between.change = change
            with pytest.raises(Misconfigured) as caught:
                await see_proxy(node.parts)
            assert said in caught.value.safe, name
    with pytest.raises(Unavailable, match="no connection; does the node run"):
        await see_proxy(node.parts)


@pytest.mark.timeout(120)
async def test_a_proxy_that_is_not_named_among_ours_is_noticed(town: Town) -> None:
    behind = free_port()
    node = await town.node(
        "northwind", "sqlite", bind_port=behind, trusted_proxies=["198.51.100.0/24"]
    )
    await node.start()
    async with proxy(node.port, behind):
        with pytest.raises(Misconfigured) as caught:
            await see_proxy(node.parts)
    assert "into `trusted_proxies`" in caught.value.safe


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("seconds", "side"), [(600, "behind"), (-600, "ahead of")])
async def test_a_clock_that_is_minutes_off_is_seen_by_the_dates_of_peers(
    town: Town, seconds: float, side: str
) -> None:
    node = await town.node("northwind", "sqlite")
    await node.start()
    assert "no peer was there to be asked" in await see_clock(node.parts)
    async with AsyncExitStack() as stack:
        unit = Unit(node.store)
        for name in ("oak", "elm", "fir"):
            off = 0 if name == "fir" else seconds
            port = await stack.enter_async_context(peer_whose_clock_is_off(off))
            unit.add(peers.hear_peer(f"{name}.localhost:{port}", clock.now_ms()))
        await unit.commit()
        with pytest.raises(Misconfigured) as caught:
            await see_clock(node.parts)
    assert re.search(rf"(599|600|601) s {side} the clocks of peers \(3 asked\)", caught.value.safe)


@pytest.mark.timeout(120)
async def test_a_worker_that_is_dead_is_named(town: Town) -> None:
    node = await town.node("northwind", "postgresql")
    await node.start()
    await node.kill(WORKER)

    async def named() -> bool:
        _, lines = await node.run("check")
        wrong = {one["check"]: one["found"] for one in lines if "check" in one and not one["well"]}
        return "processes" in wrong and "no worker holds echo and inbox" in wrong["processes"]

    await until(named, 60)


@pytest.mark.timeout(120)
async def test_what_waits_for_long_is_named(town: Town, kind: str) -> None:
    node = await town.node("northwind", kind)
    unit = Unit(node.store)
    unit.add(inbox.keep(waiting(clock.now_ms() - 20 * 60_000)))
    await unit.commit()
    code, lines = await node.run("check")
    found = {one["check"]: one["found"] for one in lines if "check" in one and not one["well"]}
    assert code == 1
    assert found["queue"].startswith("1 to be processed, the oldest for 20 minutes; does `fedcop")


def waiting(since: int) -> InboxRow:
    uri = "https://oak.example/activities/1"
    return InboxRow(
        id=ids.new_id(),
        fingerprint="f",
        signer="https://oak.example/u/ana",
        host="oak.example",
        activity_id=uri,
        kind="Like",
        key=uri,
        body=b"{}",
        received=since,
        trust=0,
    )


def checked(config: Path, largest: int = resource.RLIM_INFINITY) -> dict[str, str]:
    """What a check finds wrong, in a process that may write files no larger than so many bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

    done = subprocess.run(
        [sys.executable, "-m", "fedcop", "--config", str(config), "check"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("failed")]
    return dict(line.removeprefix("failed").strip().split(": ", 1) for line in lines)


async def test_a_full_disk_is_named_by_a_check(town: Town) -> None:
    node = await town.node("northwind", "sqlite")
    assert "storage" not in await asyncio.to_thread(checked, node.config)
    found = await asyncio.to_thread(checked, node.config, 1000)
    assert f"{node.folder / 'data'} cannot be written: No space left" in found["storage"]


async def test_a_database_that_cannot_be_written_is_named(town: Town) -> None:
    node: Node = await town.node("northwind", "sqlite")
    found = await asyncio.to_thread(checked, node.config, 4_100)  # a page, and no more
    assert found["storage"].startswith("the database cannot write")
    assert not node.runs(SERVE)


async def test_storage_that_is_read_only_is_named(town: Town) -> None:
    node = await town.node("northwind", "sqlite", media_folder="/proc")
    found = await asyncio.to_thread(checked, node.config)
    assert found["storage"].startswith("/proc cannot be written: ")
    with pytest.raises(Unavailable, match="/proc cannot be written"):
        write_once(Path("/proc"))


def test_a_name_that_does_not_resolve_is_named_and_nothing_behind_it(tmp_path: Path) -> None:
    config = tmp_path / "fedcop.toml"
    assert init(config, "--origin", "https://cop.invalid").code == 0
    said = fedcop(config, "check", "--json")
    wrong = {line["check"]: line["found"] for line in said.items if not line["well"]}
    assert said.code == 1
    assert set(wrong) == {"name"}
    assert wrong["name"].startswith("cop.invalid: ")
