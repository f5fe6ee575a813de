"""Somebody joins on a page: at once, by a link, by an invitation, or when others agree."""

import re
from dataclasses import replace

import orjson
import pytest

from fedcop.community import options
from fedcop.community.joining import deciding, invites, newcomers
from fedcop.community.joining.deciding import Decision
from fedcop.community.joining.invites import NewInvite
from fedcop.community.perform import perform
from fedcop.store.queries import letters
from tests.builders import make_community, own_keys
from tests.web.rig import open_house

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
WISH = {
    "name": "Wren",
    "display": "Wren Hill",
    "email": "wren@mail.example",
    "password": "a long way home",
    "again": "a long way home",
    "reason": "I run the handovers of ward 7.",
    "agree": "on",
}


async def fill(browser, path, **fields):
    """Open a page as a guest and send its form."""
    page = await browser.get(path)
    assert page.status_code == 200, page.text
    token = _TOKEN.search(page.text)
    return await browser.send(fields.pop("to", path), {"csrf": token[1], **fields})


async def all_letters(store):
    rows = await letters.list_due_letters(store, 2**62, 100)
    return [(row.kind, row.address, orjson.loads(row.facts)) for row in rows]


async def decide(house, **changed):
    await perform(house.store, options.change_options, 0, **changed)


@pytest.fixture
async def mailing(settings):
    """A node that is open to everybody and sends mail."""
    chosen = replace(
        settings, registrations="open", smtp_host="127.0.0.1", mail_from="cop@cop.example"
    )
    async with open_house(chosen) as opened:
        yield opened


async def test_on_an_open_node_without_mail_somebody_is_in_at_once(house):
    await decide(house, registrations="open")
    guest = house.guest()
    page = await guest.get("/signup")
    assert 'name="email"' not in page.text  # nobody could prove it, so nobody is asked
    answer = await fill(guest, "/signup", **WISH)
    assert (answer.status_code, answer.headers["location"]) == (303, "/home")
    assert (await guest.get("/home")).status_code == 200
    assert (await guest.get("/u/wren")).status_code == 200


async def test_with_mail_the_account_is_there_when_the_link_was_opened(mailing):
    guest = mailing.guest()
    answer = await fill(guest, "/signup", **WISH)
    assert answer.headers["location"] == "/signup/sent?mail"
    assert (await guest.get("/u/wren")).status_code == 404
    [(kind, address, facts)] = await all_letters(mailing.store)
    assert (kind, address) == ("confirm-sign-up", "wren@mail.example")
    held = await guest.sign_in("wren", WISH["password"])
    assert held.status_code == 422
    assert "Confirm your mail address first" in held.text
    path = facts["link"].removeprefix(mailing.settings.origin)
    assert (await guest.get("/u/wren")).status_code == 404  # looking did nothing
    done = await fill(guest, path)
    assert done.headers["location"] == "/signin?next=/home"
    assert (await guest.sign_in("wren@mail.example", WISH["password"])).status_code == 303
    assert (await guest.get(path)).status_code == 410
    assert (await guest.get("/signup/confirm/nonsense")).status_code == 404


async def test_a_taken_address_is_told_to_its_owner_alone(mailing):
    await mailing.person("ana", email="ana@mail.example")
    known = await fill(mailing.guest(), "/signup", **{**WISH, "email": "ana@mail.example"})
    fresh = await fill(mailing.guest(), "/signup", **{**WISH, "name": "robin"})
    assert known.headers["location"] == fresh.headers["location"] == "/signup/sent?mail"
    kinds = [(kind, address) for kind, address, _ in await all_letters(mailing.store)]
    assert kinds == [
        ("address-taken", "ana@mail.example"),
        ("confirm-sign-up", "wren@mail.example"),
    ]


async def test_a_link_for_an_address_that_was_changed_is_gone(mailing):
    guest = mailing.guest()
    await fill(guest, "/signup", **WISH)
    facts = (await all_letters(mailing.store))[0][2]
    asked = await newcomers.asking_by(mailing.store, facts["link"].rpartition("/")[2])
    chosen = await options.read_options(mailing.store)
    await perform(
        mailing.store,
        newcomers.another_address,
        asked.id,
        "wren@other.example",
        chosen,
        mails=True,
    )
    old = facts["link"].removeprefix(mailing.settings.origin)
    assert (await guest.get(old)).status_code == 410
    new = (await all_letters(mailing.store))[1][2]["link"].removeprefix(mailing.settings.origin)
    assert (await fill(guest, new)).status_code == 303


async def test_whoever_waits_sees_how_it_stands_and_is_let_in(house):
    guest = house.guest()
    assert "let you in" in (await guest.get("/signup")).text
    answer = await fill(guest, "/signup", **WISH)
    assert answer.headers["location"] == "/signup/sent?waiting"
    assert "somebody has yet to agree" in (await guest.sign_in("wren", WISH["password"])).text
    wrong = await guest.sign_in("wren", "not this one at all")
    assert "do not belong together" in wrong.text
    [row] = await deciding.list_waiting(house.store)
    assert (row.name, row.reason) == ("wren", WISH["reason"])
    keys = own_keys(house.store.uris.person("wren"))
    await perform(house.store, deciding.approve, Decision(), row.id, keys)
    assert (await guest.sign_in("wren", WISH["password"])).status_code == 303


async def test_whoever_is_refused_reads_why_and_the_name_is_free_again(house):
    guest = house.guest()
    await fill(guest, "/signup", **WISH)
    taken = await fill(house.guest(), "/signup", **WISH)
    assert taken.status_code == 422
    assert "Somebody has this name already" in taken.text
    [row] = await deciding.list_waiting(house.store)
    await perform(house.store, deciding.turn_down, Decision(words="Ask your ward."), row.id)
    held = await guest.sign_in("wren", WISH["password"])
    assert "did not agree" in held.text
    assert "Ask your ward." in held.text
    again = await fill(house.guest(), "/signup", **WISH)
    assert again.status_code == 303


async def test_an_invitation_lets_in_so_many_and_leads_to_its_community(house):
    await decide(house, registrations="invitation")
    ana, _ = await house.person("ana", role="moderator")
    place = await make_community(house.store, ana, "handovers")
    chosen = await options.read_options(house.store)
    made = await perform(
        house.store, invites.invite, None, NewInvite(1, community_id=place.id), chosen, mails=False
    )
    assert "needs an invitation" in (await house.guest().get("/signup")).text
    assert (await house.guest().get("/invite/nonsense")).status_code == 404
    guest = house.guest()
    path = f"/invite/{made.code}"
    answer = await fill(guest, path, to="/signup", code=made.code, **WISH)
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/handovers")
    assert (await house.guest().get(path)).status_code == 410
    bare = await house.guest().get("/signup")
    token = _TOKEN.search(bare.text)
    assert token is None  # no form without an invitation
    [joined] = await invites.list_joined_by(house.store, made.row.id)
    assert joined.name == "wren"


async def test_an_invitation_to_an_address_counts_as_its_proof(mailing):
    await decide(mailing, registrations="invitation")
    chosen = await options.read_options(mailing.store)
    new = NewInvite(1, email="wren@mail.example")
    await perform(mailing.store, invites.invite, None, new, chosen, mails=True)
    [(kind, address, facts)] = await all_letters(mailing.store)
    assert (kind, address) == ("invitation", "wren@mail.example")
    code = facts["link"].rpartition("/")[2]
    other = mailing.guest()
    path = f"/invite/{code}"
    elsewhere = {**WISH, "email": "wren@other.example", "name": "robin"}
    sent = await fill(other, path, to="/signup", code=code, **elsewhere)
    assert sent.headers["location"] == "/signup/sent?mail"  # this one is to be proved


async def test_the_sixth_in_half_an_hour_waits_on_pages_too(house):
    guest = house.guest()
    codes = []
    for number in range(6):
        answer = await fill(guest, "/signup", **{**WISH, "name": f"wren{number}"})
        codes.append(answer.status_code)
    assert codes == [303] * 5 + [429]


@pytest.mark.parametrize(
    ("address", "code"),
    [("wren@mail.example", 422), ("wren@ward.cop.example", 303), ("w@bad.cop.example", 422)],
)
async def test_only_addresses_of_some_domains_are_taken(mailing, address, code):
    await decide(mailing, mail_domains="cop.example", mail_refused="bad.cop.example")
    answer = await fill(mailing.guest(), "/signup", **{**WISH, "email": address})
    assert answer.status_code == code


async def test_a_closed_node_says_so(house):
    await decide(house, registrations="closed")
    guest = house.guest()
    assert "Accounts are made by those who run this node" in (await guest.get("/")).text
    assert "those who run this node make the accounts" in (await guest.get("/signup")).text
    page = await guest.get("/signin")
    refused = await guest.send("/signup", {"csrf": _TOKEN.search(page.text)[1], **WISH})
    assert refused.status_code == 403
