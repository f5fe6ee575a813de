"""A password is chosen anew by a link, and nobody learns from it who has an account."""

import base64
import re
import time
from statistics import median

import pytest

from fedcop import clock
from fedcop.community import accounts, signing_up
from fedcop.community.joining import addresses, newcomers, resets
from fedcop.community.joining.newcomers import Wish
from fedcop.community.options import Options
from fedcop.community.perform import perform
from fedcop.community.signing_up import Asking
from fedcop.settings import Settings
from fedcop.store.batch import Unit
from tests.builders import PASSWORD, PASSWORD_HASH, make_person
from tests.web.mailing_house import fill, owed, path_in, that_mails
from tests.web.rig import open_house

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
NEW = "another long way home"


@pytest.fixture
async def mailing(settings):
    """A node that sends mail, open to everybody."""
    async with open_house(that_mails(settings, registrations="open")) as opened:
        yield opened


async def test_by_a_letter_everybody_who_was_signed_in_is_out(mailing) -> None:
    _, browser = await mailing.person("ana", email="ana@mail.example")
    guest = mailing.guest()
    answer = await fill(guest, "/password/forgot", login="ana@mail.example")
    assert answer.headers["location"] == "/password/sent"
    [(kind, address, facts)] = await owed(mailing.store)
    assert (kind, address) == ("reset-password", "ana@mail.example")
    path = path_in(mailing, facts)
    assert (await browser.get("/home")).status_code == 200
    wrong = await fill(guest, path, new=NEW, again="something else")
    assert wrong.status_code == 422
    done = await fill(guest, path, new=NEW, again=NEW)
    assert done.headers["location"] == "/password/changed"
    assert (await browser.get("/home")).status_code == 303
    assert (await guest.get(path)).status_code == 410
    assert (await guest.sign_in("ana", NEW)).status_code == 303
    assert [kind for kind, _, _ in await owed(mailing.store)][1:] == ["password-changed"]


async def test_whoever_changes_it_in_their_settings_is_told_by_a_letter_as_well(mailing) -> None:
    _, browser = await mailing.person("ana", email="ana@mail.example")
    sent = {"old": PASSWORD, "new": NEW, "again": NEW}
    answer = await browser.post("/settings/password", **sent)
    assert answer.headers["location"] == "/settings/security?done=password"
    [(kind, address, facts)] = await owed(mailing.store)
    assert (kind, address) == ("password-changed", "ana@mail.example")
    assert facts["link"].endswith("/password/forgot")


async def test_a_name_that_nobody_has_is_answered_alike_and_gets_no_letter(mailing) -> None:
    await mailing.person("ana", email="ana@mail.example")
    known = await fill(mailing.guest(), "/password/forgot", login="ana")
    other = await fill(mailing.guest(), "/password/forgot", login="nobody@mail.example")
    assert known.headers["location"] == other.headers["location"]
    assert [address for _, address, _ in await owed(mailing.store)] == ["ana@mail.example"]


async def test_a_closed_account_stays_closed(mailing) -> None:
    ana = await make_person(mailing.store, "ana")
    login = await accounts.find_login_of(mailing.store, ana.id)
    link = await perform(mailing.store, resets.make_reset, 0, login)
    await perform(mailing.store, accounts.disable, ana.id)
    path = link.removeprefix(mailing.settings.origin)
    assert (await mailing.guest().get(path)).status_code == 403
    await fill(mailing.guest(), "/password/forgot", login="ana")
    assert await owed(mailing.store) == []


async def test_a_link_ends_with_the_hour(mailing) -> None:
    await mailing.person("ana")
    await perform(mailing.store, resets.ask_reset, "ana")
    [(_, _, facts)] = await owed(mailing.store)
    now = time.time()
    with clock.held(lambda: now + 3700):
        assert (await mailing.guest().get(path_in(mailing, facts))).status_code == 410
    assert (await mailing.guest().get("/password/reset/nonsense")).status_code == 404


async def test_the_sixth_who_lost_theirs_in_half_an_hour_waits(mailing) -> None:
    guest = mailing.guest()
    answers = [await fill(guest, "/password/forgot", login="ana") for _ in range(6)]
    assert [one.status_code for one in answers] == [303] * 5 + [429]


async def test_without_mail_it_is_said_who_can_help(house) -> None:
    page = (await house.guest().get("/password/forgot")).text
    assert "This node sends no mail" in page
    assert 'name="login"' not in page


async def test_an_address_changes_when_the_new_one_is_proved_and_can_be_taken_back(mailing) -> None:
    ana, browser = await mailing.person("ana", email="old@mail.example")
    wrong = await fill(
        browser, "/settings/mail-address", email="new@mail.example", password="not mine"
    )
    assert wrong.status_code == 422
    login = await accounts.find_login_of(mailing.store, ana.id)
    await perform(mailing.store, addresses.ask_address, login, "first@mail.example")
    await perform(mailing.store, addresses.ask_address, login, "new@mail.example")
    first, second = await owed(mailing.store)
    guest = mailing.guest()
    assert (await guest.get(path_in(mailing, first[2]))).status_code == 410  # it was changed
    await fill(guest, path_in(mailing, second[2]))
    login = await accounts.find_login_of(mailing.store, ana.id)
    assert login[0].email == "new@mail.example"
    kind, address, facts = (await owed(mailing.store))[2]
    assert (kind, address) == ("address-changed", "old@mail.example")
    await fill(guest, path_in(mailing, facts))
    login = await accounts.find_login_of(mailing.store, ana.id)
    assert login[0].email == "old@mail.example"
    assert (await browser.get("/home")).status_code == 303  # everybody is out


async def test_the_address_of_somebody_else_is_told_to_them_alone(mailing) -> None:
    await mailing.person("bo", email="bo@mail.example")
    ana = await make_person(mailing.store, "ana")
    login = await accounts.find_login_of(mailing.store, ana.id)
    await perform(mailing.store, addresses.ask_address, login, "bo@mail.example")
    assert [(kind, to) for kind, to, _ in await owed(mailing.store)] == [
        ("address-taken", "bo@mail.example")
    ]


@pytest.fixture
def sqlite_settings(tmp_path, sqlite_url):
    """A node on SQLite: which database it is makes no difference to what is written."""
    return Settings(
        origin="http://northwind.localhost:8001",
        secret="only-for-tests-0123456789abcdefgh",
        data=tmp_path,
        database=sqlite_url,
        master_key=base64.b64encode(bytes(range(32))).decode(),
    )


async def _cost(verb, store, *args) -> tuple[int, int]:
    """Measure what a verb reads and writes, in CPU time that nobody else takes from us."""
    begun = time.thread_time_ns()
    unit = Unit(store)
    await verb(unit, *args)
    return time.thread_time_ns() - begun, len(unit.statements)


async def test_nobody_tells_by_the_time_who_has_an_account(sqlite_settings) -> None:
    async with open_house(that_mails(sqlite_settings, registrations="open")) as house:
        store, options = house.store, Options()
        await house.person("ana", email="ana@mail.example")
        costs: dict[str, list[int]] = {"known": [], "other": [], "new": [], "taken": []}
        wrote: dict[str, set[int]] = {name: set() for name in costs}
        for turn in range(210):
            for name, text in (("known", "ana@mail.example"), ("other", "eva@mail.example")):
                cost, rows = await _cost(resets.ask_reset, store, text)
                costs[name].append(cost)
                wrote[name].add(rows)
            for name, email in (("new", "eva@mail.example"), ("taken", "ana@mail.example")):
                wish = Wish(f"n{turn}", email=email, password_hash=PASSWORD_HASH)
                terms = await newcomers.terms_for(store, house.settings, options, wish)
                cost, rows = await _cost(signing_up.ask, store, Asking(wish, terms, options))
                costs[name].append(cost)
                wrote[name].add(rows)
        assert wrote["known"] == wrote["other"] == {2}
        assert wrote["new"] == wrote["taken"] == {3}
        whole = await _request_cost(house)
        for one, other in (("known", "other"), ("new", "taken")):
            first, second = median(costs[one][10:]), median(costs[other][10:])
            assert abs(first - second) < 0.05 * whole, (one, first, second, whole)


async def _request_cost(house) -> float:
    """Measure what one such request costs as a whole, of which the difference is a part."""
    costs = []
    for number in range(20):
        guest = house.guest((f"192.0.2.{number}", 4000))
        token = _TOKEN.search((await guest.get("/password/forgot")).text)[1]
        begun = time.thread_time_ns()
        await guest.send("/password/forgot", {"csrf": token, "login": "ana"})
        costs.append(time.thread_time_ns() - begun)
    return median(costs)
