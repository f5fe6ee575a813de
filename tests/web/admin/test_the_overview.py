"""How a node stands, in a light and a sentence for each part of it."""

from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community.house import days, lights, samples
from fedcop.community.house.facts import Overview, read_facts
from fedcop.community.house.outlook import Outlook, read_outlook
from fedcop.community.moderation import Complaint, report
from fedcop.community.perform import perform
from fedcop.store.queries.gauges import Beside, Peers
from fedcop.store.queries.samples import Lagging
from fedcop.watching import outward
from tests.builders import make_community, make_person
from tests.web.admin.standing import HOUR_MS, failing_peer, lagging_peer
from tests.writing import write

GIB = 1 << 30


@pytest.fixture
async def facts(house):
    return await read_facts(house.store, house.settings)


def light(facts, name):
    return next(one for one in lights.lights_of(facts) if one.name == name)


async def test_all_is_well_on_a_new_node_that_has_a_backup(facts):
    plenty = replace(facts, free=100 * GIB)
    shown = {one.name: one.state for one in lights.lights_of(plenty)}
    assert shown.pop("backup") == "warning"
    assert set(shown.values()) == {"good"}
    backed_up = replace(plenty, backed_up=plenty.read_at)
    assert {one.state for one in lights.lights_of(backed_up)} == {"good"}


@pytest.mark.parametrize(
    ("name", "state", "changes"),
    [
        ("backup", "bad", {"backup": "the last one failed: no space left"}),
        ("waiting", "warning", {"newcomers": 2}),
        ("disk", "warning", {"free": 3 * GIB}),
        ("disk", "bad", {"free": GIB - 1}),
        ("database", "bad", {"schema": "its schema is not that of this version"}),
        ("version", "bad", {"schema": "its schema is not that of this version"}),
        ("database", "warning", {"answered_ms": 900}),
        ("inbox", "good", {"arrived": 4, "arrived_since": -60}),
        ("inbox", "warning", {"arrived": 4, "arrived_since": -180}),
        ("inbox", "bad", {"arrived": 4, "arrived_since": -3600}),
        ("events", "bad", {"untold": 1, "untold_since": -3600}),
        ("peers", "good", {"peers": Peers(100, 3)}),
        ("peers", "warning", {"peers": Peers(10, 5)}),
        ("delivery", "good", {"lagging": Lagging(2, 60)}),
        ("delivery", "warning", {"lagging": Lagging(2, 7200)}),
        ("delivery", "warning", {"beside": Beside(0, 2)}),
        ("certificate", "good", {"secure": True, "outlook": Outlook(days=60)}),
        ("certificate", "warning", {"secure": True, "outlook": Outlook(days=9)}),
        ("certificate", "bad", {"secure": True, "outlook": Outlook(trouble="it has expired")}),
        ("clock", "good", {"outlook": Outlook(drift=2.5, asked=3)}),
        ("clock", "bad", {"outlook": Outlook(drift=-300.0, asked=3)}),
        ("quarantine", "bad", {"quiet_since": 1}),
    ],
)
async def test_what_is_wrong_is_seen(facts, name, state, changes):
    for key in ("arrived_since", "untold_since"):
        if key in changes:
            changes = {**changes, key: facts.read_at + changes[key] * 1000}
    found = light(replace(facts, **changes), name)
    assert found.state == state
    assert found.text


async def test_mail_that_nobody_sends_is_seen(facts):
    owed = facts.waits._replace(mail_owed=2, mail_due=facts.read_at - 7 * HOUR_MS)
    assert light(replace(facts, waits=owed), "mail").state == "bad"
    given_up = facts.waits._replace(mail_given_up=1)
    assert light(replace(facts, waits=given_up), "mail").state == "warning"


async def test_what_waits_is_counted(house):
    ana = await make_person(house.store, "ana")
    await make_community(house.store, ana, "waits", needs_approval=True)
    await perform(house.store, report, ana, Complaint(text="Look at this"))
    waits = (await read_facts(house.store, house.settings)).waits
    assert (waits.reports, waits.communities) == (1, 1)


async def test_how_peers_stand_is_kept_hour_by_hour(house):
    slow = await lagging_peer(house.store)
    down = await failing_peer(house.store)
    assert await samples.take(house.store) == 2
    assert await samples.take(house.store) == 2  # again in the same hour: in place of it
    [row] = await samples.list_last(house.store, slow, 24)
    assert (row.behind, row.failing) == (3, 0)
    assert 2 * 3600 <= row.lag < 2 * 3600 + 60
    [row] = await samples.list_last(house.store, down, 24)
    assert (row.behind, row.failing) == (0, 1)
    assert (await samples.count_lagging(house.store)).peers == 1


async def test_what_is_old_is_forgotten(house, monkeypatch):
    slow = await lagging_peer(house.store)
    await samples.take(house.store)
    later = clock.now_ms() + (samples.KEPT_HOURS + 2) * HOUR_MS
    monkeypatch.setattr(clock, "now_ms", lambda: later)
    await samples.take(house.store)
    rows = await samples.list_last(house.store, slow, 10_000)
    assert [row.hour for row in rows] == [later // HOUR_MS]


async def test_a_day_is_counted_and_counted_again(house):
    ana = await make_person(house.store, "ana")
    await write(house.store, ana)
    await days.count(house.store)
    await write(house.store, ana)
    await days.count(house.store)
    last = await days.list_last(house.store, 28)
    assert len(last) == 28
    assert last[-1].posts == 2
    assert last[0].posts == 0


async def test_few_people_are_not_told(house):
    for name in ("ana", "bo", "cy"):
        await house.person(name)
    _, owner = await house.person("kwame", role="owner")
    await days.count(house.store)
    page = (await owner.get("/admin")).text
    assert "fewer than 5" in page
    assert "too few to tell" in page


async def test_it_is_read_once_for_all_who_ask(house):
    overview = Overview(house.store, house.settings)
    assert await overview.get() is await overview.get()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("owner", {"mail", "waiting", "disk"}),
        ("auditor", {"mail", "waiting", "disk"}),
        ("moderator", {"waiting", "disk"}),
    ],
)
async def test_each_sees_what_is_theirs(house, role, seen):
    _, browser = await house.person("kwame", role=role)
    page = (await browser.get("/admin")).text
    found = {name for name in ("mail", "waiting", "disk") if f'data-light="{name}"' in page}
    assert found == seen


async def test_certificate_and_clock_are_looked_at_by_the_worker_now_and_then(house):
    assert await outward.look(house.parts) == 0  # a new node has yet to be made known
    first = await read_outlook(house.store)
    with clock.held(lambda: first.looked / 1000 + 6.1 * 3600):
        assert await outward.look(house.parts) == 1
        assert await outward.look(house.parts) == 0
    seen = await read_outlook(house.store)
    assert (seen.days, seen.trouble, seen.drift) == (None, "", None)  # http, and no peers
