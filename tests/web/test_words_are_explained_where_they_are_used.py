"""Below an artifact stand the words of its community that it uses, with what they mean."""

from dataclasses import replace

import pytest

from fedcop.community.practice.glossary import Term, used_in
from fedcop.community.practice.wishes import ArtifactWish
from tests.builders import make_community
from tests.library import CC_BY, HANDOVER, share


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Let the read-back happen.", True),
        ("READ BACK, please", True),
        ("Use teach-back.", True),
        ("A bread-back", False),
        ("They read. Back then …", True),  # the words stand side by side, whatever is between
        ("", False),
    ],
)
def test_a_word_is_found_under_each_of_its_names(text, found):
    term = Term(1, "https://a.example/a/1", "Read-back", "Say it again.", ("Teach-back", "…"))
    assert used_in([term], text) == ([term] if found else [])


async def test_they_stand_below_what_uses_them(house):
    ana, browser = await house.person("ana")
    lab = await make_community(house.store, ana, "lab")
    wish = replace(HANDOVER, community_id=lab.id)
    for title, meaning in (("Shift", "Eight hours."), ("Catcher", "Who asks.")):
        term = ArtifactWish("term", title=title, fields={"meaning": meaning}, license=CC_BY)
        await share(house.parts.reach, ana, replace(term, community_id=lab.id, language="en"))
    post = await share(house.parts.reach, ana, wish)
    page = (await browser.get(f"/a/{post.id}")).text
    below = page[page.index("Words used here") :]
    assert "Eight hours." in below
    assert "Who asks." not in page
    alone = await share(house.parts.reach, ana, HANDOVER)
    assert "Words used here" not in (await browser.get(f"/a/{alone.id}")).text
