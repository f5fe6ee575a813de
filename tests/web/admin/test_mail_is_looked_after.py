"""Those who run the node see how mail does, and have it tried again."""

from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community import audit, letters, mail_state
from fedcop.community.letters import Fate, Letter
from fedcop.community.perform import perform
from fedcop.store.queries import addresses
from fedcop.store.queries import letters as rows
from tests.web.rig import open_house


@pytest.fixture
async def posting(settings):
    """A node that sends mail, to a server that does not answer."""
    chosen = replace(settings, smtp_host="mail.example", mail_from="cop@northwind.example")
    async with open_house(chosen) as opened:
        yield opened


async def _trouble(store) -> None:
    async def owe(unit) -> None:
        letters.owe(unit, Letter("test", "<b>mia</b>@north.example", {"a": 1}))
        letters.owe(unit, Letter("test", "waits@north.example"))

    async def refuse(unit) -> None:
        unit.add(addresses.note_refusal("gone@north.example", "550 gone", clock.now_ms(), 0))

    await perform(store, owe)
    (row, _) = sorted(await rows.list_letters(store, rows.OWED, 5), key=lambda one: one.address)
    await perform(store, letters.settle, row, Fate(for_good=True, said="550 no"))
    for _ in range(addresses.ENOUGH):
        await perform(store, refuse)
    await perform(store, mail_state.note_failure, "tls", "mail.example:587: TLS fails")


async def test_a_node_without_mail_says_so(house) -> None:
    _, browser = await house.person("kwame", role="admin")
    assert "This node sends no mail." in (await browser.get("/admin/mail")).text
    assert (await browser.post("/admin/mail/test", address="a@b.example")).status_code == 400


async def test_an_empty_queue_is_well(posting) -> None:
    _, browser = await posting.person("kwame", role="admin")
    page = (await browser.get("/admin/mail")).text
    assert "Takes mail from cop@northwind.example." in page
    assert "Nothing waits." in page


async def test_trouble_is_named_and_mended(posting) -> None:
    _, browser = await posting.person("kwame", role="admin")
    await _trouble(posting.store)
    page = (await browser.get("/admin/mail")).text
    assert "mail.example:587: TLS fails" in page
    assert "&lt;b&gt;mia&lt;/b&gt;<wbr>@north.example" in page
    assert "gone@north.example" in page
    (given_up,) = await rows.list_letters(posting.store, rows.GIVEN_UP, 5)
    await browser.post("/admin/mail/retry", letter=str(given_up.id))
    assert await rows.list_letters(posting.store, rows.GIVEN_UP, 5) == []
    await browser.post("/admin/mail/clear", address="gone@north.example")
    assert await addresses.count_failing(posting.store) == 0
    await browser.post("/admin/mail/test", address="kwame@north.example")
    wrong = await browser.post("/admin/mail/test", address="a@b.example\r\nBcc: c@d.example")
    assert wrong.status_code == 400
    acts = [row.act for row in await audit.read_log(posting.store)]
    assert acts == ["test-mail", "clear-mail-address", "retry-mail"]
    assert len(await rows.list_letters(posting.store, rows.OWED, 5)) == 3


async def test_an_auditor_sees_and_does_nothing(posting) -> None:
    _, browser = await posting.person("aud", role="auditor")
    await _trouble(posting.store)
    page = (await browser.get("/admin/mail")).text
    assert "TLS fails" in page
    assert 'action="/admin/mail' not in page
    for path in ("test", "retry", "clear"):
        assert (await browser.post(f"/admin/mail/{path}")).status_code == 403
    _, moderator = await posting.person("mod", role="moderator")
    assert (await moderator.get("/admin/mail")).status_code == 403
