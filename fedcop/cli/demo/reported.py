"""What somebody of the example reported: removed by a steward, with an appeal that waits."""

from typing import Final

from fedcop.cli.demo.steps import Complain, Thread, Write

PENS: Final[Thread] = (
    Write(
        "pens",
        "otto",
        5,
        "Whoever still hands over on paper, in that handwriting, should not be let near a patient."
        " You know who you are, third floor.",
        title="Pens",
    ),
    Complain(
        "samir",
        "pens",
        "He means three of us, and everybody here knows which.",
        "kwame",
        "Nobody is shamed here for how they work.",
        "I meant the pens, not the people. I carry those sheets down every morning and cannot"
        " read them. May I say it once more, without the third floor?",
    ),
)
