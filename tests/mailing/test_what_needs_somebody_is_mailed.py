"""What needs somebody is mailed, if they have not read it meanwhile and want it so."""

import re
from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community import mail_wishes, notifications, routing, stopping
from fedcop.community.perform import perform
from fedcop.community.stopping import Stop
from fedcop.errors import NotFound
from fedcop.mailing.sending import Mailing
from fedcop.store.queries import addresses
from fedcop.store.rows import AskMeRow
from fedcop.transport.mail import Mail
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person
from tests.mailing.conftest import Post, always
from tests.writing import answer, echo, write

MINUTE = 60


class Scene:
    """Mia wrote something, and others answer her."""

    def __init__(self, post: Post, desk) -> None:
        self.post, self.desk, self.store = post, desk, post.store

    async def begin(self) -> "Scene":
        self.mia = await make_person(self.store, "mia", email="mia@north.example")
        self.tomas = await make_person(self.store, "tomas", display="Tomás\r\nBcc: x@y.example")
        self.group = await make_community(self.store, self.tomas, "handovers")
        await let_follow(self.store, self.mia, self.group)
        self.first = await write(
            self.store, self.mia, title="Five lines", community_id=self.group.id
        )
        await self.post.mailing.step()  # looks for the first time
        await self.wish(needs=mail_wishes.AT_ONCE)
        return self

    async def wish(self, **wish) -> None:
        known = await mail_wishes.read_wish(self.store, self.mia.id)
        await perform(self.store, mail_wishes.set_wish, replace(known, **wish), {})

    async def answer(self, words: str = "Yes, of course", **draft):
        said = await answer(self.store, self.tomas, self.first, f"<p>{words}</p>", **draft)
        await echo(self.store)
        return said

    async def wait(self, minutes: float) -> list:
        """Let time go by, and say what arrived meanwhile."""
        before = len(self.desk.taken)
        for _ in range(int(minutes)):
            self.post.moved += MINUTE
            await self.post.send()
        return self.desk.taken[before:]


@pytest.fixture
async def scene(post, desk):
    with post.clock():
        yield await Scene(post, desk).begin()


async def test_an_answer_is_mailed_once_and_not_at_the_same_moment(scene) -> None:
    said = await scene.answer()
    assert await scene.wait(1) == []
    (taken,) = await scene.wait(3)
    assert taken.recipients == ["mia@north.example"]
    subject = taken.message["Subject"]
    assert subject.startswith("Tomás Bcc: x@y.example answered you")
    assert taken.message["Bcc"] is None
    assert "Yes, of course" in taken.text
    assert f"https://cop.example/n/{said.id}" in taken.text
    assert f'href="https://cop.example/n/{said.id}"' in taken.html
    assert await scene.wait(90) == []


async def test_what_was_read_meanwhile_is_not_mailed(scene) -> None:
    await scene.answer()
    await perform(scene.store, notifications.mark_read, scene.mia, 2**62)
    assert await scene.wait(10) == []


async def test_bundled_it_comes_within_the_hour_as_one_letter(scene) -> None:
    await scene.wish(needs=mail_wishes.HOURLY)
    await scene.answer()
    assert await scene.wait(30) == []
    await scene.answer("And another thing")
    (taken,) = await scene.wait(35)
    assert taken.message["Subject"] == "2 things need you"
    assert "Yes, of course" in taken.text
    assert "And another thing" in taken.text


async def test_whoever_wants_none_gets_none(scene) -> None:
    await scene.wish(needs=mail_wishes.OFF)
    await scene.answer()
    assert await scene.wait(90) == []


async def test_what_is_for_members_is_linked_and_quoted_only_if_one_agrees(scene) -> None:
    scene.first = await write(
        scene.store,
        scene.mia,
        title="For us alone",
        community_id=scene.group.id,
        audience=Audience.MEMBERS,
    )
    await scene.answer("Secret of the house", audience=Audience.MEMBERS)
    (taken,) = await scene.wait(4)
    for text in (taken.text, taken.html):
        assert "Secret" not in text
        assert "For us alone" not in text
        assert "/n/" in text
    await scene.wish(quoting=1)
    await scene.answer("Secret of the house again", audience=Audience.MEMBERS)
    (taken,) = await scene.wait(4)
    assert "Secret of the house again" in taken.text


async def test_an_organization_may_forbid_contents(scene) -> None:
    chosen = replace(scene.post.settings, mail_bodies=False)
    scene.post.mailing = Mailing(scene.store, chosen, Mail(chosen, 1.0), always)
    await scene.answer("Not for mail")
    (taken,) = await scene.wait(4)
    assert "Not for mail" not in taken.text + taken.html
    assert "answered you" in taken.text


async def test_in_hours_of_quiet_it_waits(scene) -> None:
    hour = clock.utc(clock.now_ms()).hour
    quiet = AskMeRow(scene.mia.id, 0, "x", 3, hour, (hour + 2) % 24, "")
    await perform(scene.store, routing.set_limits, scene.mia, quiet)
    await scene.answer()
    assert await scene.wait(20) == []
    assert len(await scene.wait(160)) == 1


async def test_one_click_ends_it_and_nobody_elses(scene) -> None:
    await scene.answer()
    (taken,) = await scene.wait(4)
    message = taken.message
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Precedence"] == "bulk"
    token = re.fullmatch(
        r"<https://cop\.example/unsubscribe/([\w-]+)>", message["List-Unsubscribe"]
    )[1]
    secret = scene.post.settings.secret
    wanted = stopping.read_stop(secret, token)
    assert wanted == Stop(stopping.NEEDS, scene.mia.id)
    other = token.replace(str(scene.mia.id), str(scene.tomas.id))
    for forged in (other, token[:-1], token + "0", "needs-1-0-" + "0" * 40, ""):
        with pytest.raises(NotFound):
            stopping.read_stop(secret, forged)
    await perform(scene.store, mail_wishes.stop, wanted)
    await perform(scene.store, mail_wishes.stop, wanted)
    await scene.answer("Once more")
    assert await scene.wait(90) == []


async def test_nothing_is_owed_to_an_address_that_fails(scene) -> None:
    async def refused(unit) -> None:
        unit.add(addresses.note_refusal("mia@north.example", "550 gone", clock.now_ms(), 0))

    for _ in range(3):
        await perform(scene.store, refused)
    failing = await mail_wishes.find_failing(scene.store, scene.mia.id)
    assert (failing.fails, failing.said) == (3, "550 gone")
    await scene.answer()
    assert await scene.wait(90) == []
    await perform(scene.store, mail_wishes.try_again, scene.mia.id)
    await scene.answer("Again")
    assert len(await scene.wait(4)) == 1
