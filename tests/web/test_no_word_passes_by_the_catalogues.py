"""Pages in the marked language show what nobody can translate: there is none on these."""

import re
from html import unescape

import pytest

_UNSEEN = re.compile(r"<(style|script|code|select)[ >].*?</\1>|<[^>]*>", re.DOTALL)
_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
# What a node is called, languages in their own words, and names.
_OWN = {"English", "Deutsch", "Northwind", "Care", "fedcop", "localhost", "northwind"}
_OWN |= {"Aegis", "FreeOTP", "UTC", "Ana", "Handovers", "handovers"}


def plain_words(page: str) -> set[str]:
    """Say which plain English words a page shows."""
    text = unescape(_UNSEEN.sub("\n", page.partition("<body")[2]))
    return {word for word in _WORD.findall(text) if _VOWEL.search(word)} - _OWN


@pytest.mark.parametrize("path", ["/", "/communities", "/signin", "/nowhere"])
async def test_a_guest_sees_marked_words_alone(house, path):
    page = await house.guest().get(path, **{"Accept-Language": "en-XA"})
    named = set(_WORD.findall(f"{house.settings.name} {house.settings.organization}"))
    assert plain_words(page.text) - named == set()


def test_a_plain_word_is_seen():
    assert plain_words("<body><p>[Sïgn ïn~~] here</p><code>as it is</code>") == {"here"}
