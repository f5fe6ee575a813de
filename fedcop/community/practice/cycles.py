"""What is asked of those who apply a practice: along the value it had, cycle by cycle.

Wenger, Trayner and de Laat (2011): immediate, potential, applied, realised, transformative. An
answered form is a value story, whatever the result.
"""

from dataclasses import dataclass
from typing import Final

from fedcop.tongues import N_

WORKED: Final = "worked"
PARTLY: Final = "partly"
NOT: Final = "not"
EARLY: Final = "early"
RESULTS: Final = {
    WORKED: N_("worked"),
    PARTLY: N_("partly worked"),
    NOT: N_("did not work"),
    EARLY: N_("too early to say"),
}

DIMENSIONS: Final = {
    "time": N_("time"),
    "quality": N_("quality"),
    "safety": N_("safety"),
    "cost": N_("cost"),
    "experience": N_("how people experience it"),
}
DIRECTIONS: Final = {"better": N_("better"), "same": N_("about the same"), "worse": N_("worse")}
RANGES: Final = {"little": N_("a little"), "some": N_("somewhat"), "much": N_("a lot")}
# How many hours a week a use saves, for all of a team: the words, and from where to where.
WEEKLY: Final = {
    "1": (N_("up to 1 hour a week"), 0, 1),
    "5": (N_("1 to 5 hours a week"), 1, 5),
    "20": (N_("5 to 20 hours a week"), 5, 20),
    "40": (N_("20 to 40 hours a week"), 20, 40),
    "100": (N_("40 to 100 hours a week"), 40, 100),
}
CONFIDENCES: Final = {"low": N_("a guess"), "medium": N_("fairly sure"), "high": N_("measured")}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question about what somebody applied; `name` is its term on the wire."""

    name: str
    asks: str
    cycle: str


FOUND: Final = Prompt("foundVia", N_("What brought you here?"), "immediate")
GAINED: Final = Prompt("gained", N_("What did you take from it?"), "potential")
SETTING: Final = Prompt("setting", N_("Where and how did you use it?"), "applied")
CHANGES: Final = Prompt("changes", N_("Anything changed?"), "applied")
HAPPENED: Final = Prompt("happened", N_("What happened?"), "realised")
TRANSFORMED: Final = Prompt(
    "transformed", N_("Did it change how you define success or what you do next?"), "transformative"
)
FEEDBACK: Final = Prompt("feedback", N_("What would you tell the authors?"), "loop")
PROMPTS: Final = (FOUND, GAINED, SETTING, CHANGES, HAPPENED, TRANSFORMED, FEEDBACK)
