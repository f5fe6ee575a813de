"""Three-way differences: what one changed is taken, what both changed is shown, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from fedcop.community.practice.three_way import choose, merge

BASE = "Say the name.\n\nSay the worry. Say the next step.\n\nRead back.\n"
WORDS = st.sampled_from(
    ["Say it.", "Read back. ", "Go!", "One two", "\n", "\n\n", "早く。", "… ", ""]
)
TEXTS = st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=40)


def test_what_each_changed_alone_is_taken():
    mine = BASE.replace("Read back.", "Read it back aloud.")
    offered = BASE.replace("Say the name.", "Say the name.\n\nSay the allergies.")
    merged = merge(BASE, mine, offered)
    assert merged.conflicts == 0
    assert "Say the allergies." in merged.text()
    assert "Read it back aloud." in merged.text()


def test_two_sentences_of_one_paragraph_do_not_collide():
    base = "One is here. Two is here. Three is here.\n"
    merged = merge(base, base.replace("One is", "One was"), base.replace("Three is", "Three was"))
    assert merged.text() == "One was here. Two is here. Three was here.\n"


def test_what_both_changed_differently_is_a_conflict_that_somebody_decides():
    mine = BASE.replace("Say the worry.", "Say the worst worry.")
    offered = BASE.replace("Say the worry.", "Say what worries you.")
    merged = merge(BASE, mine, offered)
    assert merged.conflicts == 1
    assert merged.text() == mine
    assert merged.text({0: "offered"}) == offered
    both = merged.text({0: "both"})
    assert "worst worry" in both
    assert "what worries you" in both


def test_fields_that_are_no_text_are_as_whoever_changed_them_says():
    assert choose([1], [1], [2]) == ("offered", [2])
    assert choose([1], [2], [1]) == ("mine", [2])
    assert choose([1], [2], [2]) == ("both", [2])
    assert choose([1], [2], [3]) == ("conflict", [2])


@given(TEXTS, TEXTS)
def test_who_alone_changes_something_gets_it(base, changed):
    assert merge(base, changed, base).text() == changed
    assert merge(base, base, changed).text() == changed
    assert merge(base, changed, changed).text() == changed
    assert merge(base, changed, base).conflicts == 0
    assert not merge(base, changed, base).changes


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_is_lost_and_the_order_of_sides_does_not_matter(base, mine, offered):
    merged, mirrored = merge(base, mine, offered), merge(base, offered, mine)
    pieces = merged.pieces
    assert "".join(piece.base for piece in pieces) == base
    assert "".join(piece.mine for piece in pieces) == mine
    assert "".join(piece.offered for piece in pieces) == offered
    assert merged.conflicts == mirrored.conflicts
    if not merged.conflicts:
        assert merged.text() == mirrored.text()


@given(TEXTS, TEXTS, TEXTS)
def test_deciding_every_conflict_for_the_offer_brings_all_that_is_offered(base, mine, offered):
    merged = merge(base, mine, offered)
    text = merged.text(dict.fromkeys(range(merged.conflicts), "offered"))
    at = 0
    for piece in merged.pieces:
        if piece.kind in {"offered", "both", "conflict"}:
            at = text.index(piece.offered, at) + len(piece.offered)
