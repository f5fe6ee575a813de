"""An S3 server of one's own, which asks for signatures; it can be stopped, frozen and started."""

import asyncio
import signal
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from fedcop.settings import Settings
from fedcop.transport.blobs import Account, Bucket
from tests.clients.players import javascript
from tests.nodes import free_port
from tests.nursery import die_with_the_test

WRITER, WRITERS_SECRET = "WRITER", "the-secret-of-the-writer"
READER, READERS_SECRET = "READER", "the-secret-of-the-reader"
BUCKET = "files"


@dataclass
class S3:
    """A server with one bucket."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def account(self) -> Account:
        return Account(BUCKET, self.endpoint, "us-east-1", WRITER, WRITERS_SECRET, "of/fedcop")

    def bucket(self, **other: str) -> Bucket:
        return Bucket(replace(self.account, **other))

    @property
    def settings(self) -> dict[str, str]:
        return {
            "s3_bucket": BUCKET,
            "s3_endpoint": self.endpoint,
            "s3_key_id": WRITER,
            "s3_secret": WRITERS_SECRET,
            "s3_prefix": "of/fedcop",
        }

    def known_to(self, settings: Settings, storage: str = "s3") -> Settings:
        return replace(settings, media_storage=storage, **self.settings)  # type: ignore[arg-type]

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *("node", "s3.mjs", str(self.folder), str(self.port), BUCKET),
            cwd=javascript.FOLDER,
            stdout=PIPE,
            preexec_fn=die_with_the_test,
        )
        assert self.process.stdout is not None
        assert (await self.process.stdout.readline()).startswith(b"ready")

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            await self.process.wait()

    def freeze(self) -> None:
        """Let it take connections and say nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[S3]:
    """Run a server."""
    if javascript.missing() or not (javascript.FOLDER / "node_modules" / "s3rver").exists():
        pytest.skip("s3rver is missing: npm ci --prefix tests/clients --ignore-scripts")
    server = S3(folder)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
