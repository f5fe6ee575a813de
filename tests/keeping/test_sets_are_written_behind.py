"""Bytes of a set are written in a thread of their own: in order, bounded, and never in silence."""

from threading import Event, Timer

import pytest

from fedcop.keeping.behind import Behind

MIB = bytes(1 << 20)


class Disk:
    """Takes bytes when it is let, and is full at some point."""

    def __init__(self, room: int = 1 << 40) -> None:
        self.taken: list[bytes] = []
        self.room = room
        self.open = Event()

    def write(self, data: bytes) -> int:
        self.open.wait(20)
        if sum(map(len, self.taken)) + len(data) > self.room:
            raise OSError(28, "No space left on device")
        self.taken.append(data)
        return len(data)


def test_all_that_was_written_is_there_in_its_order_when_it_ends() -> None:
    disk = Disk()
    disk.open.set()
    with Behind(disk) as behind:
        for number in range(500):
            behind.write(b"%d," % number)
    assert b"".join(disk.taken) == b"".join(b"%d," % number for number in range(500))


def fill(disk: Disk, parts: list[bytes], *, fails: bool = False) -> None:
    """Write parts to a disk that takes them only once all are handed over, or cannot be."""
    with Behind(disk) as behind:
        for part in parts:
            behind.write(part)
        disk.open.set()
        if fails:
            disk.room = len(MIB)
            raise ValueError("half-way")


def test_a_full_disk_is_told_to_whoever_writes_on() -> None:
    disk = Disk(room=3 * len(MIB))
    disk.open.set()
    with pytest.raises(OSError, match="No space left"):
        fill(disk, [MIB] * 10_000)
    assert len(disk.taken) == 3


def test_a_disk_that_was_full_at_the_last_bytes_is_told_at_the_end() -> None:
    with pytest.raises(OSError, match="No space left"):
        fill(Disk(room=10), [bytes(11)])


def test_a_slow_disk_holds_up_whoever_writes_so_memory_is_bounded() -> None:
    disk, put = Disk(), 0
    before: list[int] = []

    def let() -> None:
        before.append(put)
        disk.open.set()

    with Behind(disk) as behind:
        Timer(0.3, let).start()
        for put in range(1, 41):  # noqa: B007 - read by the timer
            behind.write(MIB)
    assert before[0] <= 17
    assert len(disk.taken) == 40


def test_what_waits_is_dropped_when_its_maker_fails() -> None:
    disk = Disk()
    with pytest.raises(ValueError, match="half-way"):
        fill(disk, [MIB] * 8, fails=True)
    assert len(disk.taken) <= 1
