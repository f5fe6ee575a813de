"""What is said with an activity, for people."""

from typing import Final

from fedcop.federation.inbox.arrival import Arrival
from fedcop.markup.text import to_text

_MOST: Final = 2000


def words_in(arrival: Arrival) -> str:
    """Read what is said with an activity, as plain text."""
    said = arrival.activity.content or arrival.activity.summary or ""
    return to_text(said)[:_MOST].strip()
