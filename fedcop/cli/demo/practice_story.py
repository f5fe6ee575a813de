"""How the library of the demo came to be: what was published, reviewed, endorsed and applied."""

from typing import Final

from fedcop.cli.demo.practice_steps import (
    Apply,
    Begin,
    Endorse,
    Helped,
    Invite,
    Judge,
    Practised,
    Propose,
    Publish,
    Renew,
    Replace,
    Withdraw,
)

_WORKS: Final = "works: "
_CHANGE: Final = "change: "

FIVE: Final[tuple[Practised, ...]] = (
    Publish("five-lines", "maya", 160),
    Renew("five-lines", "maya", 2, 120),
    Propose("five-lines", "maya", "Eleven weeks on two wards; I think others could use it."),
    Invite("five-lines", "kwame", ("tomas", "niamh")),
    Judge(
        "five-lines",
        "tomas",
        110,
        "approveWithChanges",
        (_WORKS + "One can say it half asleep.", _CHANGE + "Say when not to use it."),
    ),
    Renew("five-lines", "maya", 3, 100),
    Judge(
        "five-lines",
        "tomas",
        98,
        "approve",
        (_WORKS + "The read-back is what I missed before.",),
    ),
    Judge(
        "five-lines",
        "niamh",
        97,
        "approve",
        (_WORKS + "It works where nobody is a nurse, too.", "question: What do families hear?"),
    ),
    Endorse("five-lines", "kwame"),
    Apply(
        "five-lines",
        "tomas",
        "Ward 4",
        60,
        "partly",
        (
            ("foundVia", "a thread"),
            ("setting", "Two wards, five weeks, weekdays and weekends."),
            ("changes", "None."),
            ("happened", "Missed items fell by a third on weekdays, and not at all on weekends."),
            ("feedback", "Start with the weekend team."),
        ),
    ),
    Apply(
        "five-lines",
        "niamh",
        "House Two",
        55,
        "worked",
        (
            ("setting", "Forty residents, three handovers a day, sitting down."),
            ("changes", "A sixth line for what the family was told."),
            ("happened", "Complaints that begin with “nobody told us” fell from five to one."),
        ),
    ),
    Apply("five-lines", "mei", "Day surgery", 20),
    Apply("five-lines", "luca", "First aid at the stadium", 30, "early"),
)
CARE: Final[tuple[Practised, ...]] = (
    Publish("care-home", "niamh", 45, of="five-lines"),
    Publish("volunteers", "luca", 25, of="five-lines"),
    Apply("care-home", "rosa", "House Four", 15, "worked", (("happened", "It took a week."),)),
)
CARD: Final[tuple[Practised, ...]] = (
    Publish("card", "ana", 90),
    Propose("card", "ana"),
    Invite("card", "kwame", ("david", "hannah")),
    Judge("card", "david", 80, "approve", (_WORKS + "Four languages.",)),
    Judge("card", "hannah", 79, "approve", (_WORKS + "New forms have to win me over. It did.",)),
    Endorse("card", "kwame"),
)
NIGHTS: Final[tuple[Practised, ...]] = (
    Publish("night-checklist", "maya", 85),
    Propose("night-checklist", "maya"),
    Invite("night-checklist", "kwame", ("callum", "grace")),
    Judge("night-checklist", "callum", 76, "approve", (_WORKS + "Two minutes, really.",)),
    Judge("night-checklist", "grace", 75, "approve", (_WORKS + "Also for one of me.",)),
    Endorse("night-checklist", "kwame"),
    Apply(
        "night-checklist",
        "priya",
        "Ward 7",
        40,
        "worked",
        (("happened", "Drips that run out during the round: eleven in a month before, two now."),),
    ),
    Publish("day-surgery", "mei", 35, of="night-checklist"),
)
STANDARDS: Final[tuple[Practised, ...]] = (
    Publish("standard-old", "kwame", 170),
    Propose("standard-old", "kwame"),
    Invite("standard-old", "kwame", ("ingrid", "idris")),
    Judge("standard-old", "ingrid", 165, "approve"),
    Judge("standard-old", "idris", 164, "approve"),
    Endorse("standard-old", "kwame"),
    Publish("standard", "kwame", 50),
    Propose("standard", "kwame"),
    Invite("standard", "kwame", ("ingrid", "sofia")),
    Judge("standard", "ingrid", 44, "approve", (_WORKS + "One can judge by standing beside it.",)),
    Judge("standard", "sofia", 43, "approve", (_WORKS + "I differed by one level from Idris.",)),
    Endorse("standard", "kwame"),
    Replace("standard-old", "kwame", "standard"),
    Apply("standard", "ana", "Medical admissions", 30, "worked", (("happened", "We talk more."),)),
)
CATCHER: Final[tuple[Practised, ...]] = (
    Publish("catcher", "ingrid", 140),
    Propose("catcher", "ingrid"),
    Invite("catcher", "kwame", ("maya", "grace")),
    Judge("catcher", "maya", 130, "approve", (_WORKS + "It makes it our job.",)),
    Judge("catcher", "grace", 129, "approve"),
    Endorse("catcher", "kwame"),
    Apply(
        "catcher",
        "samir",
        "Emergency department",
        70,
        "not",
        (
            ("setting", "Four weeks, all ambulances by day."),
            ("happened", "Nobody was free to catch. On most days the catcher was called away."),
            ("feedback", "Say that it needs somebody who is not counted in."),
        ),
    ),
    Apply(
        "catcher",
        "hannah",
        "House One",
        50,
        "not",
        (
            ("setting", "Six weeks at admissions."),
            ("happened", "Families thought the catcher was in charge, and rang them at home."),
        ),
    ),
)
OTHERS: Final[tuple[Practised, ...]] = (
    Publish("friday", "tomas", 65),
    Propose("friday", "tomas"),
    Invite("friday", "kwame", ("lucia", "rosa")),
    Judge("friday", "lucia", 58, "approve", (_WORKS + "He would rather be a story.",)),
    Judge("friday", "rosa", 57, "approve"),
    Publish("visitors", "maya", 48),
    Propose("visitors", "maya"),
    Invite("visitors", "kwame", ("david", "grace")),
    Judge("visitors", "david", 41, "approve"),
    Judge("visitors", "grace", 40, "approve", (_WORKS + "It was the wrong people to train.",)),
    Publish("whiteboard", "jonas", 22),
    Propose("whiteboard", "jonas"),
    Invite("whiteboard", "kwame", ("zofia",)),
    Publish("results-inbox", "jonas", 18),
    Propose("results-inbox", "jonas"),
    Invite("results-inbox", "kwame", ("helena", "pawel")),
    Judge(
        "results-inbox",
        "helena",
        12,
        "approveWithChanges",
        (_WORKS + "It pays for itself.", "must: Say what those two people stop doing."),
    ),
    Publish("read-back", "tomas", 14),
    Propose("read-back", "tomas", "Six weeks with a stopwatch."),
    Publish("tip", "priya", 9),
    Publish("bed-app", "jonas", 150),
    Withdraw("bed-app", "jonas", "The firm is no more, and the app with it."),
    Begin("video", "helena"),
)
SHELVES: Final[tuple[Practised, ...]] = (
    Publish("basics", "kwame", 38),
    Propose("basics", "kwame"),
    Invite("basics", "kwame", ("priya", "sofia")),
    Judge("basics", "priya", 36, "approve", (_WORKS + "I was the one who had just arrived.",)),
    Judge("basics", "sofia", 35, "approve"),
    Endorse("basics", "kwame"),
    Publish("nights", "maya", 33),
    Helped("agency", "agency-card", "priya"),
    Helped("who-first", "who-first-1", "sofia"),
    Helped("by-phone", "by-phone-1", "hannah"),
    Helped("two-languages", "two-languages-2", "rosa"),
    Helped("where-to-stand", "where-to-stand-1", "david"),
    Helped("medicines", "medicines-3", "lucia"),
    Helped("board", "board-1", "zofia"),
    Helped("tent", "tent-1", "mei"),
)
WORDS: Final[tuple[Practised, ...]] = (
    Publish("catcher-word", "ingrid", 104),
    Publish("read-back-word", "tomas", 103),
    Publish("missed-item", "jonas", 102),
    Publish("site-practitioner", "callum", 101),
    Publish("idea-bell", "otto", 16),
    Publish("first-month", "sofia", 11),
)

# What stands in one may rely on those before it, and none on those beside it.
ACTS: Final = ((FIVE, CARD, STANDARDS, CATCHER), (CARE, NIGHTS, OTHERS), (SHELVES, WORDS))
