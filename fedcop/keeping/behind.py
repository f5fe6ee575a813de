"""Bytes on their way: sealed and written while the next are read and hashed."""

from collections import deque
from threading import Condition, Thread
from types import TracebackType
from typing import Final, Self

from fedcop.keeping.age import Sink
from fedcop.keeping.patience import go_last

_MOST: Final = 16 << 20  # what may wait, in bytes


class Behind:
    """Passes on what is written to it in a thread of its own; what fails there is raised here.

    Left by an exception, it drops what still waits.
    """

    def __init__(self, out: Sink) -> None:
        self._out = out
        self._waits: deque[bytes] = deque()
        self._held = 0
        self._over = False
        self._failed: Exception | None = None
        self._turn = Condition()
        self._thread = Thread(target=self._run, name="backup-writer", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._turn:
            self._over = True
            if error is not None:
                self._waits.clear()
            self._turn.notify_all()
        self._thread.join()
        if error is None and self._failed is not None:
            raise self._failed

    def write(self, data: bytes) -> None:
        """Take some bytes; waits while too many others do. Raises what failed behind."""
        with self._turn:
            self._turn.wait_for(lambda: self._held < _MOST or self._failed is not None)
            if self._failed is not None:
                raise self._failed
            self._waits.append(data)
            self._held += len(data)
            self._turn.notify_all()

    def _run(self) -> None:
        go_last()
        while (data := self._next()) is not None:
            try:
                self._out.write(data)
            except Exception as error:  # noqa: BLE001 - told to whoever writes
                with self._turn:
                    self._failed = error
                    self._turn.notify_all()
                return
            with self._turn:
                self._held -= len(data)
                self._turn.notify_all()

    def _next(self) -> bytes | None:
        with self._turn:
            self._turn.wait_for(lambda: self._waits or self._over)
            return self._waits.popleft() if self._waits else None
