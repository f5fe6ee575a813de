"""What is known of an act from elsewhere: how it is called, what carried it, and its bytes."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock


@dataclass(frozen=True, slots=True)
class Heard:
    """An act as it came; of one of ours nothing of this is known yet."""

    uri: str = ""
    cause: int = 0
    document: bytes = b""  # what was signed, where it came alone
    at: int = 0  # when it was said; 0: now

    @property
    def said(self) -> int:
        """When it was said, and never later than now: what is taken back may come before it."""
        now = clock.now_ms()
        return min(self.at, now) if self.at > 0 else now


OURS: Final = Heard()
