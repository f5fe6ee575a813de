"""Reading large files without their bytes staying in the memory of the system."""

import errno
import os
import sys
from typing import Final

from fedcop.keeping.patience import Pace

_DONTCACHE: Final = 0x80  # RWF_DONTCACHE of Linux 6.14, which os does not name yet
_KNOWS_NOT: Final = {errno.EOPNOTSUPP, errno.EINVAL}


class Passing:
    """A file that is read once from its beginning to its end.

    What others had read of it stays where it is. Kept there, 5 GB would push out what a node
    reads: its inbox took 140 ms instead of 9.
    """

    def __init__(self, descriptor: int, pace: Pace) -> None:
        self._from = descriptor
        self._pace = pace
        self._at = 0
        self._lightly = sys.platform == "linux"

    def read(self, most: int) -> bytes:
        """Read at most so many bytes more, none at its end. Raises OSError."""
        self._pace.begin()
        block = self._read_lightly(most) if self._lightly else None
        if block is None:
            block = os.pread(self._from, most, self._at)
        self._pace.rest()
        self._at += len(block)
        return block

    def _read_lightly(self, most: int) -> bytes | None:
        block = bytearray(most)
        try:
            count = os.preadv(self._from, [block], self._at, _DONTCACHE)
        except OSError as error:
            if error.errno not in _KNOWS_NOT:
                raise
            self._lightly = False
            return None
        with memoryview(block) as whole:
            return bytes(whole[:count])
