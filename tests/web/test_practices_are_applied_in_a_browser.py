"""Apply a practice by its page in three fields, tell the result, read it in the tab."""

from dataclasses import replace

import pytest

from fedcop.community.practice import adoptions
from tests.adopting import row_of, write_practice
from tests.builders import make_community
from tests.federation.endpoints.rig import open_door
from tests.web.rig import open_house
from tests.writing import count


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    post = await write_practice(house.store, ana, community)
    return ana, browser, post


async def test_nobody_has_told_yet(house, scene):
    page = (await house.guest().get(f"/a/{scene[2].id}?tab=results")).text
    assert "Nobody has reported a result" in page
    assert "failures count" in page


async def test_three_fields_are_enough(house, scene):
    post = scene[2]
    _, bo = await house.person("bo")
    page = (await bo.get(f"/a/{post.id}/apply")).text
    for name in ("team", "since", "changes"):
        assert f'name="{name}"' in page
    sent = await bo.post(
        f"/a/{post.id}/apply", team="Ward 4", since="2026-11-02", changes="Printed."
    )
    assert sent.headers["location"] == f"/a/{post.id}?tab=results#talk"
    tab = (await bo.get(f"/a/{post.id}?tab=results")).text
    assert "Applying it" in tab
    assert "You are asked on" in tab
    assert "since 2 November 2026" in tab
    assert (await row_of(house.store, post.uri)).adoptions == 1


async def test_what_is_missing_is_said_beside_its_field(house, scene):
    post = scene[2]
    _, bo = await house.person("bo")
    sent = await bo.post(f"/a/{post.id}/apply", team="", since="soon")
    assert sent.status_code == 422
    assert "Say where" in sent.text
    assert "2026-05-31" in sent.text
    later = await bo.post(f"/a/{post.id}/apply", team="Ward 4", since="2199-01-01")
    assert "a day that has come" in later.text
    assert await count(house.store, "adoption") == 0


async def test_the_result_is_told_with_what_the_cycles_ask(house, scene):
    post = scene[2]
    _, bo = await house.person("bo")
    await bo.post(f"/a/{post.id}/apply", team="Ward 4")
    (one,) = await adoptions.list_of(house.store, post.uri)
    lead = await bo.get(f"/n/{one.row.id}/result")
    assert lead.headers["location"] == f"/a/{post.id}/result?of={one.row.id}"
    page = (await bo.get(lead.headers["location"])).text
    assert "What would you tell the authors?" in page
    fields = {"of": str(one.row.id), "team": "Ward 4", "result": "not", "happened": "Nobody came."}
    fields |= {"time-direction": "worse", "time-range": "some", "feedback": "Say <b>when</b>."}
    sent = await bo.post(f"/a/{post.id}/result", **fields)
    assert sent.status_code == 303
    tab = (await house.guest().get(f"/a/{post.id}?tab=results")).text
    assert "Did not work" in tab
    assert "Nobody came." in tab
    assert "somewhat worse" in tab
    assert "Say <b>when</b>" not in tab
    again = (await bo.get(f"/a/{post.id}/result")).text
    assert "Nobody came." in again


async def test_nobody_tells_the_result_of_another(house, scene):
    post = scene[2]
    _, bo = await house.person("bo")
    await bo.post(f"/a/{post.id}/apply", team="Ward 4")
    (one,) = await adoptions.list_of(house.store, post.uri)
    _, eve = await house.person("eve")
    assert (await eve.get(f"/n/{one.row.id}/result")).status_code == 404
    assert (await eve.post(f"/a/{post.id}/result", of=str(one.row.id), team="x")).status_code == 404


async def test_only_the_fact_is_read_by_others(house, scene):
    post = scene[2]
    _, bo = await house.person("bo")
    await bo.post(f"/a/{post.id}/apply", team="Ward 4", changes="A secret.", discreet="1")
    tab = (await house.guest().get(f"/a/{post.id}?tab=results")).text
    assert "Ward 4" in tab
    assert "secret" not in tab
    assert "A secret." in (await bo.get(f"/a/{post.id}/result")).text


async def test_what_came_of_it_stays_where_the_organization_says_so(settings):
    async with open_house(replace(settings, results_stay=True)) as house:
        ana, _ = await house.person("ana")
        post = await write_practice(house.store, ana, await make_community(house.store, ana, "h"))
        _, bo = await house.person("bo")
        form = (await bo.get(f"/a/{post.id}/apply")).text
        assert "What came of it stays here." in form
        assert 'type="checkbox" name="discreet"' not in form
        await bo.post(f"/a/{post.id}/apply", team="Ward 4", changes="A secret.")
        fields = {"team": "Ward 4", "result": "not", "happened": "A secret.", "discreet": ""}
        fields |= {"time-direction": "worse", "time-range": "much"}
        await bo.post(f"/a/{post.id}/result", **fields)
        (found,) = await adoptions.list_of(house.store, post.uri)
        assert (found.row.result, found.row.discreet) == ("not", 1)
        told = await open_door(house.store).read(found.post.uri)
        assert told["cop:adopts"]["revision"] == 1
        left_out = ("cop:result", "cop:outcome", "cop:happened", "cop:changes")
        assert not any(name in told for name in left_out)
        assert "secret" not in str(told)
        for path in (f"/a/{post.id}?tab=results", f"/a/{post.id}/ripple", "/o/applied"):
            assert "Did not work" not in (await house.guest().get(path)).text
            assert "Did not work" in (await bo.get(path)).text
        counted = await adoptions.results_of(house.store, post.uri)
        assert (counted.adoptions, counted.told) == (1, 0)
