"""Who wrote which part of a text, paragraph by paragraph over all its revisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fedcop.community.practice.alignment import Budget, align
from fedcop.community.practice.differences import compare, share_changed

_PARAGRAPH: Final = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+|[^\n]*\n|[^\n]+")
_REWRITTEN: Final = 0.6  # with more than this of it changed, a paragraph is another one
_STEPS: Final = 20_000  # for each revision


@dataclass(frozen=True, slots=True)
class Told:
    """One revision: its number, who made it, and its text."""

    number: int
    author_id: int
    source: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of the latest text: in which revision it came, was changed last, and by whom."""

    text: str
    since: int
    changed: int
    authors: tuple[int, ...]  # the last one first


def blame(revisions: Sequence[Told]) -> tuple[Paragraph, ...]:
    """Say who wrote each paragraph of the last of some revisions, given from the first on."""
    known: list[Paragraph] = []
    for told in revisions:
        known = _next(known, told)
    return tuple(known)


def _next(known: list[Paragraph], told: Told) -> list[Paragraph]:
    texts = [text.strip() for text in _PARAGRAPH.findall(told.source) if text.strip()]
    fresh = [Paragraph(text, told.number, told.number, (told.author_id,)) for text in texts]
    at = new_at = 0
    runs = align([one.text for one in known], texts, Budget(_STEPS))
    for run in runs:
        _change(known[at : run.start], fresh, range(new_at, run.new_start), told)
        at, new_at = run.start + run.size, run.new_start + run.size
        fresh[run.new_start : new_at] = known[run.start : at]
    _change(known[at:], fresh, range(new_at, len(fresh)), told)
    return fresh


def _change(gone: Sequence[Paragraph], fresh: list[Paragraph], places: range, told: Told) -> None:
    """Let paragraphs that are those of before in other words keep whom they came from."""
    if len(gone) != len(places):
        return
    for was, at in zip(gone, places, strict=True):
        if share_changed(compare(was.text, fresh[at].text)) <= _REWRITTEN:
            authors = tuple(dict.fromkeys((told.author_id, *was.authors)))
            fresh[at] = replace(fresh[at], since=was.since, authors=authors)
