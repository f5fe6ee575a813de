"""Ways to spend an hour together that work: each with its agenda and the headings of its notes."""

from dataclasses import dataclass
from typing import Final

from fedcop.tongues import N_


@dataclass(frozen=True, slots=True)
class Format:
    """A way to meet."""

    name: str
    label: str
    hint: str
    minutes: int
    agenda: str
    notes: str
    outcome: str = "lesson"  # the kind of artifact that its notes make most often


def _agenda(*steps: tuple[str, str]) -> str:
    return "\n".join(f"- **{when}** {what}" for when, what in steps)


def _notes(*questions: str) -> str:
    return "\n\n".join(f"## {question}\n" for question in questions)


_ALL: Final = (
    Format(
        "", N_("Plain meeting"), N_("An agenda of your own."), 60, "", _notes("What we decided")
    ),
    Format(
        "before-action-review",
        N_("Before-action review"),
        N_("Before you begin something: what do others know already?"),
        60,
        _agenda(
            ("10 min", "What are we about to do, and what shall come of it?"),
            ("15 min", "What could go wrong? What went wrong last time?"),
            ("25 min", "What do others here know about it?"),
            ("10 min", "What do we do differently, and who tells us how it went?"),
        ),
        _notes("What we set out to do", "What others knew", "What we do differently"),
    ),
    Format(
        "after-action-review",
        N_("After-action review"),
        N_("Right after something: four questions, nobody to blame."),
        60,
        _agenda(
            ("10 min", "What did we expect to happen?"),
            ("15 min", "What happened?"),
            ("20 min", "Why was there a difference?"),
            ("15 min", "What do we keep, and what do we change?"),
        ),
        _notes("What we expected", "What happened", "Why", "What we recommend"),
    ),
    Format(
        "peer-assist",
        N_("Peer assist"),
        N_("Somebody brings a problem, the others bring what they have seen."),
        90,
        _agenda(
            ("15 min", "The host tells the problem and what was tried"),
            ("10 min", "Questions to understand, no advice yet"),
            ("40 min", "What each of us has seen or tried"),
            ("15 min", "The host says what they take along"),
            ("10 min", "What should others know of this?"),
        ),
        _notes("The problem", "What others have seen", "What the host takes along"),
    ),
    Format(
        "knowledge-cafe",
        N_("Knowledge café"),
        N_("One open question, small tables that mix twice."),
        90,
        _agenda(
            ("10 min", "The question, and why it matters"),
            ("20 min", "Tables of four"),
            ("20 min", "Mix, and go on"),
            ("20 min", "Mix once more"),
            ("20 min", "In the whole circle: what stays with us?"),
        ),
        _notes("The question", "What came up at the tables", "What stays with us"),
        "story",
    ),
    Format(
        "fishbowl",
        N_("Fishbowl"),
        N_("A few talk in the middle; whoever has something to say takes the empty chair."),
        60,
        _agenda(
            ("5 min", "How it works: four chairs, one of them empty"),
            ("45 min", "The talk"),
            ("10 min", "What did those outside hear?"),
        ),
        _notes("What was said", "What those outside heard"),
    ),
    Format(
        "show-and-tell",
        N_("Show and tell"),
        N_("Two or three show how they do it, warts and all."),
        45,
        _agenda(
            ("15 min", "First: show, tell, questions"),
            ("15 min", "Second: show, tell, questions"),
            ("15 min", "What would we take along?"),
        ),
        _notes("What was shown", "What we would take along"),
        "practice",
    ),
    Format(
        "retrospect",
        N_("Retrospect"),
        N_("At the end of a piece of work: what would you tell the next team?"),
        120,
        _agenda(
            ("15 min", "What was it for, and what came of it?"),
            ("30 min", "The story, step by step"),
            ("40 min", "What went well, and how would others do so too?"),
            ("25 min", "What would have gone better, and how?"),
            ("10 min", "A number from 1 to 10, and what keeps it from 10"),
        ),
        _notes("What it was for", "What went well", "What would have gone better"),
    ),
    Format(
        "story-circle",
        N_("Story circle"),
        N_("Each tells one story of the same theme; nobody interrupts."),
        60,
        _agenda(
            ("5 min", "The theme, and the one rule: listen"),
            ("40 min", "Five minutes each"),
            ("15 min", "What did we hear in more than one story?"),
        ),
        _notes("The stories in a sentence each", "What they have in common"),
        "story",
    ),
)

FORMATS: Final[dict[str, Format]] = {one.name: one for one in _ALL}
