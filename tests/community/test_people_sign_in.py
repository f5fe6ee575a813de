"""People sign in with argon2id, and stay so for a while by a token of which we keep a hash."""

import asyncio
import time

import pytest

from fedcop import clock
from fedcop.community import accounts, sessions
from fedcop.community.passwords import _NOBODY as NOBODY
from fedcop.community.passwords import Passwords, is_outdated
from fedcop.community.perform import perform
from fedcop.errors import Malformed, TooMany
from fedcop.store.statements import Statement
from tests.builders import PASSWORD, PASSWORD_HASH, make_person

HOUR = 3600
DAY = 24 * HOUR


async def test_a_password_is_hashed_with_argon2id_and_known_again():
    passwords = Passwords()
    stored = await passwords.hash("a long sentence is a good one")
    assert stored.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert not is_outdated(stored)
    assert is_outdated(PASSWORD_HASH)
    assert await passwords.verify(stored, "a long sentence is a good one")
    assert not await passwords.verify(stored, "a long sentence is a bad one")


async def test_a_name_that_nobody_has_takes_the_same_work():
    assert not is_outdated(NOBODY)
    passwords = Passwords()
    stored = await passwords.hash("the right password")
    spent = {}
    for name, known in {"known": stored, "unknown": ""}.items():
        times = []
        for _ in range(3):
            begun = time.process_time()
            assert not await passwords.verify(known, "the wrong password")
            times.append(time.process_time() - begun)
        spent[name] = min(times)
    assert spent["unknown"] > spent["known"] / 3


@pytest.mark.parametrize("password", ["short", "x" * 257])
async def test_passwords_of_no_good_length_are_refused(password):
    with pytest.raises(Malformed, match="password"):
        await Passwords().hash(password)


async def test_a_password_longer_than_any_of_ours_is_wrong():
    passwords = Passwords()
    stored = await passwords.hash("x" * 256)
    assert not await passwords.verify(stored, "x" * 257)


async def test_a_crowd_that_signs_in_is_asked_to_wait():
    passwords = Passwords(at_once=1, waiting=1)
    outcomes = await asyncio.gather(
        *(passwords.verify(PASSWORD_HASH, PASSWORD) for _ in range(4)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [bool, bool, TooMany, TooMany]
    assert await passwords.verify(PASSWORD_HASH, PASSWORD)


@pytest.mark.parametrize("text", ["ana", " ANA@cop.example ", "Ana"])
async def test_a_name_or_a_mail_address_signs_in(store, text):
    ana = await make_person(store, "ana")
    login = await accounts.check_login(store, Passwords(), text, PASSWORD)
    assert login is not None
    assert login[1].id == ana.id


@pytest.mark.parametrize(
    ("text", "password"),
    [("ana", "something else"), ("nobody", PASSWORD), ("keyless", ""), ("handovers", PASSWORD)],
)
async def test_nothing_else_does(store, text, password):
    await make_person(store, "ana")
    await make_person(store, "keyless", password_hash="")
    assert await accounts.check_login(store, Passwords(), text, password) is None


async def test_a_session_is_known_by_its_token_alone_and_the_token_is_not_kept(store):
    ana = await make_person(store, "ana")
    begun = await perform(store, sessions.begin, ana.id, "Firefox")
    assert len(begun.token) == 43
    visitor = await sessions.recognise(store, begun.token)
    assert visitor is not None
    assert visitor.actor.id == ana.id
    assert visitor.csrf_matches(begun.session.csrf)
    assert not visitor.csrf_matches("")
    kept = await store.read("SELECT * FROM session")
    assert begun.token not in str([tuple(row) for row in kept])
    assert await sessions.recognise(store, begun.session.token_hash) is None
    assert await sessions.recognise(store, "") is None


async def test_signing_in_gives_a_new_token_and_ends_the_old_one(store):
    ana = await make_person(store, "ana")
    first = await perform(store, sessions.begin, ana.id)
    second = await perform(store, sessions.begin, ana.id, "", first.token)
    assert second.token != first.token
    assert await sessions.recognise(store, first.token) is None
    assert await sessions.recognise(store, second.token) is not None


async def test_a_session_lives_on_while_it_is_used_but_not_for_ever(store):
    start = clock.now()
    now = [start]
    with clock.held(lambda: now[0]):
        ana = await make_person(store, "ana")
        begun = await perform(store, sessions.begin, ana.id)
        unused = await perform(store, sessions.begin, ana.id)
        for _ in range(8):
            now[0] += 11 * DAY
            assert await sessions.recognise(store, begun.token) is not None
        assert await sessions.recognise(store, unused.token) is None
        now[0] = start + 90 * DAY + 1
        assert await sessions.recognise(store, begun.token) is None
        await perform(store, sessions.sweep)
    assert (await store.read("SELECT count(*) FROM session"))[0][0] == 0


async def test_a_session_is_written_at_most_once_an_hour(store):
    start = clock.now()
    now = [start]
    seen = []
    with clock.held(lambda: now[0]):
        ana = await make_person(store, "ana")
        begun = await perform(store, sessions.begin, ana.id)
        for minutes in (30, 59, 60, 90):
            now[0] = start + minutes * 60
            await sessions.recognise(store, begun.token)
            row = (await store.read("SELECT s.seen, l.read_at FROM session s, account l"))[0]
            assert row[0] == row[1]
            seen.append(round(row[0] / 1000 - start) // 60)
    assert seen == [0, 0, 60, 60]


async def test_sessions_are_ended_one_by_one_or_all(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    here, there, far = [await perform(store, sessions.begin, ana.id) for _ in range(3)]
    bens = await perform(store, sessions.begin, ben.id)
    await perform(store, sessions.end_one, ana.id, bens.session.token_hash)
    await perform(store, sessions.end_one, ana.id, there.session.token_hash)
    listed = await sessions.list_sessions(store, ana.id)
    assert {row.token_hash for row in listed} == {
        here.session.token_hash,
        far.session.token_hash,
    }
    await perform(store, sessions.end_all, ana.id, here.session.token_hash)
    assert [row.token_hash for row in await sessions.list_sessions(store, ana.id)] == [
        here.session.token_hash
    ]
    await perform(store, sessions.end, here.session)
    assert await sessions.recognise(store, here.token) is None
    assert await sessions.recognise(store, bens.token) is not None


async def test_another_password_ends_all_sessions(store):
    ana = await make_person(store, "ana")
    begun = await perform(store, sessions.begin, ana.id)
    await perform(store, accounts.set_password, ana.id, PASSWORD_HASH)
    assert await sessions.recognise(store, begun.token) is None


@pytest.mark.parametrize(
    "change",
    ["UPDATE account SET disabled = 1", "UPDATE actor SET suspended = 1"],
    ids=["disabled", "suspended"],
)
async def test_who_is_put_out_is_out_at_once(store, change):
    ana = await make_person(store, "ana")
    begun = await perform(store, sessions.begin, ana.id)
    await perform(store, run, change)
    assert await sessions.recognise(store, begun.token) is None
    assert await accounts.check_login(store, Passwords(), "ana", PASSWORD) is None


async def run(unit, sql):
    unit.add(Statement(sql))
