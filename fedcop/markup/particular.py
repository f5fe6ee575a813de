"""What in a text may tell who wrote it or of whom: found here, told to its author alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_MOST: Final = 12
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez"
_FINDERS: Final = (
    ("a mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")),
    ("a handle", re.compile(r"(?<![\w/])@[\w.-]+(?:@[\w.-]+\w)?")),
    ("a web address", re.compile(r"\bhttps?://\S+")),
    (
        "a date",
        re.compile(
            r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\s?\d{1,2}[./]\s?(?:\d{2,4})?"
            rf"|\b\d{{1,2}}\.?\s(?:{_MONTHS})\w*\b|\b(?:{_MONTHS})\w*\s\d{{1,2}}\b",
            re.IGNORECASE,
        ),
    ),
    ("a time of day", re.compile(r"\b\d{1,2}:\d{2}\b")),
    ("a phone number", re.compile(r"(?<!\w)\+?\d[\d\s()/-]{6,}\d\b")),
    ("a long number", re.compile(r"\b\d{5,}\b")),
    # Two words with capitals that do not begin a sentence: most likely somebody's name, or a place.
    ("perhaps a name", re.compile(r"(?<![.!?:]\s)(?<=[\w,]\s)[A-ZÄÖÜ]\w+\s[A-ZÄÖÜ]\w+")),
    ("a title or role", re.compile(r"\b(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau)\.?\s[A-ZÄÖÜ]\w+")),
)


@dataclass(frozen=True, slots=True)
class Particular:
    """A piece of a text that tells more than it must."""

    kind: str
    words: str


def find_particulars(text: str, own: Iterable[str] = ()) -> list[Particular]:
    """Find what a text tells of people, places and times; `own` are the names of its author."""
    found: dict[str, Particular] = {}
    for name in own:
        if len(name) > 2 and re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):  # noqa: PLR2004
            found.setdefault(name.lower(), Particular("a name of yours, or of your place", name))
    for kind, finder in _FINDERS:
        for match in finder.finditer(text):
            words = " ".join(match[0].split())
            if not any(words.lower() in known for known in found):
                found[words.lower()] = Particular(kind, words)
    return list(found.values())[:_MOST]
