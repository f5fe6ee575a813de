"""What those who run the node did stands in the audit log, for those who may read it."""

import json

import pytest

from fedcop.community import audit, options
from fedcop.community.perform import perform
from fedcop.errors import Malformed


async def _note(unit, actor_id, act, subject, **about) -> None:
    audit.note(unit, actor_id, act, subject, about)


async def test_acts_are_read_latest_first_and_by_one_act_or_person(store) -> None:
    await perform(store, _note, 7, "suspend-person", "mia", reason="spam")
    await perform(store, _note, 8, "block-domain", "bad.example")
    await perform(store, _note, 7, "block-domain", "worse.example")

    subjects = [row.subject for row in await audit.read_log(store)]
    assert subjects == ["worse.example", "bad.example", "mia"]
    of_act = await audit.read_log(store, act="block-domain")
    assert [row.subject for row in of_act] == ["worse.example", "bad.example"]
    assert [row.subject for row in await audit.read_log(store, actor_id=7)] == [
        "worse.example",
        "mia",
    ]
    of_both = await audit.read_log(store, act="block-domain", actor_id=7)
    assert [row.subject for row in of_both] == ["worse.example"]
    oldest = (await audit.read_log(store))[-1]
    assert json.loads(oldest.about) == {"reason": "spam"}
    assert await audit.read_log(store, before=oldest.id) == []


async def test_an_option_changes_for_every_process_and_is_written_down(store) -> None:
    kept = options.Kept()
    assert (await kept.get(store)).registrations == ""
    await perform(store, options.change_options, 7, registrations="closed")
    kept.forget()
    assert (await kept.get(store)).registrations == "closed"
    await perform(store, options.change_options, 7, registrations="closed")  # nothing new
    assert [(row.act, row.subject) for row in await audit.read_log(store)] == [
        ("change-options", "registrations")
    ]
    with pytest.raises(Malformed, match="no such option"):
        await perform(store, options.change_options, 7, nonsense="x")


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("admin", 200), ("auditor", 200), ("moderator", 403), ("member", 403)],
)
async def test_who_reads_it(house, role: str, status: int) -> None:
    _, browser = await house.person("kwame", role=role)
    await perform(house.store, _note, 0, "block-domain", "<b>bad.example</b>")
    answer = await browser.get("/admin/audit")
    assert answer.status_code == status
    assert ("&lt;b&gt;bad.example&lt;/b&gt;" in answer.text) == (status == 200)
    home = await browser.get("/home")
    assert ('href="/admin"' in home.text) == (role != "member")


async def test_a_guest_is_led_to_the_door(house) -> None:
    answer = await house.guest().get("/admin/audit")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/signin?next=/admin/audit"
