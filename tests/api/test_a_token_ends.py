"""However a token ends, whoever shows it next is nobody, in every process."""

import asyncio
import time

import httpx
import pytest

from fedcop.api.app import clients_app
from fedcop.api.ask import Answer
from fedcop.api.routes import Route
from fedcop.assembly import open_store
from fedcop.community import accounts, oauth
from fedcop.community.perform import perform
from tests.builders import PASSWORD_HASH

PATH = "/api/v1/preferences"


async def until_refused(phone, seconds=1.0):
    end = time.monotonic() + seconds
    while (await phone.get(PATH)).status_code != 401:
        assert time.monotonic() < end, "the token still lives"
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("end", ["token", "password", "disabled"])
async def test_another_process_ends_it_within_a_second(home, end):
    ana = await home.person("ana")
    phone = await home.phone_of(ana)
    await home.store.listen()
    assert (await phone.get(PATH)).status_code == 200
    other = await open_store(home.settings, beside=True)
    try:
        if end == "token":
            await perform(other, oauth.end, phone.token_id)
        elif end == "password":
            await perform(other, accounts.set_password, ana.id, PASSWORD_HASH)
        else:
            await perform(other, accounts.disable, ana.id)
        await until_refused(phone)
    finally:
        await other.close()


async def test_whoever_is_let_in_again_signs_in_again(home):
    ana = await home.person("ana")
    phone = await home.phone_of(ana)
    await perform(home.store, accounts.disable, ana.id)
    await perform(home.store, accounts.enable, ana.id)
    assert (await phone.get(PATH)).status_code == 401
    assert (await (await home.phone_of(ana)).get(PATH)).status_code == 200


async def test_what_runs_is_finished_and_what_comes_next_is_refused(home):
    ana = await home.person("ana")
    phone = await home.phone_of(ana)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow(ask):
        begun.set()
        await ended.wait()
        return Answer.json({"me": str(ask.me().id)})

    app = clients_app(home.parts, (Route("POST", "/api/v1/slow", slow, "write"),))
    headers = {"Authorization": f"Bearer {phone.secret}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url=home.settings.origin, headers=headers
    ) as client:
        running = asyncio.create_task(client.post("/api/v1/slow"))
        await begun.wait()
        await perform(home.store, oauth.end, phone.token_id)
        ended.set()
        assert (await running).json() == {"me": str(ana.id)}
        answer = await client.post("/api/v1/slow")
        assert answer.status_code == 401


async def test_a_token_that_ends_while_it_is_looked_up_is_not_remembered(home):
    ana = await home.person("ana")
    phone = await home.phone_of(ana)
    answers = await asyncio.gather(
        phone.get(PATH), perform(home.store, oauth.end, phone.token_id), phone.get(PATH)
    )
    assert {answers[0].status_code, answers[2].status_code} <= {200, 401}
    assert (await phone.get(PATH)).status_code == 401


async def test_others_keep_theirs(home):
    ana, ben = await home.person("ana"), await home.person("ben")
    hers, his = await home.phone_of(ana), await home.phone_of(ben)
    assert (await his.get(PATH)).status_code == 200
    await perform(home.store, oauth.end_one, ana.id, his.token_id)
    assert (await his.get(PATH)).status_code == 200
    await perform(home.store, oauth.end_all, ana.id)
    assert (await hers.get(PATH)).status_code == 401
    assert (await his.get(PATH)).status_code == 200


async def test_using_a_token_is_noted_once_an_hour(home):
    ana = await home.person("ana")
    phone = await home.phone_of(ana)
    await home.store.read("SELECT 1")
    before = (await oauth.list_tokens(home.store, ana.id))[0][0].seen
    assert (await phone.get(PATH)).status_code == 200
    assert (await oauth.list_tokens(home.store, ana.id))[0][0].seen == before
