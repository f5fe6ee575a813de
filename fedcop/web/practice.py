"""How the practice looks in short: the badge of a kind, the chip of a status."""

from functools import lru_cache
from typing import Final

from markupsafe import Markup

from fedcop.community.practice.kinds import label_of
from fedcop.tongues import N_, _, retell
from fedcop.web import bits

# Each kind and status has an icon and a word: colour alone says nothing.
KIND_ICONS: Final = {
    "practice": "steps",
    "story": "quote",
    "lesson": "bulb",
    "template": "page",
    "checklist": "ticks",
    "tool": "wrench",
    "standard": "rubric",
    "path": "route",
    "collection": "shelf",
    "experiment": "flask",
    "tip": "spark",
    "term": "term",
    "idea": "spark",
    "reflection": "quote",
    "question": "ask",
    "answer": "reply",
    "review": "eye",
    "adoption": "flag",
    "event": "calendar",
    "thanks": "heart",
}
_STATUS: Final = {
    "draft": ("draft", "pen"),
    "proposed": ("proposed", "tray"),
    "inReview": ("proposed", "eye"),
    "reviewed": ("reviewed", "ticks"),
    "endorsed": ("endorsed", "seal"),
    "needsReview": ("superseded", "clock"),
    "superseded": ("superseded", "onward"),
    "withdrawn": ("withdrawn", "cross"),
}
# How an artifact can stand, with the revision that was approved, as `standing` writes it.
WITH_REVISION: Final = (
    N_("reviewed r%(low)s"),
    N_("endorsed r%(low)s"),
    N_("r%(low)s minor"),
)
DRAFT: Final = "draft"  # shared, and not proposed to a library


def kind_badge(kind: str) -> Markup:
    """Say of which kind a piece of practice is."""
    return _badge(kind, _(label_of(kind)))


@lru_cache(maxsize=512)
def _badge(kind: str, label: str) -> Markup:
    piece = Markup('<span class="kind k-{}">{}{}</span>')
    return piece.format(kind, bits.icon(KIND_ICONS.get(kind, "page")), label)


def status_chip(status: str, label: str) -> Markup:
    """Say how an artifact stands, in the words that name what was approved."""
    return _chip(status, status_words(label))


def status_words(label: str) -> str:
    """Say in the language of the reader how an artifact stands."""
    return "; ".join(retell(part) for part in label.split("; "))


@lru_cache(maxsize=2048)
def _chip(status: str, label: str) -> Markup:
    look, sign = _STATUS.get(status, ("draft", "pen"))
    words = label[:1].upper() + label[1:]
    return Markup('<span class="chip s-{}">{}{}</span>').format(look, bits.icon(sign), words)
