"""A server that is gone, refuses, is slow or dies: nothing is lost, nobody is blocked."""

from contextlib import suppress

from fedcop.community import mail_state
from fedcop.store.queries import addresses
from fedcop.store.queries import letters as rows
from tests.mailing.conftest import Post, mailing_settings
from tests.mailing.servers import mail_server

HOUR = 3_600


async def test_gone_for_a_day_then_everything_arrives_once(store, desk) -> None:
    async with mail_server(desk) as port:
        pass  # the port is free now, and nobody listens
    post = Post(store, mailing_settings(port))
    with post.clock():
        for hour in range(24):
            post.moved = hour * HOUR
            await post.owe(f"p{hour}@north.example")
            for _ in range(3):
                assert await post.send() == 0
        down = await mail_state.read_mail_state(store)
        assert down.cause == "unreachable"
        assert "refuses connections" in down.said
        assert (await rows.count_letters(store))[rows.OWED][0] == 24
        waiting = await rows.list_letters(store, rows.OWED, 50)
        assert {row.tries for row in waiting} == {0}  # none of them is blamed

        post.moved = 24 * HOUR
        async with mail_server(desk, port=port):
            assert await post.send() == 24
            post.moved += HOUR
            assert await post.send() == 0
        assert sorted(one.recipients[0] for one in desk.taken) == sorted(
            f"p{hour}@north.example" for hour in range(24)
        )
        assert (await mail_state.read_mail_state(store)).since == 0


async def test_a_server_that_is_gone_costs_one_try_at_a_time(store, desk, monkeypatch) -> None:
    async with mail_server(desk) as port:
        pass
    post = Post(store, mailing_settings(port))
    tried = []
    real = mail_state.note_failure

    async def counted(unit, cause, said) -> None:
        tried.append(cause)
        await real(unit, cause, said)

    monkeypatch.setattr(mail_state, "note_failure", counted)
    with post.clock():
        for number in range(30):
            await post.owe(f"p{number}@north.example")
        for second in range(0, HOUR, 5):
            post.moved = second
            await post.mailing.step()
    assert 6 <= len(tried) <= 12  # 15 s, 30 s … 10 minutes


async def test_one_stubborn_address_blocks_nobody(post, desk) -> None:
    desk.refuse = {
        "later@north.example": "450 4.2.1 come back",
        "never@north.example": "550 5.1.1 no such user",
        "spam@north.example": "554 5.7.1 we do not like you",
    }
    with post.clock():
        for name in ("later", "never", "spam", "mia", "tomas"):
            await post.owe(f"{name}@north.example")
        assert await post.send() == 5
        assert [one.recipients[0][:3] for one in desk.taken] == ["mia", "tom"]
        (owed,) = await rows.list_letters(post.store, rows.OWED, 5)
        assert (owed.address, owed.tries) == ("later@north.example", 1)
        assert "come back" in owed.error
        given_up = await rows.list_letters(post.store, rows.GIVEN_UP, 5)
        assert {row.address for row in given_up} == {"never@north.example", "spam@north.example"}
        assert await addresses.find_address(post.store, "spam@north.example") is None
        counted = await addresses.find_address(post.store, "never@north.example")
        assert (counted.fails, counted.failing) == (1, 0)

        desk.refuse.clear()
        post.moved = 50
        assert await post.send() == 0  # not yet
        post.moved = 70
        assert await post.send() == 1
        assert desk.taken[-1].recipients == ["later@north.example"]


async def test_who_is_put_off_for_five_days_is_given_up(post, desk) -> None:
    desk.refuse = {"later@north.example": "450 4.2.1 come back"}
    tries = 0
    with post.clock():
        await post.owe("later@north.example")
        for hour in range(7 * 24):
            post.moved = hour * HOUR
            tries += await post.send()
    assert 15 <= tries <= 22
    (row,) = await rows.list_letters(post.store, rows.GIVEN_UP, 5)
    assert "come back" in row.error


async def test_a_connection_that_dies_within_a_letter(post, desk) -> None:
    desk.hang_up = 1
    with post.clock():
        for name in ("mia", "tomas"):
            await post.owe(f"{name}@north.example")
        await post.send()
        assert [one.recipients[0] for one in desk.taken] == ["tomas@north.example"]
        post.moved = 70
        await post.send()
    assert len(desk.taken) == 2
    first, second = (one.message["Message-ID"] for one in desk.taken)
    assert first != second


async def test_a_server_that_always_dies_is_left_alone(post, desk) -> None:
    desk.hang_up = 100
    for number in range(10):
        await post.owe(f"p{number}@north.example")
    await post.send()
    assert 1 <= desk.tries <= 3
    assert "breaks off" in (await mail_state.read_mail_state(post.store)).said


async def test_a_server_that_is_too_slow_is_left_alone(post, desk) -> None:
    desk.slow = 5
    post.mailing._mail._seconds = 0.2
    for number in range(5):
        await post.owe(f"p{number}@north.example")
    await post.send()
    assert desk.tries <= 3
    assert (await rows.count_letters(post.store))[rows.OWED][0] == 5


async def test_mail_too_large_or_unwanted_is_given_up_at_once(post, desk) -> None:
    desk.after_data = "552 5.3.4 too large"
    await post.owe("mia@north.example")
    await post.send()
    (row,) = await rows.list_letters(post.store, rows.GIVEN_UP, 5)
    assert "too large" in row.error
    assert await addresses.find_address(post.store, "mia@north.example") is None


async def test_killed_after_the_server_took_it_the_same_letter_comes_once_more(
    post, desk, monkeypatch
) -> None:
    await post.owe("mia@north.example")

    async def killed(*_args) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("fedcop.community.letters.settle", killed)
        with suppress(KeyboardInterrupt):
            await post.mailing.step()
    post.anew()
    assert await post.send() == 1
    ids = {one.message["Message-ID"] for one in desk.taken}
    assert (len(desk.taken), len(ids)) == (2, 1)
