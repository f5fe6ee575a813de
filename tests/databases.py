"""A fresh database for each test, SQLite or PostgreSQL, cheap enough to ask for every time.

PostgreSQL is the server named by FEDCOP_TEST_POSTGRES, or else a private one that is started once
for the whole run (all its processes share it) and goes when the run ends, however it ends.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from fedcop.store.migrate import migrate
from tests.corpus import ROOT
from tests.recycled import MOST_USES, Fresh

RUN = "FEDCOP_TEST_RUN"  # the process that stands for the whole run, and when it began
SERVER = "FEDCOP_TEST_POSTGRES"
PLACE = "FEDCOP_TEST_PLACE"  # where the private server is laid out; in memory it is fastest
KINDS = ("sqlite", "postgresql")
NO_SERVER = (
    "postgresql: there is no server here; `apt-get install postgresql`, or name one in"
    f" {SERVER}=postgresql://user:password@host/postgres"
)
_FAST = {
    "fsync": "off",  # nobody pulls the plug during a test, and a killed server loses nothing
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
_CHOICE_SINCE = 15
_numbers = count(1)


def name_the_run() -> None:
    """Let this process and those it starts share one server."""
    os.environ.setdefault(RUN, f"{os.getpid()}-{time.time_ns()}")


@dataclass(frozen=True, slots=True)
class Server:
    """A private PostgreSQL server in a folder, reached by a socket there."""

    folder: Path

    @property
    def url(self) -> str:
        """Its first database, where new ones are asked for."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def make(self) -> None:
        """Lay out an empty server and start it."""
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in _FAST.items())
        options += f" -c unix_socket_directories={self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-s", "-l", log, "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is what a crash looks like."""
        self._run("pg_ctl", "stop", "-w", "-s", "-m", mode)

    def _run(self, program: str, *words: str) -> None:
        command = [str(_binaries() / program), "-D", str(self.folder / "data"), *words]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip() or done.stdout.strip()}")


def _binaries() -> Path:
    """Find the newest server installed here; skip the test when there is none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if not found:
        pytest.skip(NO_SERVER)
    return found[-1].parent


@contextmanager
def private_server() -> Iterator[Server]:
    """Start a server for one test that stops or restarts it."""
    folder = Path(tempfile.mkdtemp(prefix="fedcop-"))
    folder.chmod(0o755)
    server = Server(folder / "server")
    try:
        server.make()
        yield server
    finally:
        if (server.folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder)


def server_url() -> str:
    """Return the server of this run, and start it when nobody has yet."""
    named = os.environ.get(SERVER)
    if named:
        return named
    _binaries()
    with _one_at_a_time() as folder:
        server = Server(folder / "server")
        if not server.folder.exists():
            server.make()
    return server.url


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    """Hold the folder that the processes of this run share."""
    place = os.environ.get(PLACE) or tempfile.gettempdir()
    folder = Path(place) / f"fedcop-tests-{os.environ[RUN]}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o755)
        _clear_after_the_run(folder)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _clear_after_the_run(folder: Path) -> None:
    """Leave a process behind that waits for the end of the run, even of a killed one."""
    main = os.environ[RUN].partition("-")[0]
    server = folder / "server"
    wait = f"while kill -0 {main}; do sleep 0.2; done"
    stop = f"head -n 1 {server}/data/postmaster.pid | xargs kill -QUIT; sleep 0.5"
    subprocess.Popen(
        ["sh", "-c", f"{wait}; {stop}; rm -rf {folder}"],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def prepare_template(url: str) -> None:
    """Bring an empty database to the schema that every test starts from."""
    await migrate(url)


@asynccontextmanager
async def fresh(kind: str, folder: Path) -> AsyncIterator[str]:
    """Give a migrated, empty database of one kind, and its url."""
    if kind == "sqlite":
        yield await _fresh_sqlite(folder)
        return
    name = _idle.pop() if _idle else await _made()
    url = database_in(server_url(), name)
    try:
        yield url
    finally:
        await _let_go(name, url)


# What this process made and emptied again; how often each was used; what all are like at first.
_idle: list[str] = []
_uses: dict[str, int] = {}
_first: list[Fresh] = []


async def _made() -> str:
    """Make another database, as a copy of the template."""
    url = server_url()
    admin = await asyncpg.connect(url)
    try:
        template = await _postgres_template(admin, url)
        name = f"fedcop_{os.getpid()}_{next(_numbers)}"
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {_strategy(admin)}')
    finally:
        await admin.close()
    if not _first:
        link = await asyncpg.connect(database_in(url, name))
        _first.append(await Fresh.look(link))
        await link.close()
    return name


async def _let_go(name: str, url: str) -> None:
    """Empty a database for the next who asks, or drop it."""
    _uses[name] = _uses.get(name, 0) + 1
    # A server that somebody named outlives the run, and nothing is left on it.
    if os.environ.get(SERVER) is None and _uses[name] < MOST_USES and await _emptied(url):
        _idle.append(name)
        return
    admin = await asyncpg.connect(server_url())
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()


async def _emptied(url: str) -> bool:
    try:
        link = await asyncpg.connect(url)
        try:
            return await _first[0].restore(link)
        finally:
            await link.close()
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return False


def _strategy(admin: asyncpg.Connection) -> str:
    """Copy files where there is a choice: a third of the work for a database this small."""
    return "STRATEGY FILE_COPY" if admin.get_server_version().major >= _CHOICE_SINCE else ""


def database_in(url: str, name: str) -> str:
    """Name another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def _fresh_sqlite(folder: Path) -> str:
    with _one_at_a_time() as shared:
        template = shared / "template.db"
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            await prepare_template(f"sqlite:///{unfinished}")
            unfinished.rename(template)
    return f"sqlite:///{shutil.copy(template, folder / 'fedcop.db')}"


async def _postgres_template(admin: asyncpg.Connection, url: str) -> str:
    """Make the template when this schema has none yet; a named server keeps it for the next run."""
    name = f"fedcop_template_{_schema_digest()}"
    with _one_at_a_time():
        if await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            return name
        await admin.execute(f'CREATE DATABASE "{name}_unfinished"')
        await prepare_template(database_in(url, f"{name}_unfinished"))
        await admin.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def _schema_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted((ROOT / "fedcop/store/migrations").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
