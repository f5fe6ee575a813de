"""Who looks at a thread that we only fetched has the rest of it asked for, once."""

import asyncio

from tests.builders import make_person, remember_person
from tests.writing import count, write

ASKED = "catch_up WHERE id = ?"


async def asked(store, post):
    for _ in range(50):
        if not store._answering:
            break
        await asyncio.sleep(0.01)
    return await count(store, ASKED, post.id)


async def test_a_member_who_looks_has_the_rest_asked_for(house):
    olu = await remember_person(house.store, "https://far.example/u/olu")
    post = await write(house.store, olu, "<p>From afar</p>")
    assert (await house.guest().get(f"/t/{post.id}")).status_code == 200
    assert await asked(house.store, post) == 0
    _, browser = await house.person("ana")
    for _ in range(2):
        assert (await browser.get(f"/t/{post.id}")).status_code == 200
        assert await asked(house.store, post) == 1


async def test_our_own_threads_are_whole(house):
    ana = await make_person(house.store, "ana")
    post = await write(house.store, ana, "<p>From here</p>")
    _, browser = await house.person("ben")
    await browser.get(f"/t/{post.id}")
    assert await asked(house.store, post) == 0
