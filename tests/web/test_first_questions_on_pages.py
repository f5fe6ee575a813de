"""A first question stands first for stewards, is marked for members, and is answered kindly."""

import pytest

from fedcop.community.practice.parts import QuestionPart
from tests.builders import let_follow, make_community
from tests.writing import answer, write


@pytest.fixture
async def scene(house):
    ana, steward = await house.person("ana")
    bo, asker = await house.person("bo")
    lab = await make_community(house.store, ana, "lab")
    await let_follow(house.store, bo, lab)
    return ana, steward, bo, asker, lab


async def ask(house, who, lab, title):
    return await write(house.store, who, title=title, community_id=lab.id, practice=QuestionPart())


async def test_it_is_marked_until_somebody_answers(house, scene):
    ana, steward, bo, asker, lab = scene
    first = await ask(house, bo, lab, "How do you hand over?")
    await ask(house, bo, lab, "And at night?")
    for page in ("/c/lab/steward", "/c/lab/questions?tab=unanswered"):
        shown = (await steward.get(page)).text
        assert shown.count("First question: answer it within 24 h") == 1, page
    cockpit = (await steward.get("/c/lab/steward")).text
    assert cockpit.index("How do you hand over?") < cockpit.index("And at night?")
    hint = "asks here for the first time"
    assert hint in (await steward.get(f"/t/{first.id}")).text
    assert hint not in (await asker.get(f"/t/{first.id}")).text
    await answer(house.store, ana, first)
    assert "First question" not in (await steward.get("/c/lab/questions")).text


async def test_guests_are_not_told_who_is_new(house, scene):
    _, _, bo, _, lab = scene
    await ask(house, bo, lab, "How do you hand over?")
    page = await house.guest().get("/c/lab/questions")
    assert "How do you hand over?" in page.text
    assert "First question" not in page.text
