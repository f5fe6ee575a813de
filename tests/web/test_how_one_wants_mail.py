"""People say how they want mail, and end it by one click without signing in."""

from dataclasses import replace

import pytest

from fedcop.community import mail_wishes, stopping
from fedcop.community.stopping import Stop
from tests.builders import let_follow, make_community
from tests.web.rig import open_house


@pytest.fixture
async def posting(settings):
    """A node that sends mail."""
    chosen = replace(settings, smtp_host="localhost", mail_from="cop@northwind.example")
    async with open_house(chosen) as opened:
        yield opened


async def test_a_node_without_mail_says_so(house) -> None:
    _, browser = await house.person("mia", email="mia@north.example")
    page = (await browser.get("/settings/mail")).text
    assert "This node sends no mail." in page
    assert "<select" not in page


async def test_somebody_chooses(posting) -> None:
    mia, browser = await posting.person("mia", email="mia@north.example")
    tomas, _ = await posting.person("tomas")
    group = await make_community(posting.store, tomas, "handovers")
    await let_follow(posting.store, mia, group)
    page = (await browser.get("/settings/mail")).text
    assert "Mail goes to mia@north.example." in page
    assert f'name="community-{group.id}"' in page
    wish = {"needs": "1", "every": "1", "hour": "8", "timezone": "Europe/Oslo", "quoting": "1"}
    answer = await browser.post("/settings/mail", **wish, **{f"community-{group.id}": "0"})
    assert answer.headers["location"] == "/settings/mail?saved"
    known = await mail_wishes.read_wish(posting.store, mia.id)
    assert (known.needs, known.every, known.hour, known.timezone, known.quoting) == (
        1,
        1,
        8,
        "Europe/Oslo",
        1,
    )
    ((_, every),) = await mail_wishes.list_choices(posting.store, mia.id, known)
    assert every == mail_wishes.NEVER
    wrong = await browser.post("/settings/mail", **{**wish, "timezone": "Mars/Base"})
    assert wrong.status_code == 422
    assert "We know no such time zone." in wrong.text


async def test_one_click_ends_a_digest_without_signing_in(posting) -> None:
    mia, _ = await posting.person("mia", email="mia@north.example")
    tomas, _ = await posting.person("tomas")
    group = await make_community(posting.store, tomas, "handovers", display="Handing over")
    await let_follow(posting.store, mia, group)
    stop = Stop(stopping.DIGEST, mia.id, group.id)
    address = f"/unsubscribe/{stopping.write_stop(posting.settings.secret, stop)}"
    guest = posting.guest()

    async def every() -> int:
        known = await mail_wishes.read_wish(posting.store, mia.id)
        ((_, found),) = await mail_wishes.list_choices(posting.store, mia.id, known)
        return found

    page = await guest.get(address)  # as a program does that looks for harm
    assert "You will get no more digests of Handing over." in page.text
    assert await every() == mail_wishes.WEEKLY
    done = await guest.client.post(
        address,
        content="List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": "null"},
    )
    assert done.status_code == 200
    assert "You get no more digests of Handing over." in done.text
    assert await every() == mail_wishes.NEVER
    assert (await guest.client.post(f"{address}0", content="")).status_code == 404
    for what in (stopping.DIGESTS, stopping.NEEDS):
        token = stopping.write_stop(posting.settings.secret, Stop(what, mia.id))
        assert (await guest.client.post(f"/unsubscribe/{token}", content="")).status_code == 200
    known = await mail_wishes.read_wish(posting.store, mia.id)
    assert (known.needs, known.every) == (0, 0)
