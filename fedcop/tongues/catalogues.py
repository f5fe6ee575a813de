"""The catalogues: read once, when their language is first asked for."""

import io
import re
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_PLACE: Final[Traversable] = files("fedcop.tongues")  # one file for each language
SOURCE: Final = "en"  # in which the texts are written
# English with marks on it and a third longer: shows what is not translated, and what breaks.
PSEUDO: Final = "en-XA"

# What is filled in where the words were written in English first, in their order.
PLACES: Final = ("one", "two", "three", "four")
_NUMBERS: Final = ("low", "high")  # places for numbers alone

_FILLED: Final = re.compile(rf"%\(({PLACES[0]}|{_NUMBERS[0]})\)s")
_IN_PLACE: Final = {
    **dict.fromkeys(PLACES, ".+?"),
    **dict.fromkeys(_NUMBERS, r"[+-]?[0-9][0-9.,]*"),
}
_ACCENTS: Final = str.maketrans("aeiouyACEINOSUY", "åéïöüýÅÇÉÎÑÖŠÛÝ")
_PADDED: Final = 8  # what makes it longer breaks after so many, as words do
_KEPT: Final = re.compile(r"(%\(\w+\)[sd]|<[^>]*>)")  # what is filled in, and tags


class _Pseudo(NullTranslations):
    """Every text with accents, in brackets, and longer; what stands in `%(…)s` stays."""

    def gettext(self, message: str) -> str:
        return _marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _marked(msgid1 if n == 1 else msgid2)


@cache
def available() -> tuple[str, ...]:
    """List the languages that there are words in, English first."""
    found = sorted(
        entry.name.removesuffix(".po") for entry in _PLACE.iterdir() if entry.name.endswith(".po")
    )
    return (SOURCE, *found)


@cache
def names() -> dict[str, str]:
    """Name each language in its own words."""
    return {tag: (Locale.parse(tag, sep="-").get_display_name() or tag) for tag in available()}


@cache
def catalogue(tag: str) -> NullTranslations:
    """Read the words of a language; one that is not there has English ones."""
    if tag == PSEUDO:
        return _Pseudo()
    if tag == SOURCE or tag not in available():
        return NullTranslations()
    return _compile(_PLACE.joinpath(f"{tag}.po"), tag)


@cache
def patterns(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give the texts with places that a language has words for, the longest first."""
    if tag == SOURCE or tag not in available():
        return ()
    read = read_po(io.BytesIO(_PLACE.joinpath(f"{tag}.po").read_bytes()))
    found = [
        (one.id, str(one.string))
        for one in read
        if isinstance(one.id, str) and one.string and _FILLED.search(one.id)
    ]
    found.sort(key=lambda pair: -len(pair[0]))
    return tuple((_pattern(text), words) for text, words in found)


def _pattern(text: str) -> re.Pattern[str]:
    """Make of a text with places what finds it when they are filled in."""
    pieces = re.split(r"%\((\w+)\)s", text)
    made = [
        f"(?P<{piece}>{_IN_PLACE[piece]})" if place % 2 else re.escape(piece.replace("%%", "%"))
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(made), re.DOTALL)


def _compile(file: Traversable, tag: str) -> GNUTranslations:
    read = read_po(io.BytesIO(file.read_bytes()), locale=tag.replace("-", "_"))
    made = io.BytesIO()
    write_mo(made, read)
    made.seek(0)
    return GNUTranslations(made)


def _marked(message: str) -> str:
    pieces = _KEPT.split(message)  # every second one is what stays
    said = [one if place % 2 else one.translate(_ACCENTS) for place, one in enumerate(pieces)]
    longer = len(message) // 3
    padding = " ".join("~" * min(_PADDED, longer - at) for at in range(0, longer, _PADDED))
    return f"[{''.join(said)}{padding}]"
