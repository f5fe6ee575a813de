"""Toot, as people use it in a shell: one process for each command."""

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Any

from tests.clients.players.shape import MAY_LACK, Entity, LetIn, Player, RefusedError

_PROGRAM = "from toot.cli import cli; cli()"
_FORKS = str(Path(__file__).with_name("toot_forks.py"))
_LONGEST_LINE = 8_000_000
_ERROR = re.compile(r"^Error: (.+)", re.MULTILINE)
_ID = re.compile(r"ID (\d+)")


class Toot(Player):
    """The `toot` command with a folder of its own for what it keeps."""

    name = "toot"
    lacks = MAY_LACK  # a command line: it reads and writes, and has no words for the rest

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        kept = {"XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        # It stops at the end of a screen, so the screen is tall.
        self._environ = {**os.environ, **kept, "BROWSER": "true", "LINES": "100000"}
        self._forks: asyncio.subprocess.Process | None = None

    @property
    def token(self) -> str:
        kept = json.loads((self._folder / "toot" / "config.json").read_text())
        return str(next(iter(kept["users"].values()))["access_token"])

    async def _start(self, *words: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, *words),
            env=self._environ,
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
            limit=_LONGEST_LINE,
        )

    async def _say(self, *words: str) -> str:
        forks = self._forks = self._forks or await self._start(_FORKS)
        assert forks.stdin is not None
        assert forks.stdout is not None
        forks.stdin.write(json.dumps(words).encode() + b"\n")
        code, said = json.loads(await forks.stdout.readline())
        if found := _ERROR.search(said):
            raise RefusedError(0, found[1])
        assert code == 0, f"toot {words}: {said}"
        return str(said)

    async def _ask(self, *words: str) -> Any:
        return json.loads(await self._say(*words, "--json"))

    async def sign_in(self, origin: str, let_in: LetIn) -> None:
        process = await self._start("-c", _PROGRAM, "login", "--instance", origin)
        assert process.stdout is not None
        said = url = ""
        while not url and (line := (await process.stdout.readline()).decode()):
            said += line
            url = line.strip() if line.startswith(origin) else ""
        assert url, said
        out, _ = await process.communicate(f"n\n{await let_in(url)}\n".encode())
        assert process.returncode == 0, out.decode()

    async def me(self) -> Entity:
        return await self._ask("whoami")

    async def find(self, query: str) -> dict[str, list[Entity]]:
        return await self._ask("search", "--resolve", query)

    async def follow(self, account: Entity) -> Entity:
        return await self._ask("follow", account["acct"])

    async def write(self, text: str, reply_to: str = "") -> Entity:
        answer = ("--reply-to", reply_to) if reply_to else ()
        return await self._ask("post", text, *answer)

    async def show(self, text: str, picture: Path, description: str) -> Entity:
        given = ("--media", str(picture), "--description", description)
        return await self._ask("post", text, *given)

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
        await self.put_on_list(made["id"], account)
        return made

    async def list_line(self, list_id: str) -> list[Entity]:
        return await self._ask("timelines", "list", list_id)

    async def line_of(self, account: Entity) -> list[Entity]:
        return await self._ask("timelines", "account", account["acct"])

    async def poll(self, text: str, options: list[str]) -> Entity:
        given = [word for option in options for word in ("--poll-option", option)]
        return await self._ask("post", text, *given, "--poll-expires-in", "1h")

    async def votes(self, poll_id: str) -> Entity:
        return await self._ask("polls", "show", poll_id)

    async def vote(self, poll_id: str, choice: int) -> Entity:
        return await self._ask("polls", "vote", poll_id, str(choice))

    async def put_on_list(self, list_id: str, account: Entity) -> None:
        await self._say("lists", "add", "", account["acct"], "--id", list_id)

    async def delete_list(self, list_id: str) -> None:
        await self._say("lists", "delete", "--id", list_id)

    async def close(self) -> None:
        if self._forks is not None:
            assert self._forks.stdin is not None
            self._forks.stdin.close()
            await self._forks.wait()
