"""Whatever a client asks of a timeline, no more is read for it than for an ordinary page."""

import pytest

from fedcop import clock
from fedcop.community import lists
from fedcop.community.lists import Wish
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries.home_lines import insert_home_line
from tests.builders import let_follow

POSTS = 50  # more than the longest page shows
HOSTILE = (
    "limit=1000000",
    "limit=-1000000",
    "limit=99999999999999999999999999",
    "limit=40.5",
    "limit[]=7&limit[]=9",
    "max_id=-1",
    "max_id=99999999999999999999999999",
    "max_id=1",
    "max_id=nonsense",
    "min_id=1&limit=1000000",
    "min_id=-5",
    "min_id=9223372036854775807",
    "since_id=1&limit=1000000",
    "since_id=9223372036854775807&max_id=9223372036854775807",
    "min_id=1&since_id=2&max_id=3",
    "offset=1000000000&limit=1000000",
)


class Meter:
    """Counts what is read of the store."""

    def __init__(self, store, monkeypatch) -> None:
        self.statements = self.rows = 0
        self._read = store.backend.read
        monkeypatch.setattr(store.backend, "read", self._counted)

    async def _counted(self, sql, params):
        rows = await self._read(sql, params)
        self.statements, self.rows = self.statements + 1, self.rows + len(rows)
        return rows

    async def cost(self, phone, path):
        """What a request costs, in statements and rows, and how much it shows."""
        self.statements = self.rows = 0
        answer = await phone.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return self.statements, self.rows, len(answer.json())


@pytest.fixture
async def phone(home):
    """Somebody with much at home, on a list, under a hashtag and in public."""
    ann, bob = await home.person("ann"), await home.person("bob")
    await let_follow(home.store, ann, bob)
    listing = await perform(home.store, lists.create, ann, Wish("Weavers"))
    await perform(home.store, lists.add, ann, listing.id, [bob.id])
    writer, unit = await home.phone_of(bob), Unit(home.store)
    for number in range(POSTS):
        said = await writer.post("/api/v1/statuses", status=f"Wool {number} #wool")
        assert said.status_code == 200, said.text
        post = int(said.json()["id"])
        unit.add(insert_home_line(ann.id, post, post, bob.id))
    await unit.commit()
    phone = await home.phone_of(ann)
    phone.paths = (
        "/api/v1/timelines/home",
        "/api/v1/timelines/public",
        "/api/v1/timelines/tag/wool",
        f"/api/v1/timelines/list/{listing.id}",
        f"/api/v1/accounts/{bob.id}/statuses",
    )
    phone.foreign = (await phone.post("/api/v1/statuses", status="Mine")).json()
    return phone


async def test_no_cursor_and_no_limit_makes_a_page_dearer(home, phone, monkeypatch):
    meter, foreign, now = Meter(home.store, monkeypatch), phone.foreign["id"], clock.now()
    asked = (*HOSTILE, f"max_id={foreign}", f"min_id={foreign}", f"max_id={relayed(foreign)}")
    with clock.held(lambda: now):  # nothing that is remembered becomes old
        for path in phone.paths:
            await meter.cost(phone, f"{path}?limit=40")  # what posts say is rendered
            statements, rows, shown = await meter.cost(phone, f"{path}?limit=40")
            assert shown == 40, path
            for query in asked:
                more, longer, shown = await meter.cost(phone, f"{path}?{query}")
                assert more <= statements, (path, query)
                assert longer <= rows, (path, query)
                assert shown <= 40, (path, query)


def relayed(number):
    """Name it as its community would pass it on, were it in one."""
    return int(number) | 1 << 9
