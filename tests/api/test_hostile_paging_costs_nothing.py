"""A page that is asked for in bad faith is an ordinary page, and costs no more than one."""

import re
from dataclasses import replace

import pytest

from fedcop.api.limits import KINDS
from fedcop.api.table import ROUTES
from tests.api.rig import open_home
from tests.api.world import make_world

pytestmark = pytest.mark.timeout(180)  # a slow machine takes its time

_MOST = 80  # of things on a page, but where more are usual
_LONGER = {
    "/api/v1/domain_blocks": 200,
    "/api/v1/followed_tags": 200,
    "/api/v1/featured_tags/suggestions": 10,
}
_HOSTILE = (
    "limit=1000000000",
    "limit=-9223372036854775808",
    "limit=9223372036854775808",
    "limit=1e400",
    "limit=0x10",
    "limit[]=5&limit[]=6",
    "limit[a]=1",
    "max_id=-1",
    "max_id=18446744073709551616",
    "max_id=9223372036854775807&min_id=9223372036854775807",
    "min_id=-9223372036854775809",
    "since_id=99999999999999999999999999999999",
    "offset=9223372036854775807",
    "offset=-5",
    "max_id=01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "max_id[]=1",
    "max_id=%00",
    "min_id=1&since_id=2&max_id=3",
)
_FILLED = {
    "accounts": "ann",
    "statuses": "post",
    "lists": "list",
    "list": "list",
}


def lists():
    """The routes whose answers come in pages."""
    wanted = re.compile(
        r"timelines|followers$|following$|/statuses$|_by$|blocks$|mutes$|bookmarks$|favourites$"
        r"|notifications$|requests$|conversations$|scheduled_statuses$|followed_tags$|search$"
        r"|lists/:id/accounts$|follow_requests$"
    )
    return [
        route.path
        for route in ROUTES
        if route.method == "GET" and wanted.search(route.path) and not route.stub
    ]


def filled(path, names):
    """An address of a route, of something that is there."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        if part.startswith(":"):
            known = _FILLED.get(parts[place - 1], "filter")
            parts[place] = names[known] if part != ":hashtag" else "wool"
    return "/".join(parts)


class Counted:
    """Counts the statements that are read, and the rows that come."""

    def __init__(self, backend):
        self.cost, self._read = [0, 0], backend.read
        backend.read = self.read

    async def read(self, sql, params):
        """Read as usual."""
        rows = await self._read(sql, params)
        self.cost = [self.cost[0] + 1, self.cost[1] + len(rows)]
        return rows

    def told(self):
        """Say what it cost since the last time."""
        cost, self.cost = self.cost, [0, 0]
        return cost


@pytest.fixture
async def world(settings):
    far = tuple(f"{kind}=100000" for kind in ("person", *KINDS))
    async with open_home(replace(settings, client_limits=far)) as home:
        yield await make_world(home)


def test_the_pages_that_are_tried_are_many():
    assert len(lists()) > 20
    assert "/api/v1/timelines/home" in lists()
    assert set(_LONGER) & set(lists())


async def test_hostile_pages_are_ordinary_pages(world):
    counted = Counted(world.home.store.backend)
    for path in lists():
        address = f"{filled(path, world.names)}?q=an&"
        assert (await world.phone.get(f"{address}limit=80")).status_code == 200
        counted.told()
        assert (await world.phone.get(f"{address}limit=80")).status_code == 200
        statements, rows = counted.told()
        for query in _HOSTILE:
            answer = await world.phone.get(address + query)
            assert answer.status_code in {200, 400, 422}, (address, query, answer.text)
            told = answer.json()
            if isinstance(told, list):
                assert len(told) <= _LONGER.get(path, _MOST), (address, query)
            cost = counted.told()
            # A page upward asks once more where the one below it begins.
            assert cost[0] <= statements + 2, (address, query, cost, statements)
            assert cost[1] <= rows + 40, (address, query, cost, rows)
