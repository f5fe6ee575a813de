"""What files take and how backups went, for those who may see it."""

import pytest

from fedcop import clock
from fedcop.community import audit, backups
from fedcop.community.backups import SetFacts, State
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement

_PUT = (
    "INSERT INTO media (id, owner_id, key, place, kind, hash, size, remote, created)"
    " VALUES (?, ?, 'x', 1, ?, ?, ?, ?, ?)"
)


async def put(house, owner: int, kind: str, size: int, remote: str = "") -> None:
    unit = Unit(house.store)
    number = clock.now_ms() * 1000 + size % 1000
    facts = (number, owner, kind, f"{number}", size, remote, clock.now_ms())
    unit.add(Statement(_PUT, facts))
    await unit.commit()


async def test_an_empty_node_says_so(house) -> None:
    _, browser = await house.person("aiko", role="owner")
    assert "Nobody has brought a file yet." in (await browser.get("/admin/media")).text
    page = (await browser.get("/admin/backups")).text
    assert "None was made yet" in page
    assert "Make one now" not in page  # nobody could open it


async def test_what_files_take_is_drawn(house) -> None:
    owner, browser = await house.person("aiko", role="auditor")
    await put(house, owner.id, "image", 3_000_001)
    await put(house, owner.id, "audio", 500_002)
    await put(house, owner.id, "image", 7_000_003, remote="https://a.example/1")
    page = (await browser.get("/admin/media")).text
    assert "3.5 MB" in page  # what people here brought
    assert "7.0 MB" in page
    assert "pictures" in page
    assert "3.0 MB in 1" in page
    assert page.count("<section") == 5


async def test_how_backups_went_is_told(house) -> None:
    _, browser = await house.person("aiko", role="admin")
    now = clock.now_ms()
    kept = (SetFacts("fedcop-1.age", now - 60_000, 2_500_000, encrypted=True),)
    good = State(tried=now, done=now - 60_000, seconds=3.2, size=2_500_000, kept=kept)
    await perform(house.store, backups.keep_state, good)
    page = (await browser.get("/admin/backups")).text
    assert "The last one is good" in page
    assert "2.5 MB in 3 seconds" in page
    assert "fedcop-1.age" in page

    await perform(house.store, backups.keep_state, State(tried=now, error="no space left"))
    page = (await browser.get("/admin/backups")).text
    assert "no space left" in page
    assert "is-bad" in page
    overview = (await browser.get("/admin")).text
    assert 'data-light="backup"' in overview


async def test_one_is_asked_for_once_and_written_down(house) -> None:
    owner, browser = await house.person("aiko", role="owner")
    answer = await browser.post("/admin/backups/make")
    assert answer.headers["location"] == "/admin/backups"
    assert await backups.is_asked(house.store)
    assert "A backup is being made" in (await browser.get("/admin/backups")).text
    assert [(row.actor_id, row.act) for row in await audit.read_log(house.store)] == [
        (owner.id, "make-backup")
    ]


@pytest.mark.parametrize(
    ("role", "media", "kept", "made"),
    [("moderator", 200, 403, 403), ("auditor", 200, 200, 403), ("member", 403, 403, 403)],
)
async def test_who_sees_and_does_it(house, role, media, kept, made) -> None:
    _, browser = await house.person("kwame", role=role)
    assert (await browser.get("/admin/media")).status_code == media
    assert (await browser.get("/admin/backups")).status_code == kept
    assert (await browser.post("/admin/backups/make")).status_code == made
    assert not await backups.is_asked(house.store)
