"""What a set reads and writes goes past the memory of the system, wherever that can be."""

import errno
import fcntl
import os
import secrets
import sys
import threading
import time

import pytest

from fedcop.keeping.behind import Behind
from fedcop.keeping.making import Wish, create
from fedcop.keeping.passing import Passing
from fedcop.keeping.patience import Pace, give_way, go_last
from fedcop.keeping.steady import Steady

_MB = 1 << 20


@pytest.fixture(params=[0, 1, 4095, _MB, _MB + 1, 3 * _MB + 777])
def body(request):
    return secrets.token_bytes(request.param)


@pytest.fixture
def target(tmp_path):
    descriptor = os.open(tmp_path / "set", os.O_RDWR | os.O_CREAT, 0o600)
    yield descriptor
    os.close(descriptor)


def _is_last():
    """Whether all others of the machine go before this thread."""
    return os.sched_getscheduler(threading.get_native_id()) == os.SCHED_IDLE


def _niceness():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def _in_a_thread(call):
    found = []
    thread = threading.Thread(target=lambda: found.append(call()))
    thread.start()
    thread.join()
    return found[0]


def _write(target, body, piece):
    out = Steady(target)
    for at in range(0, len(body), piece):
        out.write(body[at : at + piece])
    out.close()


def _read(source):
    file, parts = Passing(source, Pace()), []
    while part := file.read(300_000):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("piece", [65_552, 5 * _MB])
def test_any_length_is_written_and_read_again(target, body, piece):
    _write(target, body, piece)
    assert _read(target) == body


def test_a_file_system_that_knows_no_other_way_is_written_by_the_memory(target, body, monkeypatch):
    real = fcntl.fcntl

    def refuse(descriptor, command, value=0):
        if command == fcntl.F_SETFL and value & os.O_DIRECT:
            raise OSError(errno.EINVAL, "not here")
        return real(descriptor, command, value)

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    _write(target, body, 65_552)
    assert _read(target) == body


def test_one_that_refuses_only_at_the_first_write_too(target, body, monkeypatch):
    real = os.write
    refused: list[int] = []

    def write(descriptor, data):
        if len(data) == _MB and not refused:
            refused.append(len(data))
            raise OSError(errno.EINVAL, "not like this")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    _write(target, body, 65_552)
    assert _read(target) == body
    if len(body) >= _MB:
        assert refused == [_MB]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EOPNOTSUPP])
def test_a_system_without_light_reading_is_read_all_the_same(target, body, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, "unknown flag")

    _write(target, body, 65_552)
    monkeypatch.setattr(os, "preadv", refuse)
    assert _read(target) == body


def test_what_fails_is_said(target, monkeypatch):
    def fail(*_):
        raise OSError(errno.EIO, "the disk")

    out = Steady(target)
    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(OSError, match="the disk"):
        out.write(bytes(2 * _MB))
    monkeypatch.setattr(os, "preadv", fail)
    with pytest.raises(OSError, match="the disk"):
        Passing(target, Pace()).read(10)


def test_a_thread_that_goes_last_leaves_the_others_as_they_are():
    def work():
        go_last()
        return _is_last()

    assert _in_a_thread(work)
    assert not _is_last()


def test_where_that_is_not_allowed_it_gives_way_at_least(monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EPERM, "not in this container")

    def work():
        go_last()
        return _is_last(), _niceness()

    before = _niceness()
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    assert _in_a_thread(work) == (False, max(10, before))
    assert _niceness() == before


def test_whoever_gives_way_is_not_made_less_nice_by_it():
    def work():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)
        give_way()
        return _niceness()

    assert _in_a_thread(work) == 15


def test_whoever_worked_with_a_disk_leaves_it_alone_for_a_while(monkeypatch):
    now = [0.0]
    rests: list[float] = []
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(time, "sleep", rests.append)
    pace = Pace()
    for spent in (0.010, 0.001, 0.001, 0.001, 0.0):
        pace.begin()
        now[0] += spent
        pace.rest()
    assert rests == [pytest.approx(0.007), pytest.approx(0.0021)]  # short ones are put together


async def test_all_that_reads_and_writes_a_set_rests(kept, monkeypatch):
    real, rested = Pace.rest, set()

    def rest(self):
        rested.add(sys._getframe(1).f_code.co_filename.rpartition("/")[2])
        real(self)

    monkeypatch.setattr(Pace, "rest", rest)
    await create(kept.settings, Wish.usual(kept.settings), lambda _: None)
    ways = {"passing.py", "steady.py"}
    assert rested == (ways | {"on_sqlite.py"} if kept.kind == "sqlite" else ways)


def test_full_pieces_go_straight_where_the_system_can(target, monkeypatch):
    real, straight = os.write, []

    def write(descriptor, data):
        straight.append(bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    out = Steady(target)
    able = bool(fcntl.fcntl(target, fcntl.F_GETFL) & os.O_DIRECT)
    out.write(bytes(3 * _MB + 5))
    out.close()
    assert straight == [able, able, able, False]
    assert able == _is_able(target)


def _is_able(descriptor):
    """Whether this file system takes what goes past the memory, asked in another way."""
    try:
        os.close(os.open(f"/proc/self/fd/{descriptor}", os.O_WRONLY | os.O_DIRECT))
    except OSError:
        return False
    return True


def test_what_is_read_is_asked_to_be_kept_nowhere_until_the_system_knows_it_not(
    target, monkeypatch
):
    real, asked = os.preadv, []

    def preadv(descriptor, buffers, at, flags):
        asked.append(flags)
        if len(asked) == 3:
            raise OSError(errno.EOPNOTSUPP, "not here")
        return real(descriptor, buffers, at)

    os.write(target, bytes(_MB))
    monkeypatch.setattr(os, "preadv", preadv)
    assert _read(target) == bytes(_MB)
    assert asked == [0x80] * 3  # RWF_DONTCACHE


async def test_all_that_packs_goes_last(kept):
    found = set()

    def step(_):
        found.add((threading.current_thread().name, _is_last()))

    await create(kept.settings, Wish.usual(kept.settings), step)
    assert {last for name, last in found if name.startswith("backup")} == {True}


def test_what_is_written_behind_goes_last():
    found = []

    class Out:
        def write(self, _):
            found.append(_is_last())

    with Behind(Out()) as behind:
        behind.write(b"x")
    assert found == [True]
