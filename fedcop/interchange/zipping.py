"""ZIP files that are written while they are read: none of it is ever whole in memory."""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from typing import IO, Final, cast

_MODE: Final = 0o600 << 16
_LARGE: Final = 1 << 16  # what is packed off the event loop


class Zipping:
    """Writes a ZIP file; what is ready is taken from it as it goes."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._file = zipfile.ZipFile(
            cast("IO[bytes]", self._sink), "w", zipfile.ZIP_DEFLATED, compresslevel=6
        )

    async def add(
        self, name: str, body: AsyncIterator[bytes], at: tuple[int, ...]
    ) -> AsyncIterator[bytes]:
        """Add one file, with the time it is from; yields what is ready."""
        info = zipfile.ZipInfo(name, (at[0], at[1], at[2], at[3], at[4], at[5]))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = _MODE
        with self._file.open(info, "w", force_zip64=True) as entry:
            async for chunk in body:
                if len(chunk) >= _LARGE:
                    await asyncio.to_thread(entry.write, chunk)
                else:
                    entry.write(chunk)
                yield self._sink.take()
        yield self._sink.take()

    def end(self) -> bytes:
        """Write what comes last: where everything is."""
        self._file.close()
        return self._sink.take()


class _Sink:
    """What a ZIP file is written to: it cannot go back, so nothing has to be kept."""

    def __init__(self) -> None:
        self._ready: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._ready.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def take(self) -> bytes:
        """Give out what is ready."""
        ready, self._ready = b"".join(self._ready), []
        return ready
