"""What people of the demo asked each other: most has been answered, some still waits."""

from typing import Final

from fedcop.cli.demo import cast
from fedcop.cli.demo.steps import Opening, Thread, talk


def _asked(key: str, author: str, days: float, title: str, text: str) -> Opening:
    return Opening(key, author, days, title, text, question=True)


_ANSWERED: Final[tuple[Thread, ...]] = (
    talk(
        _asked(
            "who-first",
            "sofia",
            171,
            "Who speaks first?",
            "At our house whoever is the most senior begins, and the rest is quiet. Is it like"
            " that elsewhere?",
        ),
        ("niamh", "It was with us. Now whoever was with the person last begins."),
        ("maya", "The one who leaves. Whoever arrives only asks."),
        ("kwame", "{niamh} has it: the one who knows, not the one who ranks."),
    ),
    talk(
        _asked(
            "by-phone",
            "hannah",
            157,
            "Handing over by telephone: what do you leave out?",
            "The hospital rings us at noon when somebody comes back. It is ten minutes, and at the"
            " end I know the blood results and not whether she can walk.",
        ),
        ("mei", "We say three things first: can they walk, eat, and be left alone."),
        ("lucia", "And what changed in the medicines. Only what changed."),
        ("idris", "Ask it yourself before they begin. I say: stop, can she stand?"),
        ("hannah", "I have the three on the telephone now. It works on doctors too."),
    ),
    talk(
        _asked(
            "two-languages",
            "rosa",
            136,
            "Two languages at one bed",
            "Half of our night team speaks Portuguese with each other. In the handover they switch,"
            " and I think things get lost in the switch. What do you do?",
        ),
        ("ana", "Let them speak it, and write line four in English on the board."),
        ("priya", "We have the card in four languages; the order is what counts."),
        ("tomas", "Say numbers twice, once in each. Numbers are what we lose."),
    ),
    talk(
        _asked(
            "where-to-stand",
            "david",
            122,
            "Where do you stand?",
            "At the bed everybody hears. In the corridor also, only the wrong ones. Where do you"
            " hand over when the bay is full?",
        ),
        ("maya", "At the bed, and we ask the person first. Most say yes and correct us."),
        ("grace", "Also at the bed. At night they sleep, so we whisper line five outside."),
        ("ingrid", "At the bed, with the curtain open, so that nobody forgets who may hear."),
        ("samir", "In the corridor, and I now think that is wrong."),
    ),
    talk(
        _asked(
            "medicines",
            "lucia",
            115,
            "Medicines that changed in the night",
            "Three times this month the morning dose was given as before, because the change stood"
            " in the notes and was not said. Who says it, the doctor or the nurse?",
        ),
        ("samir", "I wrote one of those three. I thought writing was saying."),
        ("callum", "At our place whoever changed it rings the nurse. Yes, at four."),
        ("ingrid", "A sticker on the drug chart until somebody has said it aloud."),
        ("lucia", "The sticker, since May: none since."),
    ),
    talk(
        _asked(
            "too-long",
            "priya",
            87,
            "How long is too long?",
            "Ours takes twenty-six minutes for fourteen people. I have nothing to compare it with.",
        ),
        ("maya", "Under a minute each, and five minutes for what worries us."),
        ("hannah", "Forty residents, twenty minutes, because thirty of them are as yesterday."),
        ("jonas", "Measure when people stop listening. With us it was at eleven minutes."),
    ),
    talk(
        _asked(
            "board",
            "zofia",
            80,
            "The board says one thing and the paper another",
            "Which one is right? Today it was the board. Yesterday it was me.",
        ),
        ("jonas", "Whichever has a time on it. So put times on both and throw one away."),
        ("callum", "We threw away the paper at night. See the talk about lists."),
    ),
)

_OPEN: Final[tuple[Thread, ...]] = (
    talk(
        _asked(
            "family",
            "grace",
            52,
            "The family sits at the bed: do you say it all?",
            "They stay until ten. I do not want to send them out, and I do not want to say"
            " *worried* before they have heard it from the doctor.",
        ),
        ("rosa", "Ask her whether they may hear. Then say it as you would say it to them."),
        ("niamh", "We say lines one, two and four in the room and three outside."),
    ),
    talk(
        _asked(
            "second-handover",
            "ingrid",
            24,
            "Has anybody measured the second handover?",
            "Everybody measures the one at seven. At nine the ward round changes half of it, and"
            " that one has no form, no place and no time.",
        ),
        ("jonas", "No. I would like to, and I have no idea where it begins."),
    ),
    talk(
        _asked(
            "video",
            "idris",
            6,
            "Does it work by video?",
            "Five houses, one of me. I could be at three handovers a day on a screen. Who has done"
            " it for longer than a week?",
        ),
    ),
    talk(
        _asked(
            "sleeping",
            "sofia",
            0.8,
            "Do you wake people for it?",
            "My first nights. At half past six most of them sleep, and we stand there and whisper"
            " about them. It feels wrong, but waking them feels worse.",
        ),
    ),
)

_EVENTS: Final[tuple[Thread, ...]] = (
    talk(
        Opening(
            "tent",
            "mei",
            45,
            "How big a tent for two thousand people?",
            "The council asks, and I would say something that somebody has tried.",
            question=True,
            community=cast.EVENTS,
        ),
        ("luca", "Three by six, two beds, one door on each side. The doors matter more."),
        ("ana", "Space for one relative per bed. They come anyway."),
    ),
    talk(
        Opening(
            "forms",
            "rosa",
            10,
            "Which form do you leave with a child?",
            "Parents come an hour later and want to know what we did.",
            question=True,
            community=cast.EVENTS,
        ),
        ("idris", "A postcard with a bear on it. What, when, who, and a number to ring."),
    ),
)

QUESTIONS: Final[tuple[Thread, ...]] = (*_ANSWERED, *_OPEN, *_EVENTS)
