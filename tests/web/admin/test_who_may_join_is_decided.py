"""Who may join is decided on a page, by those who may, and holds at once."""

import pytest

from fedcop.community import options


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 303), ("admin", 303), ("moderator", 403), ("auditor", 403)]
)
async def test_who_decides(house, role, status) -> None:
    _, browser = await house.person("kwame", role=role)
    page = await browser.get("/admin/registrations")
    assert (page.status_code == 200) == (role != "moderator")
    fields = {"mode": "invitation", "least_age": "16", "mail_domains": "@cop.example"}
    answer = await browser.post("/admin/registrations/change", **fields)
    assert answer.status_code == status
    decided = await options.read_options(house.store)
    wanted = ("invitation", 16, "cop.example") if status == 303 else ("", 0, "")
    assert (decided.registrations, decided.least_age, decided.mail_domains) == wanted
    if status == 303:
        assert "needs an invitation" in (await house.guest().get("/signup")).text


async def test_what_cannot_be_is_said(house) -> None:
    _, browser = await house.person("kwame", role="owner")
    for wrong in ({"least_age": "x"}, {"mail_domains": "nowhere"}, {"terms": "javascript:1"}):
        answer = await browser.post("/admin/registrations/change", mode="open", **wrong)
        assert answer.status_code == 422
    assert (await options.read_options(house.store)).registrations == ""


@pytest.mark.parametrize(
    ("role", "status"), [("admin", 200), ("moderator", 200), ("auditor", 403), ("member", 403)]
)
async def test_who_invites(house, role, status) -> None:
    _, browser = await house.person("kwame", role=role)
    answer = await browser.post("/admin/invitations/make", most="3", days="7")
    assert answer.status_code == status
    assert ("/invite/" in answer.text) == (status == 200)
