"""Processes of `fedcop` that need not read a thousand modules each time they are started.

One process reads them, and is forked for each node that a test starts: a third of all the work of
a whole run was reading them several hundred times. What is started from nothing stays so where
the start is what is tried: the command line, the deployment, the demo.
"""

import asyncio
import ctypes
import gc
import json
import os
import signal
import socket  # noqa: TID251 - between two processes of the tests
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from tests.corpus import ROOT

_LARGEST: Final = 1 << 20
_HIGHEST: Final = 256
_DIE_WITH_PARENT: Final = 1
_ONE_AT_A_TIME: Final = threading.Lock()


def die_with_the_test() -> None:
    """Let nothing survive a test that is killed."""
    ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


class Child:
    """A process that was started, known by a descriptor: never another one of the same number."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self._fd = descriptor

    @property
    def ended(self) -> bool:
        """Whether it is gone."""
        try:
            signal.pidfd_send_signal(self._fd, 0)
        except ProcessLookupError:
            return True
        return False

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._fd, number)

    async def wait(self) -> None:
        """Wait until it is gone."""
        gone, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_reader(self._fd, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(self._fd)

    def __del__(self) -> None:
        os.close(self._fd)


async def start(words: Sequence[str], environ: Mapping[str, str], log: Path) -> Child:
    """Start `fedcop` with some words; what it says goes to the end of a file."""
    link = _nursery().link  # here, not in the thread: it would end with that
    said = json.dumps({"words": list(words), "environ": dict(environ)}).encode()
    return await asyncio.to_thread(_ask, link, said, log)


def _ask(link: socket.socket, said: bytes, log: Path) -> Child:
    with _ONE_AT_A_TIME, log.open("ab") as file:
        socket.send_fds(link, [said], [file.fileno()])
        answer, descriptors, _, _ = socket.recv_fds(link, 64, 1)
    return Child(int(answer), descriptors[0])


class _Nursery:
    """The process that is forked; it ends with this one."""

    def __init__(self) -> None:
        self.link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _LARGEST)
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.nursery"),
            cwd=ROOT,
            stdin=theirs,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()


@cache
def _nursery() -> _Nursery:
    return _Nursery()


def _main() -> None:
    main = _read_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is gone at once
    link = socket.socket(fileno=0)
    while True:
        said, descriptors, _, _ = socket.recv_fds(link, _LARGEST, 1)
        if not said:
            return
        wanted = json.loads(said)
        child = os.fork()
        if not child:
            _become(main, wanted["words"], wanted["environ"], descriptors[0])
        opened = os.pidfd_open(child)
        socket.send_fds(link, [str(child).encode()], [opened])
        os.close(opened)
        os.close(descriptors[0])


def _read_all() -> Callable[[], object]:
    from fedcop.__main__ import main  # noqa: PLC0415 - not in those who only ask

    for verb in ("serve", "work"):
        __import__(f"fedcop.cli.{verb}")
    gc.collect()
    gc.freeze()
    return main


def _python_of(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if name.startswith("PYTHON")}


def _become(
    main: Callable[[], object], words: list[str], environ: dict[str, str], log: int
) -> None:
    """Be `fedcop` with these words, and end."""
    die_with_the_test()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, place in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, place)
    os.closerange(3, _HIGHEST)
    if _python_of(environ) != _python_of(os.environ):  # it is to begin in another way
        os.execve(sys.executable, [sys.executable, "-m", "fedcop", *words], environ)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["fedcop", *words]
    code = 1
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - said as the interpreter would, whatever it is
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _main()
