"""The kinds of artifacts that help people do something: how-to, checklist, template, tool."""

from typing import Final

from fedcop.community.practice.kind import Field, Kind

PRACTICE: Final = Kind(
    "practice",
    "How-to",
    "How-tos",
    "A way of doing something that has worked, so that others can do it too.",
    (
        Field(
            "whenToUse",
            "When to use it",
            "The situation it is for. “At every change of shift, when more than two people's work "
            "is handed over.”",
            required=True,
        ),
        Field(
            "steps",
            "Steps",
            "One line each, in order. “Name the one thing that must not be forgotten.”",
            "lines",
        ),
        Field(
            "whyItWorks",
            "Why it works",
            "What makes the difference. “Reading back shows at once what was misheard.”",
        ),
        Field(
            "evidenceFor",
            "What shows that it works",
            "What you saw or counted. “Missed items fell from nine to four in six weeks.”",
        ),
        Field(
            "contraindications",
            "When not to use it",
            "Where it does harm or is a waste. “Not in an emergency: hand over and go.”",
        ),
        Field(
            "roles", "Who takes part", "Who does what. “The one who leaves speaks first.”", "lines"
        ),
        Field("timeNeeded", "Time needed", "“Five minutes for each handover.”", "text"),
    ),
    body="How it goes, in full",
)

TEMPLATE: Final = Kind(
    "template",
    "Template",
    "Templates",
    "A form to fill in, with the words that explain it.",
    (
        Field(
            "files",
            "The form itself",
            "Attach the file people fill in. “handover-card.odt”",
            "files",
            required=True,
        ),
        Field(
            "instructions",
            "How to fill it in",
            "What goes where. “One card for each patient, in pencil.”",
        ),
        Field(
            "filledExample",
            "An example, filled in",
            "Show one that is done well. “Bed 4: antibiotic at ten, family called.”",
        ),
    ),
)

CHECKLIST: Final = Kind(
    "checklist",
    "Checklist",
    "Checklists",
    "What to check, in order, so that nothing is forgotten.",
    (
        Field(
            "items",
            "What to check",
            "One check each, with why it is there. “Allergies said aloud: two near misses came "
            "from not doing so.”",
            "items",
            required=True,
        ),
        Field(
            "stopPoints",
            "When to stop",
            "What must be true before going on. “Nobody leaves before the read-back.”",
            "lines",
        ),
    ),
)

TOOL: Final = Kind(
    "tool",
    "Tool",
    "Tools",
    "A program, a device, a deck of cards: what it is good for, and what it costs.",
    (
        Field(
            "link",
            "Where to find it",
            "Its address. “https://example.org/board”",
            "link",
            required=True,
        ),
        Field("version", "Version", "The one you know. “2.4”", "text"),
        Field("toolLicense", "Its licence", "“Free software, AGPL”", "text"),
        Field("cost", "Cost", "“Nothing up to ten people, then 4 € a month each”", "text"),
        Field(
            "requirements",
            "What it needs",
            "“A tablet in each room, and somebody who prints new cards.”",
        ),
        Field(
            "alternatives",
            "Instead of it",
            "What else there is, and when that is better. “A whiteboard, for one ward.”",
        ),
        Field("whoUsesIt", "Who uses it", "“Three wards here, since May.”"),
    ),
)

EXPERIMENT: Final = Kind(
    "experiment",
    "Experiment",
    "Experiments",
    "Something tried out safely: what you expect, how you will know, when you stop.",
    (
        Field(
            "hypothesis",
            "What you expect",
            "If we do this, then that. “If handovers are read back, fewer items are missed.”",
            required=True,
        ),
        Field(
            "stopRule",
            "When you stop at once",
            "“If a handover takes longer than ten minutes twice in a week.”",
        ),
        Field("measure", "How you will know", "“Items missed, counted each Friday.”"),
        Field("duration", "How long", "“Six weeks, from 1 March”", "text"),
        Field("findings", "What came of it", "Also when it is not what you hoped."),
        Field("nextStep", "What is next", "“Try it on a second ward.”"),
    ),
)

KINDS_OF_DOING: Final = (PRACTICE, TEMPLATE, CHECKLIST, TOOL, EXPERIMENT)
