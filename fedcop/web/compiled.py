"""Templates that were compiled, kept for every application that this process opens."""

from typing import TYPE_CHECKING, Final

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

if TYPE_CHECKING:
    from types import CodeType


class Compiled(BytecodeCache):
    """Keeps in memory what templates were compiled to, as long as their source stays the same.

    To compile them is most of the work of a process that just began to show pages.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out a template that was compiled before."""
        found = self._kept.get(bucket.key)
        if found is not None and found[0] == bucket.checksum:
            bucket.code = found[1]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one that was compiled just now."""
        if bucket.code is not None:
            self._kept[bucket.key] = bucket.checksum, bucket.code


COMPILED: Final = Compiled()
