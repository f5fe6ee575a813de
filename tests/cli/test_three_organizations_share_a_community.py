"""The journey of `make run`: three real nodes, a post on one, the answer on another."""

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time

import httpx
import orjson
import pytest

from fedcop.cli.demo import cast, story
from fedcop.cli.demo.steps import Write
from tests.cli.rig import fedcop

READY_WITHIN = 420.0
SECONDS = 20.0
_APPLIED = "SELECT artifact_uri, number, digest, team, result FROM adoption ORDER BY 1, 4"
_ASKED = (
    "SELECT p.uri, q.state, a.uri FROM question q JOIN post p ON p.id = q.id"
    " LEFT JOIN post a ON a.id = q.accepted_id ORDER BY 1"
)
_MET = (
    "SELECT p.uri, m.starts, m.place, m.format, m.rule, m.notes FROM meeting m"
    " JOIN post p ON p.id = m.id ORDER BY 1"
)
_STATUS = "SELECT p.title, a.status FROM artifact a JOIN post p ON p.id = a.id"

pytestmark = pytest.mark.timeout(700)


class Demo:
    """`fedcop demo run` in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.process = None
        self.addresses = []

    def start(self):
        ports = ("0" for _ in cast.ORGANIZATIONS)
        words = ("fedcop", "demo", "run", "--json", "--ports", *ports, "--folder", self.folder)
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, env=environ
        )
        said = [self._line() for _ in cast.ORGANIZATIONS]
        self.addresses = [one["address"] for one in said]
        return said

    def _line(self):
        said, until = {}, time.monotonic() + READY_WITHIN
        for line in self.process.stdout:
            said = orjson.loads(line)
            if "address" in said or time.monotonic() > until:
                return said
        return pytest.fail(f"the demo ended before it said where it is: {said}")

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            return self.process.wait(40)
        return None

    def read(self, key, sql):
        with sqlite3.connect(self.folder / key / "data" / "fedcop.db") as link:
            return link.execute(sql).fetchall()


class Browser:
    """Somebody at one of the nodes, with a browser that knows what a form is."""

    def __init__(self, address):
        host = address.partition("://")[2]
        self.address = address
        self.client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{host.rpartition(':')[2]}",
            headers={"Host": host, "Accept": "text/html", "Origin": address},
            timeout=20,
        )

    async def page(self, path):
        answer = await self.client.get(path)
        while answer.is_redirect:
            answer = await self.client.get(answer.headers["Location"].removeprefix(self.address))
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    async def send(self, path, form_at, **fields):
        csrf = re.search(r'name="csrf" value="([^"]+)"', await self.page(form_at))[1]
        answer = await self.client.post(path, data={"csrf": csrf, **fields})
        assert answer.status_code == 303, f"{path}: {answer.status_code}"
        return answer.headers["Location"].removeprefix(self.address)

    async def sign_in(self, name):
        await self.send("/signin", "/signin", login=name, password=cast.PASSWORD)

    async def until_it_reads(self, path, wanted):
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            page = await self.page(path)
            if wanted in page:
                return page
            await asyncio.sleep(0.2)
        return pytest.fail(f"{path} never said {wanted}")


@pytest.fixture
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo") / "demo")
    yield demo
    demo.stop()


# One story, so that one process tells it from its beginning to its end.
async def test_three_organizations_share_a_community(demo):
    the_organizations_start_and_say_whom_to_sign_in_as(demo)
    their_library_is_the_same_on_each_node(demo)
    what_they_asked_and_when_they_met_is_the_same_on_each_node(demo)
    await a_post_on_one_is_answered_on_the_other(demo)
    each_thing_of_the_other_came_through_the_inbox(demo)
    await asyncio.to_thread(nothing_between_them_was_left_or_given_up, demo)
    await it_stops_when_told_and_goes_on_with_the_same_data(demo)
    await asyncio.to_thread(a_running_demo_is_neither_run_twice_nor_forgotten, demo)
    await asyncio.to_thread(a_demo_is_forgotten_only_with_a_yes, demo)


def the_organizations_start_and_say_whom_to_sign_in_as(demo):
    said = demo.start()
    assert [one["organization"] for one in said] == [one.title for one in cast.ORGANIZATIONS]
    assert [len(one["people"]) for one in said] == [8, 8, 8]
    assert {one["password"] for one in said} == {cast.PASSWORD}


def their_library_is_the_same_on_each_node(demo):
    held = [
        demo.read(
            organization.key,
            "SELECT a.uri, r.number, r.digest FROM artifact_revision r"
            " JOIN artifact a ON a.id = r.artifact_id WHERE a.status <> 'withdrawn' ORDER BY 1, 2",
        )
        for organization in cast.ORGANIZATIONS
    ]
    assert len(held[0]) >= 19
    assert held[0] == held[1] == held[2]
    for what in (
        "SELECT artifact_uri, number, digest FROM endorsement ORDER BY 1, 2",
        "SELECT artifact_uri, number, digest, verdict FROM review ORDER BY 1, 2, 4",
        _APPLIED,
    ):
        _is_the_same_everywhere(demo, what)
    results = [row[4] for row in demo.read("northwind", _APPLIED)]
    assert (len(results), results.count("not")) == (9, 2)
    named = dict(demo.read("northwind", _STATUS))
    assert named["The catcher"] == "needsReview"
    assert named["One page for all our wards (2024)"] == "superseded"


def what_they_asked_and_when_they_met_is_the_same_on_each_node(demo):
    asked = _is_the_same_everywhere(demo, _ASKED)
    assert len(asked) >= 12
    assert sum(answer is not None for _, _, answer in asked) >= 8
    assert sum(answer is None for _, _, answer in asked) >= 4
    met = _is_the_same_everywhere(demo, _MET)
    assert sum(bool(notes) for *_, notes in met) >= 3
    assert sum(starts > time.time() * 1000 for _, starts, *_ in met) >= 3


def _is_the_same_everywhere(demo, what):
    told = [demo.read(organization.key, what) for organization in cast.ORGANIZATIONS]
    assert told[0]
    assert told[0] == told[1] == told[2]
    return told[0]


async def a_post_on_one_is_answered_on_the_other(demo):
    north, river = map(Browser, demo.addresses[:2])
    await north.sign_in("kwame")
    await river.sign_in("tomas")
    host = demo.addresses[0].partition("://")[2]
    there, here = f"/c/{cast.COMMUNITY}@{host}", f"/c/{cast.COMMUNITY}"

    fields = {"title": "Do you hand over by radio?", "text": "Ask **anything**.", "audience": "0"}
    await river.send(f"{there}/write", f"{there}/write", **fields)
    page = await north.until_it_reads(here, "Do you hand over by radio?")

    found = re.search(r'href="(/t/[0-9]+)[^"]*"[^>]*>\s*Do you hand over by radio', page)
    thread = await north.page(found[1])
    post = re.search(r'(/n/[0-9]+)/reply"', thread)[1]
    await north.send(f"{post}/reply", f"{post}/reply", text="Only to the helicopter.")

    page = await river.page(there)
    found = re.search(r'href="(/t/[0-9]+)[^"]*"[^>]*>\s*Do you hand over by radio', page)
    await river.until_it_reads(found[1], "Only to the helicopter.")


def each_thing_of_the_other_came_through_the_inbox(demo):
    for organization in cast.ORGANIZATIONS:
        foreign = demo.read(
            organization.key,
            "SELECT p.uri, m.host, m.state FROM post p JOIN actor a ON a.id = p.author_id"
            " LEFT JOIN inbox_message m ON m.id = p.cause"
            " WHERE p.local = 0 AND p.uri LIKE '%/n/%' AND p.practice IN ('', 'question', 'answer')"
            " AND a.kind = 'Person'",
        )
        people = {person.name for person in organization.people}
        steps = [step for thread in story.THREADS for step in thread]
        told = [step for step in steps if isinstance(step, Write) and step.author not in people]
        alone = demo.read(
            organization.key, "SELECT uri FROM post WHERE community_id = 0 AND deleted = 0"
        )
        assert alone == []
        just_now = 1 if organization.key in {"northwind", "riverside"} else 2
        assert len(foreign) == len(told) + just_now
        # A reply may be here before what it answers, which is then asked for.
        came = [state for _, _, state in foreign]
        assert set(came) <= {1, None}
        assert came.count(1) > 0.9 * len(came)
        follows = demo.read(
            organization.key,
            "SELECT f.state, m.kind FROM follow f JOIN actor a ON a.id = f.follower_id"
            " LEFT JOIN inbox_message m ON m.id = f.cause WHERE a.host <> ''",
        )
        assert follows
        assert {kind for _, kind in follows} == {"Follow"}


def nothing_between_them_was_left_or_given_up(demo):
    for organization in cast.ORGANIZATIONS:
        config = demo.folder / organization.key / "fedcop.toml"
        *lanes, counts = fedcop(config, "federation", "queue", "--json").items
        assert lanes == []
        assert (counts["arrived"], counts["untold"]) == (0, 0)


async def it_stops_when_told_and_goes_on_with_the_same_data(demo):
    before = demo.addresses
    assert demo.stop() == 0
    demo.start()
    assert demo.addresses == before
    for address in demo.addresses:
        await Browser(address).page("/")
    river = Browser(demo.addresses[1])
    await river.sign_in("tomas")
    assert "Do you hand over by radio?" in await river.page("/home")


def a_running_demo_is_neither_run_twice_nor_forgotten(demo):
    config = demo.folder / "none.toml"
    for words in (("run",), ("reset", "--yes")):
        assert fedcop(config, "demo", *words, "--folder", str(demo.folder)).code == 5


def a_demo_is_forgotten_only_with_a_yes(demo):
    demo.stop()
    config = demo.folder / "none.toml"
    assert fedcop(config, "demo", "reset", "--folder", str(demo.folder)).code == 4
    assert demo.folder.exists()
    assert fedcop(config, "demo", "reset", "--yes", "--folder", str(demo.folder)).code == 0
    assert not demo.folder.exists()
    assert fedcop(config, "demo", "reset", "--folder", str(demo.folder)).code == 0
