"""Which language to speak with somebody."""

from collections.abc import Iterable
from typing import Final

from fedcop.tongues.catalogues import PSEUDO, SOURCE, available

_MOST: Final = 20  # wishes of a browser that are looked at
_LONGEST: Final = 500


def choose(tags: Iterable[str]) -> str:
    """Take the first language of a list that there are words in; English when there is none."""
    known = {tag.lower(): tag for tag in (*available(), PSEUDO)}
    for tag in tags:
        wanted = tag.strip().lower()
        found = known.get(wanted) or known.get(wanted.partition("-")[0])
        if found:
            return found
    return SOURCE


def negotiate(header: str, usual: Iterable[str] = ()) -> str:
    """Read the wishes of a browser (`Accept-Language`, RFC 9110), then those of the node."""
    wishes = []
    for place, part in enumerate(header[:_LONGEST].split(",")[:_MOST]):
        tag, _, rest = part.partition(";")
        weight = _weight(rest)
        if tag.strip() and tag.strip() != "*" and weight > 0:
            wishes.append((-weight, place, tag.strip()))
    return choose([*(tag for _, _, tag in sorted(wishes)), *usual])


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
