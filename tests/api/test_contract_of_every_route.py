"""Every route has answered with something that is what clients expect: none is left out.

The routes come from the table, what is asked from `evidence`, the states from `world`: a member who
has something of everything, somebody to whom nobody said anything yet, and nobody.
"""

from dataclasses import replace

import pytest

from fedcop.api.limits import KINDS
from fedcop.api.routes import Table
from fedcop.api.table import ROUTES
from tests.api import holding
from tests.api.entity_tables import faults
from tests.api.evidence import DEEDS, EXCEPTIONS, READS
from tests.api.rig import open_home
from tests.api.world import make_world, picture
from tests.corpus import needs_corpus

pytestmark = [needs_corpus, pytest.mark.timeout(180)]  # a slow machine takes its time
TABLE = Table(ROUTES)


@pytest.fixture
async def world(settings):
    far = tuple(f"{kind}=100000" for kind in ("person", *KINDS))
    async with open_home(replace(settings, client_limits=far)) as home:
        yield await make_world(home)


def route_of(method, address):
    """The route that takes an address; None when we have none of that kind."""
    found = TABLE.find(address.partition("?")[0])
    route = found.methods.get(method) if found else None
    return route and f"{method} {route.path}"


def declared(*, reading):
    """The routes that have to answer with something."""
    return {
        f"{route.method} {route.path}"
        for route in ROUTES
        if (route.method == "GET") is reading and not route.stub and not route.endless
    }


def held(route, answer, wrong):
    """Whether an answer is evidence; what is wrong with it is noted."""
    try:
        return holding.hold(route, answer)
    except AssertionError as error:
        wrong.append(f"{error}"[:600])
        return True


async def test_what_is_read_is_what_clients_expect(world):
    shown: set[str] = set()
    wrong: list[str] = []
    for pattern in READS:
        address = world.at(pattern)
        route = route_of("GET", address)
        if route is None:
            continue
        for phone in (world.phone, world.stranger, world.nobody):
            if held(route, await phone.get(address), wrong) and phone is world.phone:
                shown.add(route)
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert declared(reading=True) - shown - set(EXCEPTIONS) == set()


async def test_what_is_done_is_answered_as_clients_expect(world):
    shown: set[str] = set()
    wrong: list[str] = []
    for method, pattern, body in DEEDS:
        address = world.at(pattern)
        route = route_of(method, address)
        if route is None:
            continue
        sent = {"files": {"file": ("c.png", picture(), "image/png")}}
        if not isinstance(body, bytes):
            sent = {"json": world.body(body)}
        answer = await world.phone.ask(method, address, **sent)
        if answer.status_code != 200:
            wrong.append(f"{route}: {answer.status_code} {answer.text}")
        elif held(route, answer, wrong):
            shown.add(route)
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert declared(reading=False) - shown - set(EXCEPTIONS) == set()


async def test_what_is_not_here_answers_in_the_form_of_what_would_be(world):
    wrong: list[str] = []
    for route in ROUTES:
        if not route.stub:
            continue
        address = route.path.replace(":id", world.names["ann"])
        answer = await world.phone.ask(route.method, f"{address}?id[]={world.names['ann']}")
        assert answer.status_code in {200, 403, 404}, route.path
        held(f"{route.method} {route.path}", answer, wrong)
        again = await world.phone.ask(route.method, f"{address}/")
        assert again.status_code == answer.status_code, route.path
    assert not wrong, "\n".join(wrong)


def test_no_exception_is_for_a_route_that_is_not_there():
    known = {f"{route.method} {route.path}" for route in ROUTES}
    assert set(EXCEPTIONS) <= known
    assert set(holding.SCHEMAS) <= known


def test_an_empty_list_is_no_evidence_and_a_wrong_field_is_found():
    schema = {"$ref": "#/components/schemas/Account"}
    found = list(holding.entities({"id": 1, "fields": [{"name": "a"}]}, schema))
    assert [name for name, _ in found] == ["Account", "Field"]
    said = faults("Account", {"id": 1, "username": None}, {})
    assert {"Account.id: is 1", "Account.username: is null", "Account.acct: is missing"} <= set(
        said
    )
    assert faults("Account", {"id": "1"}, {"Account.acct": "why"}) != said
