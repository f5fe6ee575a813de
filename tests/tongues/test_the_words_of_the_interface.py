"""The interface speaks the language of its reader, and English where it lacks a word."""

import pytest

from fedcop import tongues
from fedcop.tongues import _, choose, current, negotiate, ngettext, refusal, retell, speaking


def test_english_is_spoken_where_nobody_chose() -> None:
    assert current() == "en"
    assert _("Sign in") == "Sign in"
    assert ngettext("%(num)s file", "%(num)s files", 2) == "%(num)s files"


def test_nothing_to_say_is_nothing() -> None:
    with speaking("de"):
        assert _("") == ""


def test_a_language_is_spoken_within_its_block_alone() -> None:
    with speaking(tongues.catalogues.PSEUDO):
        assert _("Sign in") == "[Šïgn ïn~~]"
        assert ngettext("%(num)s file", "%(num)s files", 2).startswith("[%(num)s fïlés")
    assert _("Sign in") == "Sign in"


def test_the_pseudo_language_leaves_what_is_filled_in() -> None:
    with speaking(tongues.catalogues.PSEUDO):
        assert _("Signed in %(when)s") % {"when": "today"} == "[Šïgnéd ïn today~~~~~~]"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("*", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("xx;q=0.9, en;q=0.1", "en"),
        ("en-XA", "en-XA"),
        ("EN-xa;q=0.2,en;q=0", "en-XA"),
        (";;;,,,q=1", "en"),
        ("en;q=nonsense", "en"),
        ("x" * 100_000, "en"),
    ],
)
def test_a_browser_says_what_it_wishes(header: str, expected: str) -> None:
    assert negotiate(header) == expected


def test_what_the_browser_wishes_comes_before_what_is_usual_here() -> None:
    assert negotiate("en-XA", ("en",)) == "en-XA"
    assert negotiate("xx", ("en-XA", "en")) == "en-XA"
    assert choose(("xx", "yy")) == "en"


def test_what_was_refused_is_said_again_with_what_was_filled_in() -> None:
    text = "title: write 200 characters at most"
    assert refusal(text) == text
    with speaking("de"):
        assert refusal(text) == "Schreiben Sie höchstens 200 Zeichen."
        assert refusal("There is no such post.") == "Einen solchen Beitrag gibt es nicht."
        assert refusal("What nobody knows") == "What nobody knows"
    with speaking(tongues.PSEUDO):
        assert refusal(refusal("Say why.")) == refusal("Say why.")


def test_numbers_alone_stand_where_numbers_are_meant() -> None:
    with speaking("de"):
        assert retell("5 to 9 people") == "5 bis 9 Personen"
        assert retell("Moved to archive") == "Moved to archive"
