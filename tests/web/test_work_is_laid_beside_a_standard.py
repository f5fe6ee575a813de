"""One's own work beside the rubric of a standard: for oneself, until one uses it elsewhere."""

import pytest

from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, assessing
from fedcop.community.practice.assessing import Found, Look
from fedcop.errors import Invalid, NotFound
from tests.builders import let_follow, make_community
from tests.library import HANDOVER, STANDARD, share

FOUND = {
    "work": "Our night handover",
    "level-0": "3",
    "evidence-0": "Agency staff <b>follow</b> it.",
    "level-2": "1",
}


@pytest.fixture
async def lab(house):
    """Ana's standard and how-to in a community, and tom, who is a member of it."""
    ana, hers = await house.person("ana")
    tom, his = await house.person("tom")
    group = await make_community(house.store, ana, "lab")
    await let_follow(house.store, tom, group)
    reach = house.parts.reach
    standard = await share(reach, ana, STANDARD, community_id=group.id)
    work = await share(reach, ana, HANDOVER, community_id=group.id)
    return standard, work, hers, (tom, his)


async def kept(house, person, standard):
    return await assessing.my_assessments(house.store, person, standard.uri)


async def test_what_one_finds_is_shown_and_kept_nowhere(house, lab):
    standard, _, _, (tom, his) = lab
    path = f"/a/{standard.id}/assess"
    assert f'href="{path}"' in (await his.get(f"/a/{standard.id}")).text
    form = (await his.get(path)).text
    assert "A newcomer could act on it without asking" in form
    assert form.count('type="radio"') == 16
    page = (await his.post(path, **FOUND)).text
    assert "What you found" in page
    assert "Agency staff &lt;b&gt;follow&lt;/b&gt; it." in page
    assert "kept nowhere" in page
    assert await kept(house, tom, standard) == []


async def test_what_is_kept_is_for_oneself_alone(house, lab):
    standard, _, hers, (tom, his) = lab
    path = f"/a/{standard.id}/assess"
    answer = await his.post(path, **FOUND, keep="1")
    [row] = await kept(house, tom, standard)
    there = f"{path}?kept={row.id}"
    assert answer.headers["location"] == f"{there}#found"
    page = (await his.get(there)).text
    assert "Clarity: 3 of 4. Agency staff &lt;b&gt;follow&lt;/b&gt; it." in page
    assert "Our night handover" in (await his.get(path)).text
    for seen in (await hers.get(there), await hers.get(path), await hers.get(f"/a/{standard.id}")):
        assert "Our night handover" not in seen.text
    adopting = f"/a/{standard.id}/apply?assessment={row.id}"
    assert (await hers.get(adopting)).status_code == 404
    assert "Clarity: 3 of 4." in (await his.get(adopting)).text
    await hers.post(f"{path}/forget", assessment=str(row.id))
    assert await kept(house, tom, standard) == [row]
    assert (await his.post(f"{path}/forget", assessment=str(row.id))).status_code == 303
    assert await kept(house, tom, standard) == []


async def test_it_begins_a_review_of_something_in_the_library(house, lab):
    standard, work, hers, (tom, his) = lab
    path = f"/a/{standard.id}/assess"
    fields = {**FOUND, "work": f"/a/{work.id}"}
    await his.post(path, **fields, keep="1")
    [row] = await kept(house, tom, standard)
    assert row.work_uri == work.uri
    review = f"/a/{work.id}/review/1?standard={standard.id}&assessment={row.id}"
    assert review.replace("&", "&amp;") in (await his.get(f"{path}?kept={row.id}")).text
    form = (await his.get(review)).text
    assert '<option value="3" selected>' in form
    assert "Clarity: 3 of 4." in form
    assert (await hers.get(review)).status_code == 404


async def test_only_a_standard_has_criteria(house, lab):
    standard, work, _, (tom, his) = lab
    assert (await his.get(f"/a/{work.id}/assess")).status_code == 404
    assert (await his.post(f"/a/{standard.id}/assess", work="Mine")).status_code == 422
    row = await artifacts.get(house.store, standard.id)
    for look in (
        Look((Found("Clarity", 0, "Nothing chosen."),)),
        Look((Found("Clarity", 5),)),
        Look((Found("Clarity", 2, "x" * 501),)),
        Look((Found("Clarity", 2),), work="x" * 301),
    ):
        with pytest.raises(Invalid):
            await perform(house.store, assessing.keep_assessment, tom, row, look)
    with pytest.raises(NotFound):
        await assessing.my_assessment(house.store, tom, 1)
