"""What is said with an activity, for people."""

from typing import Final

import orjson

from fedcop.community.practice.heard import Heard
from fedcop.federation.inbox.arrival import Arrival
from fedcop.markup.text import to_text
from fedcop.store.queries.outbound import find_sent

_MOST: Final = 2000


def words_in(arrival: Arrival) -> str:
    """Read what is said with an activity, as plain text."""
    said = arrival.activity.content or arrival.activity.summary or ""
    return to_text(said)[:_MOST].strip()


async def heard_in(arrival: Arrival) -> Heard:
    """Keep the bytes of what somebody said themselves, and not within something else."""
    sent = await find_sent(arrival.reach.store, arrival.cause)
    body = b""
    if sent is not None and arrival.group is None:
        value = orjson.loads(sent.body)
        if isinstance(value, dict) and value.get("id") == arrival.activity.id:
            body = bytes(sent.body)
    at = arrival.activity.published or 0
    return Heard(arrival.activity.id, arrival.cause, body, at)
