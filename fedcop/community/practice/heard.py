"""What is known of an act from elsewhere: how it is called, what carried it, and its bytes."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Heard:
    """An act as it came; of one of ours nothing of this is known yet."""

    uri: str = ""
    cause: int = 0
    document: bytes = b""  # what was signed, where it came alone


OURS: Final = Heard()
