"""Hashtags: one form for each, whoever writes it."""

import unicodedata
from collections.abc import Iterable

_LONGEST = 100
_MOST = 32


def fold(tags: Iterable[str]) -> list[str]:
    """Bring hashtags into the one form we compare: no `#`, lower case, each once, not endless."""
    folded = (unicodedata.normalize("NFKC", tag.strip().lstrip("#")).lower() for tag in tags)
    return [tag for tag in dict.fromkeys(folded) if 0 < len(tag) <= _LONGEST][:_MOST]
