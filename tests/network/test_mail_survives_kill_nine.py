"""`kill -9` in the middle of letters: each arrives, at most the one in the air comes twice."""

import asyncio
from pathlib import Path

import pytest

from fedcop.community import letters
from fedcop.community.letters import Letter
from fedcop.community.perform import perform
from fedcop.store.queries import letters as rows
from tests.databases import KINDS
from tests.mailing.servers import Desk, mail_server
from tests.nodes import SERVE, WORKER, Town, until

LETTERS = 30
KILLS = 3


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", KINDS)
async def test_letters_survive_a_worker_that_is_killed(tmp_path: Path, kind: str) -> None:
    desk = Desk(slow=0.05)
    town = Town(tmp_path)
    async with mail_server(desk) as port:
        try:
            node = await town.node(
                "northwind",
                kind,
                smtp_host="localhost",
                smtp_port=port,
                smtp_security="none",
                mail_from="cop@northwind.example",
            )

            async def owe(unit) -> None:
                for number in range(LETTERS):
                    letters.owe(unit, Letter("test", f"p{number}@north.example"))

            await perform(node.store, owe)
            verb = SERVE if kind == "sqlite" else WORKER
            for kill in range(KILLS):
                before = len(desk.taken)
                await node.start(verb)

                async def some(least: int = before + 3 + kill) -> bool:
                    return len(desk.taken) >= least

                await until(some, 60)
                await node.kill(verb)
            await node.start(verb)

            async def all_sent() -> bool:
                return rows.OWED not in await rows.count_letters(node.store)

            await until(all_sent, 60)
        finally:
            await town.close()
    await asyncio.sleep(0)
    ids = [one.message["Message-ID"] for one in desk.taken]
    assert len(set(ids)) == LETTERS
    assert len(ids) - len(set(ids)) <= KILLS
    assert len({one.recipients[0] for one in desk.taken}) == LETTERS
