"""The anchor of everything sent: POSTs without a signature through our client, to warm hosts.

`… CA.PEM PORT HOSTS`; it sends `N` of them when told a number.
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.certificates import DOMAIN
from benchmarks.programs import speaking
from benchmarks.programs.outgoing import client
from fedcop.activitypub.media_types import ACTIVITY_JSON
from fedcop.transport.client import Client, OutRequest

_AT_ONCE = 64
_BODY = b"x" * 2900
_HEADERS = (("Content-Type", ACTIVITY_JSON),)


async def post(authority: Path, port: int, hosts: int) -> None:
    """Send as many as are asked for."""
    out = client(authority)
    speaking.answer()
    async for question in speaking.questions():
        inboxes = iter(
            [f"https://h{n % hosts}.{DOMAIN}:{port}/inbox" for n in range(int(question))]
        )
        await asyncio.gather(*(_take_turns(out, inboxes) for _ in range(_AT_ONCE)))
        speaking.answer()
    await out.close()


async def _take_turns(out: Client, inboxes: Iterator[str]) -> None:
    for inbox in inboxes:
        await out.tell(OutRequest("POST", inbox, _HEADERS, _BODY))


if __name__ == "__main__":
    speaking.run(post(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
