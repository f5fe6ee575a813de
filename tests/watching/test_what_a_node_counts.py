"""What processes count, as Prometheus reads it: from real processes, on either database."""

import re

import httpx
import pytest

from fedcop.activitypub.signatures.claim import Scheme
from fedcop.figures import OTHER, Spread, Tally, page_of
from tests.network import fakes
from tests.nodes import SERVE, WEB, WORKER, Node, Town, free_port, until

_LINE = re.compile(
    r"[a-zA-Z_:][a-zA-Z0-9_:]*"
    r"(\{[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\n]|\\[\"\\n])*\""
    r"(,[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\n]|\\[\"\\n])*\")*\})?"
    r" (\+Inf|-?[0-9]+(\.[0-9]+)?)"
)


def read(page: str) -> dict[str, float]:
    """Read a page strictly: each name has its type once, before its lines."""
    found: dict[str, float] = {}
    types: dict[str, str] = {}
    for line in page.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in types
            types[name] = kind
        elif not line.startswith("# HELP "):
            assert _LINE.fullmatch(line), line
            name = re.split("[{ ]", line)[0]
            assert name in types or re.sub("_(bucket|sum|count)$", "", name) in types
            key, _, value = line.rpartition(" ")
            assert key not in found
            found[key] = float(value)
    return found


async def scraped(port: int) -> dict[str, float]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return read(answer.text)


async def write_in(node: Node, net: fakes.Net) -> None:
    """Have a peer follow a community, and somebody knock without a signature."""
    ana = await node.person("ana")
    group = await node.community(ana, "handovers")
    garden = net.server("garden", "lemmy")
    gus = garden.person("gus")
    assert await garden.send(node, garden.activity("Follow", gus, group.uri)) == 202
    await until(lambda: garden.told("Accept"), why=node.log)
    forged = fakes.signed(node, b"{}", gus, "/inbox", Scheme.CAVAGE)
    assert (await node.post("/inbox", b"{} ", forged)).status_code == 401


@pytest.mark.timeout(120)
async def test_one_process_counts_what_comes_what_becomes_of_it_and_what_goes(
    town: Town, net: fakes.Net
) -> None:
    port = free_port()
    node = await town.node("northwind", "sqlite", metrics_port=port)
    await node.start(SERVE)
    await write_in(node, net)

    async def told() -> bool:
        found = await scraped(port)
        return found.get('fedcop_deliveries_total{peers="groups",outcome="done"}', 0) >= 1

    await until(told, why=node.log)
    found = await scraped(port)
    assert found['fedcop_inbox_messages_total{status="202",cause=""}'] == 1
    assert found['fedcop_inbox_messages_total{status="401",cause="digest"}'] == 1
    assert found['fedcop_inbox_verdicts_total{verdict="applied"}'] == 1
    assert found['fedcop_delivery_seconds_count{peers="groups"}'] >= 1
    assert found['fedcop_http_seconds_count{door="peers",status="2xx"}'] >= 1
    assert found['fedcop_loop_alive{job="inbox"}'] == 1
    assert found['fedcop_queue_items{queue="given_up"}'] == 0
    assert found["fedcop_database_bytes"] > 100_000
    assert found["process_resident_memory_bytes"] > 10_000_000
    assert "fedcop_people_active" not in found  # too few to be told


@pytest.mark.timeout(120)
async def test_nothing_private_is_counted(town: Town, net: fakes.Net) -> None:
    port = free_port()
    node = await town.node("northwind", "sqlite", metrics_port=port)
    await node.start(SERVE)
    await write_in(node, net)
    async with httpx.AsyncClient() as client:
        page = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
    for word in ("ana", "gus", "handovers", "garden", "northwind", "localhost", "http://"):
        assert not re.search(rf"\b{word}", page), word


@pytest.mark.timeout(120)
async def test_each_process_tells_which_it_is(town: Town) -> None:
    ports = {WEB: free_port(), WORKER: free_port()}
    node = await town.node("northwind", "postgresql", metrics_port=ports[WEB])
    await node.start(WEB)
    text = node.config.read_text()
    node.config.write_text(text.replace(str(ports[WEB]), str(ports[WORKER])))
    await node.start(WORKER)
    for verb, port in ports.items():
        found = await scraped(port)
        info = next(key for key in found if key.startswith("fedcop_info{"))
        assert f'process="{verb}"' in info
        assert f'pid="{node.pid(verb)}"' in info
        assert ('fedcop_loop_alive{job="echo"}' in found) == (verb == WORKER)
        assert found["fedcop_lanes_behind"] == 0
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://127.0.0.1:{port}/healthz")).text == "ok\n"
            assert (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
            assert (await client.get(f"http://127.0.0.1:{port}/")).status_code == 404


@pytest.mark.timeout(120)
async def test_what_is_counted_is_not_told_at_the_public_address(town: Town) -> None:
    node = await town.node("northwind", "sqlite")
    await node.start(SERVE)
    assert (await node.get("/metrics")).status_code == 404
    assert "counted at" not in node.log(SERVE)


def test_words_are_quoted_and_rows_do_not_grow_without_end() -> None:
    tally = Tally("things_total", "Things.", "word")
    tally.add('a "b" \\ \n')
    for number in range(300):
        tally.add(str(number))
    found = read(page_of([tally]))
    assert len(found) == 201
    assert found[f'things_total{{word="{OTHER}"}}'] == 101
    assert found['things_total{word="a \\"b\\" \\\\ \\n"}'] == 1


def test_a_bucket_holds_all_that_is_below_it() -> None:
    spread = Spread("took_seconds", "Took.")
    for seconds in (0.001, 0.02, 7.0, 99.0):
        spread.add(seconds)
    found = read(page_of([spread]))
    assert found['took_seconds_bucket{le="0.005"}'] == 1
    assert found['took_seconds_bucket{le="0.025"}'] == 2
    assert found['took_seconds_bucket{le="10.0"}'] == 3
    assert found['took_seconds_bucket{le="+Inf"}'] == found["took_seconds_count"] == 4
    assert found["took_seconds_sum"] == pytest.approx(106.021)
