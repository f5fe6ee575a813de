"""A digest tells what is new in one's communities, at one's hour, once, or not at all."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fedcop import clock
from fedcop.community import digests, mail_wishes
from fedcop.community.perform import perform
from fedcop.mailing.rendering import render_letter
from fedcop.store.batch import Unit
from fedcop.store.queries import letters as rows
from fedcop.store.queries import mail_readers
from fedcop.store.rows import AdoptionRow, EndorsementRow, LetterRow, MeetingRow, insert_of
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.adopting import row_of, write_practice
from tests.builders import let_follow, make_community, make_person
from tests.mailing.conftest import mailing_settings
from tests.writing import answer, echo, write

HOUR = 3_600
DAY = 24 * HOUR
SUNDAY = datetime(2026, 11, 22, 6, 30, tzinfo=UTC).timestamp()  # Monday comes in a day


class Scene:
    """Mia in a community where things happen."""

    def __init__(self, post, desk) -> None:
        self.post, self.desk, self.store = post, desk, post.store
        self.now = SUNDAY
        self.times = 0

    def clock(self):
        return clock.held(lambda: self.now)

    async def begin(self) -> "Scene":
        self.mia = await make_person(self.store, "mia", email="mia@north.example")
        self.tomas = await make_person(self.store, "tomas", display="Tomás")
        self.group = await make_community(
            self.store, self.tomas, "handovers", display="Handing <over>"
        )
        await let_follow(self.store, self.mia, self.group)
        self.work = await write_practice(self.store, self.mia, self.group)
        await self.post.send()
        await self.wish(needs=mail_wishes.OFF, every=mail_wishes.DAILY)
        return self

    async def wish(self, choices=None, **wish) -> None:
        known = await mail_wishes.read_wish(self.store, self.mia.id)
        await perform(self.store, mail_wishes.set_wish, replace(known, **wish), choices or {})

    async def add(self, row) -> None:
        unit = Unit(self.store)
        unit.add(Statement(insert_of(type(row)), row.values()))
        await unit.commit()

    async def much_happens(self, **draft) -> None:
        """A result, an endorsement, an answer, a meeting."""
        self.now += 60
        self.times += 1
        now = clock.now_ms()
        told = await write(self.store, self.tomas, community_id=self.group.id)
        work = await row_of(self.store, self.work.uri)
        await self.add(
            AdoptionRow(
                told.id, work.uri, self.times, self.tomas.id, now, result="works", finished=now
            )
        )
        await self.add(
            EndorsementRow(told.id + 1, self.group.id, work.uri, self.times, work.digest, now)
        )
        await answer(self.store, self.tomas, self.work, "<p>Well done</p>", **draft)
        await echo(self.store)
        meeting = await write(
            self.store, self.tomas, title="Night shift table", community_id=self.group.id
        )
        await self.add(
            MeetingRow(
                meeting.id, now + DAY * 1000, self.group.id, now + DAY * 1000 + 3_600_000, "UTC"
            )
        )

    async def wait(self, hours: float) -> list:
        before = len(self.desk.taken)
        for _ in range(int(hours * 2)):
            self.now += HOUR / 2
            await self.post.send()
        return [one for one in self.desk.taken[before:] if "tomas" not in one.recipients[0]]


@pytest.fixture
async def scene(post, desk):
    made = Scene(post, desk)
    with made.clock():
        yield await made.begin()


async def test_a_digest_tells_of_each_and_comes_once(scene) -> None:
    await scene.much_happens()
    (taken,) = await scene.wait(20)
    assert taken.message["Subject"] == "News from Handing <over>"
    text = taken.text
    for words in (
        "Needs you",
        "Tomás answered you",
        "Results on your work",
        "Newly endorsed",
        "Five-line night handover",
        "Next meeting",
        "Night shift table",
        "Monday, 23 November",
    ):
        assert words in text, words
        assert words in taken.html, words
    assert "Handing &lt;over&gt;" in taken.html
    assert f"https://cop.example/a/{scene.work.id}" in text
    assert taken.message["List-Unsubscribe"].startswith("<https://cop.example/unsubscribe/digests-")
    assert "/unsubscribe/digest-" in text
    for address in re.findall(r'https?://[^\s"<>]+', text + taken.html):
        assert address.startswith("https://cop.example")
    assert not re.search(r"<(img|link|script|iframe)\b", taken.html)


async def test_where_nothing_is_new_there_is_no_mail(scene) -> None:
    assert await scene.wait(3 * 24) == []


async def test_at_the_hour_of_ones_own_day(scene) -> None:
    await scene.wish(hour=8, timezone="Asia/Tokyo", every=mail_wishes.DAILY)
    await scene.much_happens()
    (taken,) = await scene.wait(23.5)
    at = taken.message["Date"].datetime
    assert at.hour == 23  # eight in the morning in Tokyo


async def test_weekly_is_on_mondays_and_tells_of_the_week(scene) -> None:
    await scene.wish(every=mail_wishes.WEEKLY)
    await scene.wait(2 * 24)  # a Monday goes by
    await scene.much_happens()
    assert await scene.wait(4 * 24) == []
    (taken,) = await scene.wait(3 * 24)
    assert taken.message["Date"].datetime.weekday() == 0
    assert "Results on your work" in taken.text


async def test_never_for_one_community_or_all(scene) -> None:
    await scene.wish({scene.group.id: mail_wishes.NEVER}, every=mail_wishes.DAILY)
    await scene.much_happens()
    assert await scene.wait(2 * 24) == []
    await scene.wish(every=mail_wishes.NEVER)
    await scene.much_happens()
    assert await scene.wait(8 * 24) == []


async def test_what_is_for_members_alone_has_no_title(scene) -> None:
    told = await write(
        scene.store,
        scene.tomas,
        title="Secret table",
        community_id=scene.group.id,
        audience=Audience.MEMBERS,
    )
    start = clock.now_ms() + DAY * 1000
    await scene.add(MeetingRow(told.id, start, scene.group.id, start + 3_600_000, "UTC"))
    (taken,) = await scene.wait(20)
    assert "Secret" not in taken.text + taken.html
    assert "for members alone" in taken.text


async def test_a_worker_that_died_in_between_sends_none_twice(scene) -> None:
    await scene.much_happens()
    due = await mail_readers.find_reader(scene.store, scene.mia.id)
    scene.now += DAY
    again = [replace(due), replace(due)]
    made = []
    for row in again:  # two workers, or one that was killed and began anew
        try:
            made.append(await perform(scene.store, digests.make, row))
        except Exception as error:  # noqa: BLE001 - whichever it is, no letter is owed
            made.append(type(error).__name__)
    assert made == [True, "Conflict"]
    assert len(await rows.list_letters(scene.store, rows.OWED, 5)) == 1


async def test_whoever_joins_gets_no_digest_of_what_was_before(scene) -> None:
    await scene.much_happens()
    bo = await make_person(scene.store, "bo", email="bo@north.example")
    await let_follow(scene.store, bo, scene.group)
    await scene.wish(every=mail_wishes.NEVER)
    assert [one.recipients for one in await scene.wait(6)] == []
    known = await mail_wishes.read_wish(scene.store, bo.id)
    assert known.daily_at > 0
    assert known.digest_due > clock.now_ms()


async def test_a_preview_is_what_would_be_sent(scene) -> None:
    await scene.much_happens()
    facts = await digests.of_last_week(scene.store, scene.mia)
    assert [part["name"] for part in facts["parts"]] == ["Handing <over>"]
    row = LetterRow(
        1, "m", scene.mia.id, "a@b.example", "digest", "en-XA", json.dumps(facts), 0, 0, 0, 0, 0, ""
    )
    words = render_letter(mailing_settings(25), row)
    assert words.subject.startswith("[Ñ") or words.subject.startswith("[N")
    assert "~" in words.text
