"""What changed between two texts: true, so that applying it gives both, and calm to read."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fedcop.community.practice.alignment import Budget, align
from fedcop.community.practice.blame import Told, blame
from fedcop.community.practice.changes import (
    Said,
    by_section,
    compare_fields,
    compare_files,
    compare_revisions,
)
from fedcop.community.practice.differences import compare, share_changed
from fedcop.community.practice.parts import FileFact

WORDS = st.sampled_from(["the", "ward", "nurse", "hands", "over", "keys", "12", "é", "手渡し", "—"])
ROOM = st.sampled_from([" ", "  ", "\n", "\n\n", "\t", "\u00a0", ", ", ". ", "\n## ", "\n- "])
TEXTS = st.lists(st.tuples(WORDS, ROOM), max_size=60).map(
    lambda found: "".join(map("".join, found))
)
ANYTHING = st.text(max_size=80)


def told(before, after):
    """Write a difference in short: [-gone-] and {+new+}."""
    marks = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
    return "".join(
        marks[span.kind][0] + span.text + marks[span.kind][1]
        for block in compare(before, after)
        for span in block.spans
    )


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, ANYTHING), st.one_of(TEXTS, ANYTHING))
def test_applying_a_difference_gives_both_sides(before, after):
    blocks = compare(before, after)
    assert "".join(block.before for block in blocks) == before
    assert "".join(block.after for block in blocks) == after
    assert any(block.changed for block in blocks) == (before != after)
    assert all(span.text for block in blocks for span in block.spans)
    sections = by_section(blocks)
    assert "".join(one.after for section in sections for one in section.blocks) == after


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=40), st.lists(st.integers(0, 4), max_size=40))
def test_what_two_sequences_share_is_alike_and_in_order(first, second):
    old, new = [str(one) for one in first], [str(one) for one in second]
    at = new_at = 0
    for run in align(old, new, Budget()):
        assert run.size > 0
        assert run.start >= at
        assert run.new_start >= new_at
        at, new_at = run.start + run.size, run.new_start + run.size
        assert old[run.start : at] == new[run.new_start : new_at]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Five lines.", "Five lines.", "Five lines."),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
        (
            "Say five lines at night.",
            "Say six lines at night.",
            "Say [-five -]{+six +}lines at night.",
        ),
        ("One.\n\nTwo.\n", "One.\n\nNew.\n\nTwo.\n", "One.{+\n\nNew.+}\n\nTwo.\n"),
        ("Call the ward", "Call the ward twice", "Call the ward{+ twice+}"),
        # Not letter by letter, where a word is another one.
        ("handover", "handovers", "[-handover-]{+handovers+}"),
        # What stays between two larger changes is told with them.
        (
            "Rarely do nurses, ever, remember",
            "Whenever possible, people write things",
            "[-Rarely do nurses, ever, remember-]{+Whenever possible, people write things+}",
        ),
        ("手渡しを見る", "手渡しを聞く", "手渡しを[-見る-]{+聞く+}"),
    ],
)
def test_a_difference_is_calm(before, after, shown):
    assert told(before, after) == shown


def test_words_in_other_lines_are_the_same_words():
    before = "The nurse who leaves says three things aloud and waits."
    after = "The nurse who leaves\nsays three things aloud and waits."
    changed = [
        span for block in compare(before, after) for span in block.spans if span.kind != "same"
    ]
    assert [span.text for span in changed] == [" ", "\n"]
    assert share_changed(compare(before, after)) < 0.05


def _hostile(name):
    rnd = random.Random(3)
    two = " ".join(rnd.choice("ab") for _ in range(250_000))
    return {
        "one word": ("word " * 200_000, "word " * 150_000 + "x " + "word " * 50_000),
        "two words": ("a b " * 200_000, "b a a " * 150_000),
        "two at random": (two, two[::-1]),
        "lines": ("a\nb\n" * 200_000, "b\na\na\n" * 150_000),
        "signs": ("." * 400_000, "," + "." * 400_000 + ";."),
        "spaces": (" " * 500_000, "\t" + " " * 400_000),
    }[name]


@pytest.mark.parametrize(
    "name", ["one word", "two words", "two at random", "lines", "signs", "spaces"]
)
def test_a_text_made_to_be_slow_is_not(name):
    before, after = _hostile(name)
    began = time.process_time()
    blocks = compare(before, after)
    assert time.process_time() - began < 20  # half a second where nothing else runs
    assert "".join(block.after for block in blocks) == after


def test_changes_stand_under_the_heading_of_their_section():
    start = "Begin.\n\n## When\n\nAt night.\n\n## How\n\n"
    before = start + "Say five lines.\n\n## Then\n\nLeave."
    after = start + "Say six lines.\n\n## Then\n\nLeave.\n\n## Why\n\nFor the night."
    changes = compare_revisions(Said(source=before), Said(source=after))
    assert [(one.heading, one.changed) for one in changes.sections] == [
        ("", False),
        ("When", False),
        ("How", True),
        ("Then", False),
        ("Why", True),
    ]
    assert changes
    assert not changes.title
    assert not changes.fields


def test_fields_of_every_shape_are_compared():
    before = {"whenToUse": "At night", "steps": ["One", "Two"], "gone": "x"}
    after = {"whenToUse": "At night", "steps": ["One", "Two", "Three"], "items": [{"text": "T"}]}
    found = list(compare_fields(before, after))
    assert [one.name for one in found] == ["steps", "items", "gone"]
    assert found[0].blocks[-1].after == "\nThree"


def test_files_come_go_and_become_others():
    def file(name, digest):
        return FileFact(digest, f"/{name}", name, "application/pdf", 10)

    before = [file("card", "a"), file("poster", "b"), file("old", "c")]
    after = [file("card", "a"), file("poster", "d"), file("new", "e")]
    found = [(one.kind, one.file.name) for one in compare_files(before, after)]
    assert found == [("changed", "poster"), ("new", "new"), ("gone", "old")]


def test_each_paragraph_is_of_whoever_wrote_it():
    first = "Say five lines at the bed.\n\nThen read them back.\n"
    second = "Say six lines at the bed.\n\nThen read them back.\n\nSign the card.\n"
    third = "Before all, wash your hands.\n\n" + second
    found = blame([Told(1, 10, first), Told(2, 20, second), Told(3, 30, third)])
    assert [(one.text.strip()[:8], one.since, one.changed, one.authors) for one in found] == [
        ("Before a", 3, 3, (30,)),
        ("Say six ", 1, 2, (20, 10)),
        ("Then rea", 1, 1, (10,)),
        ("Sign the", 2, 2, (20,)),
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_paragraphs_are_the_latest_text_and_their_numbers_are_in_order(texts):
    told_ = [Told(number, number, text) for number, text in enumerate(texts, 1)]
    for one in blame(told_):
        assert one.text in texts[-1]
        assert 1 <= one.since <= one.changed <= len(texts)
        assert one.authors[0] == one.changed
