"""PostgreSQL is restarted under load: what was confirmed is there, once; nothing hangs."""

import asyncio

from fedcop import ids
from fedcop.errors import Conflict, Unavailable
from fedcop.store.batch import Store, Unit
from fedcop.store.connection import open_backend
from fedcop.store.migrate import migrate
from fedcop.store.statements import Statement
from fedcop.uris import Uris

INSERT = "INSERT INTO actor (id, uri, kind, name, host) VALUES (?, ?, 'Person', ?, 'x.example')"


class Writers:
    """Eight tasks that write as fast as they can and note what was confirmed."""

    def __init__(self, store):
        self.store = store
        self.confirmed: list[str] = []
        self.stopping = False

    async def write(self, writer):
        count = 0
        while not self.stopping:
            count += 1
            uri = f"https://x.example/{writer}-{count}"
            unit = Unit(self.store)
            unit.add(Statement(INSERT, (ids.new_id(), uri, "n")))
            unit.wake("event")
            try:
                await unit.commit()
            except (Unavailable, Conflict):
                continue
            self.confirmed.append(uri)

    async def wrote_more(self, than):
        for _ in range(150):
            await asyncio.sleep(0.1)
            if len(self.confirmed) > than:
                return True
        return False


async def test_what_was_confirmed_survives_restarts_under_load(postgres_server):
    await migrate(postgres_server.url)
    store = Store(await open_backend(postgres_server.url), Uris("https://cop.example"))
    await store.listen()
    writers = Writers(store)
    tasks = [asyncio.create_task(writers.write(n)) for n in range(8)]
    for mode in ("fast", "immediate"):
        await asyncio.sleep(0.3)
        before = len(writers.confirmed)
        await asyncio.to_thread(postgres_server.stop, mode)
        await asyncio.to_thread(postgres_server.start)
        assert await writers.wrote_more(before + 50)
    writers.stopping = True
    await asyncio.gather(*tasks)
    rows = [row[0] for row in await store.read("SELECT uri FROM actor")]
    assert len(set(rows)) == len(rows)
    assert set(writers.confirmed) <= set(rows)
    await store.close()
