"""When the people of the demo met, and when they will."""

from typing import Final

from fedcop.cli.demo import cast
from fedcop.cli.demo.steps import Meet, Thread

GATHERINGS: Final[tuple[Thread, ...]] = (
    (
        Meet(
            "met-standard",
            "kwame",
            185,
            171,
            "What should one page say?",
            "We go through the three forms we have and keep what is on all of them.",
            format="before-action-review",
            place="Northwind, library on the first floor, and by video",
            notes="""\
## What we set out to do

One page for all wards, by summer.

## What others knew

Riverside has had four pages since 2019, and nobody reads the fourth. St Brigid has none and is not
unhappy.

## What we do differently

Begin with what is said aloud, and write down only what must be found later.
""",
        ),
    ),
    (
        Meet(
            "met-friday",
            "tomas",
            80,
            70,
            "After the weekend of the fourteenth",
            "Six people stayed two days longer than they had to. Four questions, nobody to blame.",
            format="after-action-review",
            place="Riverside, seminar room",
            notes="""\
## What we expected

That whoever works on Saturday knows who may go home, and on what condition.

## What happened

One nurse knew, and she was ill.

## Why

The condition was said once, to one person, in a corridor.

## What we recommend

Write the condition on the board, with a name and a time, before the team changes.
""",
        ),
    ),
    (
        Meet(
            "met-assist",
            "niamh",
            40,
            28,
            "Help us with the sixth line",
            "Families say they are told last. We want a sixth line that does not take a minute.",
            format="peer-assist",
            minutes=90,
            place="By video",
            notes="""\
## What the problem is

Families hear of a fall after everybody else.

## What others have seen

Ana: the relative who is called is written above the bed. Rosa: say who *was* told, not what.

## What we try first

*Family: told by whom, at what time, or not yet.* Four weeks in House Two.
""",
        ),
    ),
    (
        Meet(
            "monthly",
            "kwame",
            20,
            -6,
            "What did we lose this month?",
            "One hour, every month. Bring one thing that went missing and say what you changed."
            " No slides.",
            place="By video",
            link="https://meet.example/handovers",
            rule="FREQ=MONTHLY",
            comers=("maya", "tomas", "niamh", "ingrid", "priya"),
        ),
    ),
    (
        Meet(
            "visit",
            "ingrid",
            9,
            -13,
            "Come and watch recovery for a morning",
            "Two places each from Northwind and St Brigid. You stand beside the catcher and count"
            " what is asked. Coffee after.",
            minutes=180,
            place="Riverside, theatre recovery",
            comers=("grace", "samir", "hannah"),
        ),
    ),
    (
        Meet(
            "kit",
            "luca",
            12,
            -4,
            "Pack the bags together",
            "Ten bags, one list, and then we swap them and look for what is missing.",
            place="St Brigid, garage",
            minutes=120,
            comers=("sofia", "otto"),
            community=cast.EVENTS,
        ),
    ),
)
