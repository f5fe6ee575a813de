"""Every kind of artifact, and what every piece of practice is called."""

from typing import Final

from fedcop.community.practice.kind import LEVELS, Field, Kind, Shape
from fedcop.community.practice.kinds_of_doing import KINDS_OF_DOING
from fedcop.community.practice.kinds_of_telling import KINDS_OF_TELLING
from fedcop.tongues import N_

__all__ = [
    "EVIDENCE",
    "KINDS",
    "LABELS",
    "LEVELS",
    "LICENSES",
    "SHORT",
    "STATUSES",
    "WORKS_FOR",
    "Field",
    "Kind",
    "Shape",
    "label_of",
    "wire_of",
]

KINDS: Final[dict[str, Kind]] = {kind.name: kind for kind in (*KINDS_OF_DOING, *KINDS_OF_TELLING)}
# What `post.practice` may say, artifact or not, to its label and the word for several.
LABELS: Final[dict[str, tuple[str, str]]] = {
    **{kind.name: (kind.label, kind.plural) for kind in KINDS.values()},
    "question": (N_("Question"), N_("Questions")),
    "answer": (N_("Answer"), N_("Answers")),
    "review": (N_("Review"), N_("Reviews")),
    "adoption": (N_("Applied"), N_("Applied")),
    "event": (N_("Meeting"), N_("Meetings")),
    "thanks": (N_("Thanks"), N_("Thanks")),
}
# What an artifact can say of itself beside the fields of its kind; each value with its words.
STATUSES: Final[dict[str, str]] = {
    "draft": N_("shared"),
    "proposed": N_("proposed"),
    "inReview": N_("in review"),
    "reviewed": N_("reviewed"),
    "endorsed": N_("endorsed"),
    "needsReview": N_("needs review"),
    "superseded": N_("superseded"),
    "withdrawn": N_("withdrawn"),
}
EVIDENCE: Final[dict[str, str]] = {
    "opinion": N_("An opinion"),
    "tried-once": N_("Tried once"),
    "repeated": N_("Worked repeatedly"),
    "measured": N_("Measured"),
    "studied": N_("Studied"),
}
WORKS_FOR: Final = (
    Field("sector", N_("Sector"), N_("“Hospitals and care homes”"), "text"),
    Field("setting", N_("Setting"), N_("“Wards with shifts”"), "text"),
    Field("size", N_("Size"), N_("“Teams of four to twelve”"), "text"),
    Field("prerequisites", N_("What must be there"), N_("“Five quiet minutes, a place to stand”")),
    Field("notFor", N_("Not for"), "“Emergencies”"),
)
LICENSES: Final[dict[str, str]] = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
    "https://creativecommons.org/licenses/by-nc/4.0/": "CC BY-NC 4.0",
    "https://creativecommons.org/licenses/by-nc-sa/4.0/": "CC BY-NC-SA 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}
SHORT: Final = 1500  # characters; what says less may be a Note


def label_of(kind: str) -> str:
    """Say what a piece of practice is called."""
    return LABELS.get(kind, (kind, kind))[0]


def wire_of(kind: str, length: int) -> str:
    """Name the one plain type that an artifact has for peers, by how much it says."""
    known = KINDS.get(kind)
    if known is None:
        return "Article"
    return "Note" if known.short_is_note and length < SHORT else known.wire
