"""Who wrote what is told of the fields of a kind as well as of the text beside them."""

from dataclasses import replace

from tests.builders import make_community
from tests.library import HANDOVER, revise, share


async def test_each_step_has_its_writer_and_its_revision(house):
    ana, browser = await house.person("ana")
    lab = await make_community(house.store, ana, "lab")
    wish = replace(HANDOVER, body="", community_id=lab.id, fields={"steps": ["One.", "Two."]})
    wish = replace(wish, fields={"whenToUse": "At night.", **wish.fields})
    post = await share(house.parts.reach, ana, wish)
    steps = ["One.", "Two.", "Three, which is new."]
    await revise(
        house.parts.reach, ana, post, replace(wish, fields={**wish.fields, "steps": steps})
    )
    page = (await browser.get(f"/a/{post.id}/blame")).text
    assert "<h2>Steps</h2>" in page
    below = page[page.index("<h2>Steps</h2>") :].split('<div class="blamed">')[1:]
    assert ["Three" in one for one in below] == [False, False, True]
    assert ["/r/2" in one for one in below] == [False, False, True]
    assert "At night." in page[: page.index("<h2>Steps</h2>")]
