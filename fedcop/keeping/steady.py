"""A file that goes past the memory of the system, straight to the disk."""

import errno
import fcntl
import os
from mmap import mmap
from typing import Final

from fedcop.keeping.patience import Pace

_STRETCH: Final = 1 << 20
_KNOWS_NOT: Final = {errno.EINVAL, errno.EOPNOTSUPP}


class Steady:
    """Writes a large file so that those who wait for a disk meanwhile do not notice.

    By way of the memory it would pile up there, push out what others read, and then keep the disk
    from a node whose answers wait for it: with 5 GB its inbox took 150 ms instead of 8. Where a
    file system knows no other way (tmpfs, some over networks), it goes that way all the same.
    """

    def __init__(self, descriptor: int) -> None:
        self._to = descriptor
        self._block = mmap(-1, _STRETCH)  # begins with a page, as it must
        self._held = 0
        self._pace = Pace()
        self._straight = _set_straight(descriptor, on=True)

    def write(self, data: bytes) -> None:
        """Write some bytes. Raises OSError."""
        with memoryview(data) as all_of_it:
            at = 0
            while at < len(all_of_it):
                part = all_of_it[at : at + _STRETCH - self._held]
                self._block[self._held : self._held + len(part)] = part
                self._held += len(part)
                at += len(part)
                if self._held == _STRETCH:
                    self._put()

    def close(self) -> None:
        """Write what is left, and wait until all is on the disk. Raises OSError."""
        self._bend()  # the end of a file fills no page
        self._put()
        self._block.close()
        os.fsync(self._to)

    def _put(self) -> None:
        with memoryview(self._block) as block:
            at = 0
            while at < self._held:
                self._pace.begin()
                at += self._write(block[at : self._held])
                self._pace.rest()
        self._held = 0

    def _write(self, data: memoryview) -> int:
        try:
            with data:
                return os.write(self._to, data)
        except OSError as error:
            if error.errno not in _KNOWS_NOT or not self._straight:
                raise
            self._bend()
            return 0

    def _bend(self) -> None:
        if self._straight:
            self._straight = False
            _set_straight(self._to, on=False)


def _set_straight(descriptor: int, *, on: bool) -> bool:
    """Say past the memory or by way of it; return whether the system can."""
    straight = getattr(os, "O_DIRECT", 0)
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | straight if on else flags & ~straight)
    except OSError as error:
        if error.errno not in _KNOWS_NOT:
            raise
        return False
    return bool(straight)
