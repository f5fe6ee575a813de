"""What is asked of those who apply a practice: along the value it had, cycle by cycle.

Wenger, Trayner and de Laat (2011): immediate, potential, applied, realised, transformative. An
answered form is a value story, whatever the result.
"""

from dataclasses import dataclass
from typing import Final

WORKED: Final = "worked"
PARTLY: Final = "partly"
NOT: Final = "not"
EARLY: Final = "early"
RESULTS: Final = {
    WORKED: "worked",
    PARTLY: "partly worked",
    NOT: "did not work",
    EARLY: "too early to say",
}

DIMENSIONS: Final = {
    "time": "time",
    "quality": "quality",
    "safety": "safety",
    "cost": "cost",
    "experience": "how people experience it",
}
DIRECTIONS: Final = {"better": "better", "same": "about the same", "worse": "worse"}
RANGES: Final = {"little": "a little", "some": "somewhat", "much": "a lot"}
# How many hours a week a use saves, for all of a team: the words, and from where to where.
WEEKLY: Final = {
    "1": ("up to 1 hour a week", 0, 1),
    "5": ("1 to 5 hours a week", 1, 5),
    "20": ("5 to 20 hours a week", 5, 20),
    "40": ("20 to 40 hours a week", 20, 40),
    "100": ("40 to 100 hours a week", 40, 100),
}
CONFIDENCES: Final = {"low": "a guess", "medium": "fairly sure", "high": "measured"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question about what somebody applied; `name` is its term on the wire."""

    name: str
    asks: str
    cycle: str


FOUND: Final = Prompt("foundVia", "What brought you here?", "immediate")
GAINED: Final = Prompt("gained", "What did you take from it?", "potential")
SETTING: Final = Prompt("setting", "Where and how did you use it?", "applied")
CHANGES: Final = Prompt("changes", "Anything changed?", "applied")
HAPPENED: Final = Prompt("happened", "What happened?", "realised")
TRANSFORMED: Final = Prompt(
    "transformed", "Did it change how you define success or what you do next?", "transformative"
)
FEEDBACK: Final = Prompt("feedback", "What would you tell the authors?", "loop")
PROMPTS: Final = (FOUND, GAINED, SETTING, CHANGES, HAPPENED, TRANSFORMED, FEEDBACK)
