"""What was said in English before, in the language of whoever reads it on a page.

An error is raised with its English words, whole and filled in, and so are the figures of a report;
apps and the command line say them as they are. The catalogues know such a text with places, so one
that is not known as it stands is looked for among those. `docs/refused.py` gathers what is refused.
"""

import re
from typing import Final

from fedcop.tongues.catalogues import PSEUDO, SOURCE, patterns
from fedcop.tongues.saying import _, current

# What stands before the words of an error: for which apps it is, and which field it is about.
_FIELD: Final = re.compile(
    r"(?:Validation failed: )?(?:(?:[\w.:-]+|%\(one\)s): (?=[a-z0-9%“]|[A-Z][a-z]+ [a-z%0-9]))?"
)
_ENDS: Final = (".", "!", "?", "…")


def retell(text: str) -> str:
    """Say a text that was filled in before; what no catalogue knows stays as it is."""
    tongue = current()
    if tongue == SOURCE or not text or (tongue == PSEUDO and text.startswith("[")):
        return text
    said = _(text)
    if said != text:
        return said
    for pattern, words in patterns(tongue):
        if found := pattern.fullmatch(text):
            return words % found.groupdict()
    return text


def refusal(text: str) -> str:
    """Say why something was refused, as a sentence; English stays as it was written."""
    if current() == SOURCE or not text:
        return text
    whole = as_sentence(text)
    said = retell(whole)
    return said if said != whole else retell(text)


def as_sentence(text: str) -> str:
    """Write a refusal as pages do: without the field before it, and as a sentence."""
    field = _FIELD.match(text)
    rest = text[field.end() :] if field else text
    return rest[:1].upper() + rest[1:] + "." * (not rest.endswith(_ENDS))
