"""Whatever a client sends, it gets an answer that it can read, and nothing of ours breaks."""

from dataclasses import replace

import pytest

from fedcop.api.limits import KINDS
from tests.api.rig import open_home
from tests.api.strange_requests import THING, strange_requests
from tests.api.world import make_world
from tests.corpus import needs_corpus

pytestmark = needs_corpus


@pytest.fixture
async def world(settings):
    far = tuple(f"{kind}=1000000" for kind in ("person", *KINDS))
    async with open_home(replace(settings, client_limits=far)) as home:
        yield await make_world(home)


def wrong(answer):
    """What is wrong with an answer, if anything is."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text}"
    if answer.headers.get("access-control-allow-origin") != "*":
        return "other sites cannot read it"
    if answer.status_code >= 400:
        said = answer.json()
        if not (isinstance(said, dict) and isinstance(said.get("error"), str) and said["error"]):
            return f"an error without its form: {answer.text}"
    return ""


@pytest.mark.timeout(180)
@pytest.mark.parametrize("who", ["a member", "nobody"])
async def test_strange_requests_are_answered(world, who):
    phone = world.phone if who == "a member" else world.nobody
    things = sorted(set(world.names.values()))
    found, statuses = [], set()
    for turn, one in enumerate(strange_requests()):
        address = one.address.replace(THING, things[turn % len(things)])
        answer = await phone.ask(one.method, address, headers=one.headers, content=one.body)
        statuses.add(answer.status_code)
        if what := wrong(answer):
            found.append(f"{one.method} {address} {one.headers} {one.body!r}: {what}"[:900])
    assert not found, "\n".join(found[:12])
    assert {200, 404} <= statuses if who == "a member" else {200, 401} <= statuses


@pytest.mark.timeout(180)
def test_they_are_the_same_each_time():
    made = strange_requests(1)
    assert len(made) > 200
    strange_requests.cache_clear()
    assert [(one.method, one.address) for one in strange_requests(1)] == [
        (one.method, one.address) for one in made
    ]
