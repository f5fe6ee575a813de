"""The layout of `deploy/` as plain processes: nginx, two web, two workers, PostgreSQL.

nginx reads the file that we ship; only names, ports and certificates are put in.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.corpus import ROOT
from tests.nodes import WEB, WORKER, Node, free_port, until
from tests.nursery import die_with_the_test

NO_NGINX = "nginx: there is none here; `apt-get install nginx-light`"
PARTS = ("web-1", "web-2", "worker-1", "worker-2")


def nginx_binary() -> str:
    """Find nginx; skip the test when there is none."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        pytest.skip(NO_NGINX)
    return found


def nginx_settings(host: str, port: int, upstreams: list[int]) -> str:
    """Fill in the file that we ship: two processes behind, and no certificate."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    _, plain, secure = re.split(r"(?m)^server \{$", text)
    assert "return 301 https://" in plain
    lines = "".join(
        f"    server 127.0.0.1:{one} max_fails=1 fail_timeout=10s;\n" for one in upstreams
    )
    head, count = re.subn(
        r"(?m)^    server 127\.0\.0\.1:8000 .*;\n", lines, text.partition("\nserver {")[0]
    )
    assert count == 1
    body = re.sub(r"(?m)^    (listen|ssl_).*\n", "", secure)
    body = body.replace(
        "server_name cop.example;", f"listen 127.0.0.1:{port};\n    server_name {host};"
    )
    assert f"server_name {host};" in body
    return f"{head}\nserver {{{body}"


@dataclass
class Layout:
    """One node as several processes behind nginx, each of which can be killed and started."""

    node: Node
    folder: Path
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self) -> None:
        """Bring everything up."""
        self.ports = {name: free_port() for name in ("web-1", "web-2")}
        await asyncio.gather(*(self.start_one(name) for name in PARTS))
        await self.start_nginx()  # it leaves those alone for a while whom it found dead

    async def stop(self) -> None:
        """Let everything end, as systemd would."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self.running.values():
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 20)
            if process.returncode is None:
                process.kill()
        self.running.clear()

    async def start_nginx(self) -> None:
        """Start nginx with the settings that we ship."""
        place = self.folder / "nginx"
        place.mkdir(parents=True, exist_ok=True)
        name = self.node.host.partition(":")[0]
        site = nginx_settings(name, self.node.port, list(self.ports.values()))
        temporary = "".join(
            f"{kind}_temp_path {place}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (place / "nginx.conf").write_text(
            f"daemon off;\nworker_processes 1;\npid {place}/pid;\nerror_log {place}/error.log;\n"
            f"user {'root' if os.geteuid() == 0 else 'nobody'};\n"
            f"events {{ worker_connections 512; }}\nhttp {{\naccess_log {place}/access.log;\n"
            f"{temporary}{site}\n}}\n"
        )
        words = (nginx_binary(), "-c", str(place / "nginx.conf"), "-e", str(place / "error.log"))
        await self._launch("nginx", words, {})
        await until(self.answers, why=(place / "error.log").read_text)

    async def start_one(self, name: str) -> None:
        """Start a web process or a worker."""
        mark = len(self.log(name))
        verb = WEB if name.startswith("web") else WORKER
        environ = {"FEDCOP_BIND_PORT": str(self.ports[name])} if verb == WEB else {}
        words = (sys.executable, "-m", "fedcop", "--config", str(self.node.config), verb)
        await self._launch(name, words, environ)
        await until(lambda: "ready: " in self.log(name)[mark:], 60, why=lambda: self.log(name))

    async def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)  # nginx has children
        await process.wait()

    async def answers(self) -> bool:
        """Whether nginx listens, whatever is behind it."""
        try:
            await self.get("/healthz")
        except httpx.TransportError:
            return False
        return True

    async def get(self, path: str) -> httpx.Response:
        """Ask nginx for something, as a browser would."""
        async with httpx.AsyncClient(timeout=20) as client:
            url = f"http://127.0.0.1:{self.node.port}{path}"
            return await client.get(url, headers={"Host": self.node.host})

    def log(self, name: str) -> str:
        """What a process has logged so far."""
        file = self.folder / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    async def _launch(self, name: str, words: tuple[str, ...], more: dict[str, str]) -> None:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")} | more
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = await asyncio.create_subprocess_exec(
                *words,
                cwd=ROOT,
                env=environ,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_the_test,
            )
