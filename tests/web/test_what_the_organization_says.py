"""Privacy, terms, conduct, imprint, accessibility: drafts from the settings, or as admins write."""

import re

import pytest

from fedcop.community import audit, options, texts
from fedcop.community.perform import perform
from fedcop.errors import Malformed, NotFound

TITLES = ("Privacy", "Terms of use", "Code of conduct", "Imprint", "Accessibility")


@pytest.mark.parametrize(("kind", "title"), list(zip(texts.KINDS, TITLES, strict=True)))
async def test_anybody_reads_a_draft_that_follows_from_the_settings(house, kind, title) -> None:
    answer = await house.guest().get(f"/{kind}")
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text
    assert house.settings.organization in answer.text
    for other in texts.KINDS:
        assert (f'href="/{other}"' in answer.text) or other == kind


async def test_each_page_leads_to_them(house) -> None:
    page = (await house.guest().get("/about")).text
    foot = page[page.index('<footer class="foot">') :]
    assert re.findall(r'href="(/[a-z]+)"', foot)[:4] == [
        "/about",
        "/privacy",
        "/accessibility",
        "/imprint",
    ]


async def test_an_admin_writes_one_and_goes_back_to_the_draft(house) -> None:
    owner, browser = await house.person("aiko", role="owner")
    form = await browser.get("/admin/texts/imprint")
    assert form.status_code == 200
    written = "# Who\n\n**Example** <script>alert(1)</script>"
    answer = await browser.post("/admin/texts/imprint", text=written)
    assert answer.headers["location"] == "/admin/texts?done=1"
    page = (await house.guest().get("/imprint")).text
    assert "<strong>Example</strong>" in page
    assert "<script" not in page
    assert "As of " in page
    listed = (await browser.get("/admin/texts?done=1")).text
    assert "Written here" in listed

    await browser.post("/admin/texts/imprint", text="  ")
    assert "<strong>Example</strong>" not in (await house.guest().get("/imprint")).text
    log = await audit.read_log(house.store)
    assert [(row.actor_id, row.act, row.subject) for row in log] == [
        (owner.id, "change-text", "imprint"),
        (owner.id, "change-text", "imprint"),
    ]


async def test_what_stands_elsewhere_is_led_to(house) -> None:
    there = "https://www.example.org/data"
    await perform(house.store, options.change_options, 0, privacy=there)
    answer = await house.guest().get("/privacy")
    assert (answer.status_code, answer.headers["location"]) == (302, there)
    assert (await house.guest().get("/terms")).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("moderator", 403)])
async def test_who_looks_after_other_things_does_not_write_them(house, role, status) -> None:
    _, browser = await house.person("kwame", role=role)
    assert (await browser.get("/admin/texts/imprint")).status_code == status
    answer = await browser.post("/admin/texts/imprint", text="No")
    assert answer.status_code == status
    assert not await texts.find_text(house.store, "imprint")


async def test_what_cannot_be_kept_is_refused_with_what_was_typed(house) -> None:
    _, browser = await house.person("aiko", role="admin")
    answer = await browser.post("/admin/texts/terms", text="x" * (texts.LONGEST + 1))
    assert answer.status_code == 422
    assert "50,000 characters at most" in answer.text
    assert (await browser.get("/admin/texts/nonsense")).status_code == 404
    with pytest.raises(NotFound, match="there are privacy, terms"):
        await texts.find_text(house.store, "nonsense")
    with pytest.raises(Malformed):
        await perform(house.store, texts.write_text, 0, "terms", "x" * 60_000, "")
