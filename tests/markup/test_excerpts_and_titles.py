"""Plain text from HTML: excerpts, titles, single lines."""

import pytest

from fedcop.markup.text import excerpt, one_line, shorten, title_of, to_html, to_text
from fedcop.values import Handle

LAB = Handle("lab", "forge.example")


def test_paragraphs_and_breaks_become_lines():
    html = "<h2>When</h2><p>a <b>b</b><br>c &amp; d</p><ul><li>one</li><li>two</li></ul>"
    assert to_text(html) == "When\na b\nc & d\none\ntwo"


def test_an_excerpt_is_one_line_cut_between_words():
    assert excerpt("<p>one two</p><p>three</p>") == "one two · three"
    assert excerpt("<p>One two.</p><p>Three</p>") == "One two. Three"
    assert excerpt("<p>" + "word " * 100 + "</p>", 22) == "word word word word…"


TITLES = [
    ("<p>Peer feedback in ten minutes</p><p>What worked.</p>", "Peer feedback in ten minutes"),
    ("<p>@lab Peer feedback<br>more</p>", "Peer feedback"),
    ("<p>@lab@forge.example</p><p>Peer feedback</p>", "Peer feedback"),
    ('<p><a href="x">@<span>lab</span></a> Peer @lab2 feedback</p>', "Peer @lab2 feedback"),
    ("<p>Feedback for !lab@forge.example, today</p>", "Feedback for today"),
    ("<p>@Lab: hello</p>", "hello"),
    ("<p> </p>", ""),
    ("", ""),
]


@pytest.mark.parametrize(("html", "title"), TITLES)
def test_the_title_of_a_note_is_its_first_line_without_the_community(html, title):
    assert title_of(html, LAB) == title


def test_a_title_has_a_hundred_characters_at_most():
    title = title_of("<p>" + "practice " * 30 + "</p>")
    assert len(title) <= 100
    assert title.endswith("practice…")


def test_a_long_word_is_cut_where_it_must():
    assert shorten("x" * 50, 10) == "x" * 9 + "…"


def test_a_name_is_one_line_without_tricks():
    assert one_line("Mira\u202e\n  K\x00ay\ufeff", 50) == "Mira Kay"


@pytest.mark.parametrize(
    "typed", ['If BP <systolic & "it" > 3', "<b>stop</b> &amp; go", "one\ntwo"]
)
def test_words_that_are_typed_are_read_elsewhere_as_they_were(typed):
    assert to_text(to_html(typed)) == typed
