"""Front matter is read with suspicion and comes back as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fedcop.errors import Malformed
from fedcop.interchange.front_matter import instant, join, split, texts

_words = some.text(max_size=40)
_values = some.recursive(
    some.booleans() | some.integers(-(2**53), 2**53) | _words.filter(bool),
    lambda inner: (
        some.lists(inner, min_size=1, max_size=3)
        | some.dictionaries(_words, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@given(some.dictionaries(_words, _values, max_size=4), some.text())
def test_what_is_written_is_read(head, body):
    assert split(join(head, body)) == (head, body)


def test_a_text_without_it_is_a_text():
    assert split("Just *words*.\n\n---\n\nand more") == ({}, "Just *words*.\n\n---\n\nand more")


def test_dates_are_words():
    head, body = split("---\ndate: 2026-02-03\nat: 2026-02-03T09:00:00Z\n---\nBody")
    assert head == {"date": "2026-02-03", "at": "2026-02-03T09:00:00+00:00"}
    assert body == "Body"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\na: &x [1]\nb: *x\n---\n", "aliases"),
        ("---\n- one\n---\n", "names with values"),
        ("---\na: [1\n---\n", "line 3"),
        ("---\na: !!python/object/apply:os.system ['true']\n---\n", "could not determine"),
        ("---\na: " + "[" * 40 + "]" * 40 + "\n---\n", "nested too deep"),
    ],
)
def test_what_is_odd_is_refused_in_a_sentence(text, why):
    with pytest.raises(Malformed, match=why):
        split(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1970-01-01T00:00:01Z", 1000),
        ("1970-01-02", 86_400_000),
        ("1970-01-01T02:00:00+02:00", 0),
        ("1969-01-01", 0),
        ("soon", 0),
        (17, 0),
        (None, 0),
    ],
)
def test_times(text, at):
    assert instant(text) == at


def test_words_in_a_list_or_in_a_line():
    assert texts("a, b ,,c") == texts(["a", " b", "", "c"]) == ("a", "b", "c")
    assert texts({"a": 1}) == ()
