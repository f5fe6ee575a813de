"""Every route against everybody who may come: made from the table, so that none is left out."""

import re
from dataclasses import replace

import pytest

from fedcop.api.ask import Answer
from fedcop.api.limits import KINDS
from fedcop.api.routes import ANY, Auth, Route, Table
from fedcop.api.table import ROUTES
from fedcop.community import oauth, scopes
from fedcop.community.perform import perform
from fedcop.errors import Misconfigured
from tests.api.rig import open_home

OUTSIDE = "This action is outside the authorized scopes"
INVALID = "The access token is invalid"
NEEDS_PERSON = "This method requires an authenticated user"


def address(route):
    """An address that the route takes; nothing is there."""
    return re.sub(r":\w+", "999", route.path)


def too_narrow(route):
    """A scope that is not enough for a route; none when all are."""
    wanted = route.scope.split()
    if not wanted or ANY in wanted:
        return None
    return next(one for one in scopes.ALL if not route.covered_by([one]))


def enough(route):
    """The narrowest scope that is enough."""
    wanted = [one for one in route.scope.split() if one != ANY]
    return wanted[0] if wanted else "push"


@pytest.fixture
async def home_at_ease(settings):
    """A node whose limits are far away, so that all routes can be asked in one go."""
    far = tuple(f"{kind}=100000" for kind in ("person", *KINDS))
    async with open_home(replace(settings, client_limits=far)) as home:
        yield home


async def test_nobody_comes_in_who_may_not(home_at_ease):
    home = home_at_ease
    ana = await home.person("ana")
    nobody = home.phone()
    wrong = home.phone("fedcop_" + "x" * 43)
    ended = await home.phone_of(ana)
    await perform(home.store, oauth.end, ended.token_id)
    phones = {scope: await home.phone_of(ana, scope) for scope in scopes.ALL}
    robot = await home.phone_of(None)
    for route in ROUTES:
        where = (route.method, address(route))
        guest = await nobody.ask(*where)
        for stranger in (wrong, ended):
            answer = await stranger.ask(*where)
            if route.auth is Auth.OPEN:
                assert answer.status_code == guest.status_code, where
            else:
                assert (answer.status_code, answer.json()["error"]) == (401, INVALID), where
        if route.auth is not Auth.OPEN:
            said = INVALID if route.auth is Auth.APP else NEEDS_PERSON
            assert (guest.status_code, guest.json()["error"]) == (401, said), where
        narrow = too_narrow(route)
        if narrow:
            answer = await phones[narrow].ask(*where)
            assert (answer.status_code, answer.json()["error"]) == (403, OUTSIDE), (where, narrow)
        if route.auth is Auth.USER:
            answer = await robot.ask(*where)
            assert (answer.status_code, answer.json()["error"]) == (422, NEEDS_PERSON), where


@pytest.mark.parametrize("who", ["owner", "member", "steward", "nobody"])
async def test_no_route_breaks_when_nothing_is_there_or_nonsense_is_sent(home_at_ease, who):
    home = home_at_ease
    ana = await home.person("ana", role="owner" if who == "owner" else "member")
    if who == "steward":
        await home.community(ana, "soil")
    for route in ROUTES:
        if route.endless and who != "nobody":
            continue
        phone = home.phone() if who == "nobody" else await home.phone_of(ana, enough(route))
        for given in ({}, {"json": {"id": [[]], "status": {"a": 1}, "q": [1], "limit": "x"}}):
            query = "?limit=-1&max_id=zzz&min_id=99999999999999999999&id[]=x&id[]=1&offset=-7"
            answer = await phone.ask(route.method, address(route) + query, **given)
            assert answer.status_code < 500, (route.method, route.path, answer.text)
            assert answer.headers["access-control-allow-origin"] == "*"
            if route.method != "HEAD" and "json" in answer.headers["content-type"]:
                answer.json()


def test_a_route_without_its_scope_does_not_start():
    async def handle(ask):
        return Answer.empty()

    for route in (
        Route("GET", "/api/v1/x", handle, ""),
        Route("GET", "/api/v1/x", handle, "", Auth.APP),
        Route("GET", "/api/v1/x", handle, "read:everything"),
    ):
        with pytest.raises(Misconfigured):
            Table([route])
    twice = Route("GET", "/api/v1/x", handle, "read")
    with pytest.raises(Misconfigured, match="twice"):
        Table([twice, twice])


def test_words_numbers_and_fixed_names_are_told_apart():
    async def handle(ask):
        return Answer.empty()

    def route(path):
        return Route("GET", path, handle, "read")

    paths = ("/a/:id", "/a/lookup", "/a/:id/b", "/t/:name", "/t/:name/c", "/t/suggestions")
    table = Table(map(route, paths))

    def found(path):
        place = table.find(path)
        return (place.methods["GET"].path, place.ids) if place else None

    assert found("/a/12") == ("/a/:id", {"id": "12"})
    assert found("/a/12/") == ("/a/:id", {"id": "12"})
    assert found("/a/lookup") == ("/a/lookup", {})
    assert found("/a/twelve") is None
    assert found("/a/" + "9" * 25) is None
    assert found("/a/12/b") == ("/a/:id/b", {"id": "12"})
    assert found("/t/suggestions") == ("/t/suggestions", {})
    assert found("/t/suggestions/c") == ("/t/:name/c", {"name": "suggestions"})
    assert found("/t/12") == ("/t/:name", {"name": "12"})
    assert found("/t//c") is None
    assert found("/a/12//") is None


@pytest.mark.parametrize(
    ("granted", "wanted", "enough"),
    [
        ("read", "read:statuses", True),
        ("read:statuses", "read:statuses", True),
        ("read:statuses", "read", False),
        ("read:statuses", "read:lists", False),
        ("follow", "write:blocks", True),
        ("follow", "read:follows", True),
        ("follow", "write:statuses", False),
        ("write", "read:statuses", False),
        ("admin:read", "read", False),
        ("profile", "read:accounts", False),
    ],
)
def test_what_a_scope_covers(granted, wanted, enough):
    assert scopes.covers([granted], wanted) is enough
