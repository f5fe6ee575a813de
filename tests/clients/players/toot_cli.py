"""Toot, as people use it in a shell: one process for each command."""

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Any

from tests.clients.players.shape import Entity, LetIn, Player

_PROGRAM = (sys.executable, "-c", "from toot.cli import cli; cli()")
_ID = re.compile(r"ID (\d+)")


class Toot(Player):
    """The `toot` command with a folder of its own for what it keeps."""

    name = "toot"
    lacks = frozenset({"revise", "filter", "report", "listen"})

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def _start(self, *words: str, stdin: int = DEVNULL) -> asyncio.subprocess.Process:
        kept = {"XDG_CONFIG_HOME": str(self._folder), "XDG_CACHE_HOME": str(self._folder)}
        # It stops at the end of a screen, so the screen is tall.
        environ = {**os.environ, **kept, "BROWSER": "true", "LINES": "100000"}
        return await asyncio.create_subprocess_exec(
            *_PROGRAM, *words, env=environ, stdin=stdin, stdout=PIPE, stderr=PIPE
        )

    async def _say(self, *words: str) -> str:
        process = await self._start(*words)
        out, err = await process.communicate()
        assert process.returncode == 0, f"toot {words}: {err.decode()}{out.decode()}"
        return out.decode()

    async def _ask(self, *words: str) -> Any:
        return json.loads(await self._say(*words, "--json"))

    async def sign_in(self, origin: str, let_in: LetIn) -> None:
        process = await self._start("login", "--instance", origin, stdin=PIPE)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        url = ""
        while line := (await process.stdout.readline()).decode():
            if line.startswith(origin):
                url = line.strip()
                break
        assert url, (await process.stderr.read()).decode()
        out, err = await process.communicate(f"n\n{await let_in(url)}\n".encode())
        assert process.returncode == 0, (out + err).decode()

    async def me(self) -> Entity:
        return await self._ask("whoami")

    async def find(self, query: str) -> dict[str, list[Entity]]:
        return await self._ask("search", "--resolve", query)

    async def follow(self, account: Entity) -> Entity:
        return await self._ask("follow", account["acct"])

    async def write(self, text: str, reply_to: str = "") -> Entity:
        answer = ("--reply-to", reply_to) if reply_to else ()
        return await self._ask("post", text, *answer)

    async def remove(self, status_id: str) -> None:
        await self._say("delete", status_id)

    async def status(self, status_id: str) -> Entity:
        return await self._ask("status", status_id)

    async def thread(self, status_id: str) -> dict[str, list[Entity]]:
        return await self._ask("thread", status_id)

    async def home(self) -> list[Entity]:
        return await self._ask("timelines", "home")

    async def home_to_the_end(self, limit: int) -> list[str]:
        # Its pager prints one page after the other until there is no Link any more.
        out = await self._say("timelines", "home", "--limit", str(limit), "--pager", "--no-clear")
        return _ID.findall(out)

    async def act(self, verb: str, status_id: str) -> Entity:
        return await self._ask(verb, status_id)

    async def bookmarks(self) -> list[Entity]:
        return [{"id": one} for one in _ID.findall(await self._say("bookmarks", "--once"))]

    async def notifications(self) -> list[Entity]:
        return await self._ask("notifications")

    async def lists(self) -> list[Entity]:
        return await self._ask("lists", "list")

    async def make_list(self, title: str, account: Entity) -> Entity:
        made = await self._ask("lists", "create", title)
        await self._say("lists", "add", title, account["acct"])
        return made

    async def list_line(self, list_id: str) -> list[Entity]:
        return await self._ask("timelines", "list", list_id)
