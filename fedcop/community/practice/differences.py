"""What changed from one text to another, word by word, as people would say it.

Lines first, then the words of the lines that differ. What is alike is found from what occurs once
on both sides (patience), and by Myers between; both have a limit, so that a text made to be slow
is told as taken away and written anew. Offsets count characters: nothing is lost or normalised.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from fedcop.community.practice.alignment import Budget, Run, align

Kind = Literal["same", "gone", "new"]

_LINE: Final = re.compile(r"\n*[^\n]+|\n+")  # with the empty ones before it
# A word with the room behind it. Where words stand without spaces, each character is one.
_CLOSE: Final = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD: Final = re.compile(rf"([{_CLOSE}]|[^\W{_CLOSE}]+|[^\w\s])(\s*)|\s+")
_MOST_WORDS: Final = 120_000  # of both sides of one place; more are told as written anew
_ALIKE: Final = 4  # at least one part in so many must be alike to tell two places word by word


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that stayed as they are, or a place that changed."""

    spans: tuple[Span, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it changed."""
        return any(span.kind != "same" for span in self.spans)

    @property
    def before(self) -> str:
        """What it said."""
        return "".join(span.text for span in self.spans if span.kind != "new")

    @property
    def after(self) -> str:
        """What it says."""
        return "".join(span.text for span in self.spans if span.kind != "gone")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters of one side that others take the place of."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        return max(self.end - self.start, self.new_end - self.new_start)


def compare(before: str, after: str) -> tuple[Block, ...]:
    """Tell what changed from one text to another."""
    if before == after:
        return (Block((Span("same", after),)),) if after else ()
    budget = Budget()
    old, new = _LINE.findall(before), _LINE.findall(after)
    blocks: list[Block] = []
    at = new_at = 0
    for run in [*align(old, new, budget), Run(len(old), len(new), 0)]:
        gone, come = "".join(old[at : run.start]), "".join(new[new_at : run.new_start])
        if gone or come:
            blocks.append(Block(tuple(_words(gone, come, budget))))
        at, new_at = run.start + run.size, run.new_start + run.size
        if run.size:
            blocks.append(Block((Span("same", "".join(old[run.start : at])),)))
    return tuple(blocks)


def share_changed(blocks: Sequence[Block]) -> float:
    """Say which part of a text changed, from 0 to 1."""
    changed = sum(len(span.text) for one in blocks for span in one.spans if span.kind != "same")
    whole = sum(len(one.before) + len(one.after) for one in blocks)
    return changed / whole if whole else 0.0


def _words(gone: str, come: str, budget: Budget) -> Iterator[Span]:
    """Tell what changed in one place, word by word where the two are alike."""
    if gone and come:
        edits = _edits(gone, come, budget)
        if edits is not None:
            yield from _spans(gone, come, edits)
            return
    if gone:
        yield Span("gone", gone)
    if come:
        yield Span("new", come)


def _edits(gone: str, come: str, budget: Budget) -> list[_Edit] | None:
    """Find what to change in one place; None when little of it would be left."""
    old, new = list(_WORD.finditer(gone)), list(_WORD.finditer(come))
    if len(old) + len(new) > _MOST_WORDS:
        return None
    runs = align([one[1] or "" for one in old], [one[1] or "" for one in new], budget)
    edits = _calm(_between(old, new, runs, (len(gone), len(come))))
    kept = len(gone) - sum(edit.end - edit.start for edit in edits)
    return edits if kept * _ALIKE >= max(len(gone), len(come)) else None


def _between(
    old: "Sequence[re.Match[str]]",
    new: "Sequence[re.Match[str]]",
    runs: Sequence[Run],
    ends: tuple[int, int],
) -> Iterator[_Edit]:
    """Turn words that are alike into the characters between them that are not."""
    at = new_at = 0
    for run in runs:
        for first, second in zip(
            old[run.start : run.start + run.size],
            new[run.new_start : run.new_start + run.size],
            strict=True,
        ):
            start, new_start = first.start(), second.start()
            if (start, new_start) != (at, new_at):
                yield _Edit(at, start, new_at, new_start)
            at, new_at = first.end(), second.end()
            if first[0] != second[0]:  # the same word with other room behind it
                word = len(first[1] or "")
                yield _Edit(start + word, at, new_start + word, new_at)
    if (at, new_at) != ends:
        yield _Edit(at, ends[0], new_at, ends[1])


def _calm(edits: Iterator[_Edit]) -> list[_Edit]:
    """Join changes with less between them than what they change, so that they can be read."""
    joined: list[_Edit] = []
    for edit in edits:
        last = edit
        while joined and _is_close(joined[-1], last):
            first = joined.pop()
            last = _Edit(first.start, last.end, first.new_start, last.new_end)
        joined.append(last)
    return joined


def _is_close(first: _Edit, second: _Edit) -> bool:
    between = second.start - first.end
    return between <= min(first.size, second.size)


def _spans(gone: str, come: str, edits: Sequence[_Edit]) -> Iterator[Span]:
    at = 0
    for edit in edits:
        if edit.start > at:
            yield Span("same", gone[at : edit.start])
        if edit.end > edit.start:
            yield Span("gone", gone[edit.start : edit.end])
        if edit.new_end > edit.new_start:
            yield Span("new", come[edit.new_start : edit.new_end])
        at = edit.end
    if at < len(gone):
        yield Span("same", gone[at:])
