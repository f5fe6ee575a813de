"""What they have talked about so far: one tuple a thread, its steps in order."""

from typing import Final

from fedcop.cli.demo.steps import Boost, Like, Pin, Remove, Revise, Thread, Write
from fedcop.values import Audience

START: Final[Thread] = (
    Write(
        "start",
        "kwame",
        41,
        """\
Welcome! Three organizations share this community, and nobody needs a second login: you write at
home, it is read everywhere.

1. **Say hello** below: where you work, and the handover you worry about most.
2. **Read** the five-line night handover; most of us began with it.
3. **Ask.** No question is too small. If you would rather not ask in front of all, write to me.

We keep patients out of it: wards, numbers and methods, never a person.
""",
        title="Start here",
    ),
    Pin("kwame", "start"),
    Write(
        "hello-tomas",
        "tomas",
        40,
        "Hello from Riverside. Ward 4, elective surgery. I worry about Friday evenings, when half"
        " of the team changes and the plan for the weekend lives in one person's head.",
        parent="start",
    ),
    Write(
        "hello-ingrid",
        "ingrid",
        39.6,
        "Ingrid, anaesthesia, Riverside. Theatre to recovery: two minutes, four people talking,"
        " one of them on the telephone.",
        parent="start",
    ),
    Write(
        "hello-maya",
        "maya",
        39.2,
        "Maya, Northwind, nights. {ingrid} the one on the telephone is usually me, sorry.",
        parent="hello-ingrid",
    ),
    Like(("ingrid", "tomas", "kwame"), "hello-maya"),
    Write(
        "hello-priya",
        "priya",
        12,
        "Hello, I am Priya and I started last month. I have read everything here twice and I am"
        " still not sure what counts as a handover. Is a bed move within the ward one?",
        parent="start",
    ),
    Write(
        "hello-kwame",
        "kwame",
        11.8,
        "It is when somebody else is responsible afterwards, {priya}. And that is a better"
        " definition than the one in our charter, so thank you for making me say it.",
        parent="hello-priya",
    ),
    Like(("priya", "maya", "helena"), "hello-kwame"),
)

FIVE_LINES: Final[Thread] = (
    Write(
        "five",
        "maya",
        33,
        """\
At half past six nobody listens to ten minutes. So we cut it to five lines, said aloud at the bed,
in this order:

1. **Who** this is, and why they are here
2. **What changed** since you last had them
3. **What worries me**
4. **What has to happen** before noon, and by whom
5. **What I did not get to**

Line five is the one people skip at first, and the one that finds the errors.

We have used it for eleven weeks on two wards. Missed items in the morning round fell from 9 to 4 a
week. #handover #nights
""",
        title="The five-line night handover",
    ),
    Pin("kwame", "five"),
    Write(
        "five-ask",
        "tomas",
        31.5,
        "This is the first form I have seen that fits on the back of a badge. Do you write"
        " anything down, or is it all spoken?",
        parent="five",
    ),
    Write(
        "five-say",
        "maya",
        31.3,
        "Spoken, except line four. That goes on the whiteboard with a name and a time, or it is"
        " nobody's.",
        parent="five-ask",
    ),
    Write(
        "five-tried",
        "tomas",
        9,
        "We tried it on ward 4 for five weeks. **It partly worked.** Weekdays: missed items down"
        " by a third. Weekends: no change at all, because the people who come on Saturday had"
        " never heard of it. Next time I would start with the weekend team.",
        parent="five",
    ),
    Like(("maya", "kwame", "jonas", "ingrid"), "five-tried"),
    Write(
        "five-count",
        "jonas",
        8.7,
        "That is the most useful result in this thread. {tomas}, would you share how you counted"
        " missed items? We may not be counting the same thing.",
        parent="five-tried",
    ),
    Write(
        "five-method",
        "tomas",
        8.5,
        "One sheet a day on the ward round: anything that should have been done by eight and was"
        " not, one stroke each. Ten minutes of training, two people counting the same week agreed"
        " on nine strokes of ten.",
        parent="five-count",
    ),
    Revise(
        "maya",
        "five",
        6,
        """\
At half past six nobody listens to ten minutes. So we cut it to five lines, said aloud at the bed,
in this order:

1. **Who** this is, and why they are here
2. **What changed** since you last had them
3. **What worries me**
4. **What has to happen** before noon, and by whom
5. **What I did not get to**

Line five is the one people skip at first, and the one that finds the errors.

We have used it for fifteen weeks on three wards. Missed items in the morning round fell from 9 to 4
a week and have stayed there.

*Changed after the trial at Riverside:* start with the weekend team. #handover #nights
""",
    ),
    Boost("tomas", "five"),
    Like(("tomas", "priya", "ingrid", "helena", "jonas"), "five"),
)

AGENCY: Final[Thread] = (
    Write(
        "agency",
        "priya",
        5,
        "On nights we often have agency staff who see the ward for the first time. They hand over"
        " to us in the morning and do not know our forms. How do you do this without blaming"
        " anybody?",
        title="Handing over when half the shift is from an agency",
        question=True,
    ),
    Write(
        "agency-card",
        "maya",
        4.8,
        "A laminated card on a string at every computer, with the five lines and nothing else. It"
        " says *read this aloud*, not *fill this in*. Nobody minds reading aloud.",
        parent="agency",
    ),
    Like(("priya", "tomas"), "agency-card"),
    Write(
        "agency-pair",
        "ingrid",
        4.6,
        "And let them hand over to a named person, standing. In recovery we call it the catcher."
        " The catcher asks the five questions, so the visitor need not know them.",
        parent="agency",
    ),
    Write(
        "agency-thanks",
        "priya",
        3.9,
        "The catcher is brilliant: it makes it *our* job to know the form. Trying both from"
        " Monday, and I will report whatever comes of it.",
        parent="agency-pair",
    ),
    Like(("ingrid", "kwame", "maya"), "agency-thanks"),
)

WEEKEND: Final[Thread] = (
    Write(
        "weekend",
        "ingrid",
        18,
        """\
We lose most between Friday 17:00 and Saturday 09:00, so I looked at forty weekends:

- 31 of 52 problems were plans that existed and that nobody on Saturday knew of
- 14 were results that came back to somebody who had gone home
- 7 were everything else

What do you do with results that arrive after the person who asked has left?
""",
        title="Forty weekends: where Friday's plans go",
    ),
    Write(
        "weekend-inbox",
        "jonas",
        17.2,
        "A results inbox per ward and not per doctor; two people look at it at 18:00 and 22:00."
        " It took a year to agree and a week to build.",
        parent="weekend",
    ),
    Write(
        "weekend-cost",
        "helena",
        16.9,
        "What did the two people stop doing? I ask because I will be asked.",
        parent="weekend-inbox",
    ),
    Write(
        "weekend-answer",
        "jonas",
        16.5,
        "Telephone calls about missing results: about forty minutes an evening between them. It"
        " pays for itself, {helena}, and I can send you the sheet.",
        parent="weekend-cost",
    ),
    Like(("helena", "ingrid", "kwame"), "weekend-answer"),
    Like(("jonas", "maya", "tomas"), "weekend"),
)

DRAFT: Final[Thread] = (
    Write(
        "draft",
        "kwame",
        2.5,
        "Before we show it to anybody else: the one-page standard as it stands, with the"
        " catcher in it. For members only until we agree. Please be unkind to it until Thursday.",
        title="One page for all our wards: please tear it apart",
        audience=Audience.MEMBERS,
    ),
    Write(
        "draft-first",
        "ingrid",
        2.2,
        "Line two says *relevant changes*. Whoever is tired at half past six will find nothing"
        " relevant. Say *what changed*.",
        parent="draft",
        audience=Audience.MEMBERS,
    ),
    Write(
        "draft-thanks",
        "kwame",
        2.1,
        "Gone. That word was mine, and it was a bad one.",
        parent="draft-first",
        audience=Audience.MEMBERS,
    ),
)

ADVERT: Final[Thread] = (
    Write(
        "advert",
        "helena",
        7,
        "We have three rooms to let on the second floor from January. Write to me.",
        title="Rooms to let",
    ),
    Remove("kwame", "advert", "This community is about handovers; try the notice board."),
)

THREADS: Final[tuple[Thread, ...]] = (START, FIVE_LINES, AGENCY, WEEKEND, DRAFT, ADVERT)
