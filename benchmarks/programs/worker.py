"""The working half of a node: `… FEDCOP.TOML CA.PEM`; every name leads to this machine.

It begins when it is told `work`. `drain` is answered when nothing waits any more, `write N` once N
posts of the first person are on disk.
"""

import asyncio
import contextlib
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks import node
from benchmarks.programs import speaking
from benchmarks.programs.outgoing import client
from fedcop import settings
from fedcop.assembly import Parts, open_parts
from fedcop.cli.running import settle
from fedcop.community import accounts, posts
from fedcop.community.perform import perform
from fedcop.worker import Worker

_LOOK_SECONDS = 0.02
_OPEN = (
    "SELECT (SELECT count(*) FROM inbox_message WHERE state = 0)"
    " + (SELECT count(*) FROM event WHERE done = 0)"
)


async def work(file: Path, authority: Path) -> None:
    """Do what is asked."""
    parts = await open_parts(settings.load(file, {}))
    parts.client.client = client(authority, parts.settings.host)
    settle()
    stop = asyncio.Event()
    working: asyncio.Task[None] | None = None
    speaking.answer()
    async for question in speaking.questions():
        word, _, number = question.partition(" ")
        if word == "work":
            working = asyncio.create_task(Worker(parts).run(stop))
        elif word == "drain":
            await drain(parts)
        elif word == "write":
            await write(parts, int(number))
        speaking.answer()
    stop.set()
    if working is not None:
        await working
    await parts.close()


async def drain(parts: Parts) -> None:
    """Wait until nothing is left to process and to tell."""
    while (await parts.store.read(_OPEN))[0][0]:  # noqa: ASYNC110 - the rows say it, nobody else
        await asyncio.sleep(_LOOK_SECONDS)


async def write(parts: Parts, number: int) -> None:
    """Let the first person write to their followers."""
    author = await accounts.find_by_name(parts.store, "ada")
    assert author is not None
    draft = replace(node.thread(author, number), community_id=0)
    await perform(parts.store, posts.write, author, draft)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        speaking.run(work(Path(sys.argv[1]), Path(sys.argv[2])))
