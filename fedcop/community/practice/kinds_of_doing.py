"""The kinds of artifacts that help people do something: how-to, checklist, template, tool."""

from typing import Final

from fedcop.community.practice.kind import Field, Kind
from fedcop.tongues import N_

PRACTICE: Final = Kind(
    "practice",
    N_("How-to"),
    N_("How-tos"),
    N_("A way of doing something that has worked, so that others can do it too."),
    (
        Field(
            "whenToUse",
            N_("When to use it"),
            N_(
                "The situation it is for. “At every change of shift, when more than two"
                " people's work is handed over.”"
            ),
            required=True,
        ),
        Field(
            "steps",
            N_("Steps"),
            N_("One line each, in order. “Name the one thing that must not be forgotten.”"),
            "lines",
        ),
        Field(
            "whyItWorks",
            N_("Why it works"),
            N_("What makes the difference. “Reading back shows at once what was misheard.”"),
        ),
        Field(
            "evidenceFor",
            N_("What shows that it works"),
            N_("What you saw or counted. “Missed items fell from nine to four in six weeks.”"),
        ),
        Field(
            "contraindications",
            N_("When not to use it"),
            N_("Where it does harm or is a waste. “Not in an emergency: hand over and go.”"),
        ),
        Field(
            "roles",
            N_("Who takes part"),
            N_("Who does what. “The one who leaves speaks first.”"),
            "lines",
        ),
        Field("timeNeeded", N_("Time needed"), N_("“Five minutes for each handover.”"), "text"),
    ),
    body=N_("How it goes, in full"),
)

TEMPLATE: Final = Kind(
    "template",
    N_("Template"),
    N_("Templates"),
    N_("A form to fill in, with the words that explain it."),
    (
        Field(
            "files",
            N_("The form itself"),
            N_("Attach the file people fill in. “handover-card.odt”"),
            "files",
            required=True,
        ),
        Field(
            "instructions",
            N_("How to fill it in"),
            N_("What goes where. “One card for each patient, in pencil.”"),
        ),
        Field(
            "filledExample",
            N_("An example, filled in"),
            N_("Show one that is done well. “Bed 4: antibiotic at ten, family called.”"),
        ),
    ),
)

CHECKLIST: Final = Kind(
    "checklist",
    N_("Checklist"),
    N_("Checklists"),
    N_("What to check, in order, so that nothing is forgotten."),
    (
        Field(
            "items",
            N_("What to check"),
            N_(
                "One check each, with why it is there. “Allergies said aloud: two near misses came "
                "from not doing so.”"
            ),
            "items",
            required=True,
        ),
        Field(
            "stopPoints",
            N_("When to stop"),
            N_("What must be true before going on. “Nobody leaves before the read-back.”"),
            "lines",
        ),
    ),
)

TOOL: Final = Kind(
    "tool",
    N_("Tool"),
    N_("Tools"),
    N_("A program, a device, a deck of cards: what it is good for, and what it costs."),
    (
        Field(
            "link",
            N_("Where to find it"),
            N_("Its address. “https://example.org/board”"),
            "link",
            required=True,
        ),
        Field("version", N_("Version"), N_("The one you know. “2.4”"), "text"),
        Field("toolLicense", N_("Its licence"), N_("“Free software, AGPL”"), "text"),
        Field("cost", N_("Cost"), N_("“Nothing up to ten people, then 4 € a month each”"), "text"),
        Field(
            "requirements",
            N_("What it needs"),
            N_("“A tablet in each room, and somebody who prints new cards.”"),
        ),
        Field(
            "alternatives",
            N_("Instead of it"),
            N_("What else there is, and when that is better. “A whiteboard, for one ward.”"),
        ),
        Field("whoUsesIt", N_("Who uses it"), N_("“Three wards here, since May.”")),
    ),
)

EXPERIMENT: Final = Kind(
    "experiment",
    N_("Experiment"),
    N_("Experiments"),
    N_("Something tried out safely: what you expect, how you will know, when you stop."),
    (
        Field(
            "hypothesis",
            N_("What you expect"),
            N_("If we do this, then that. “If handovers are read back, fewer items are missed.”"),
            required=True,
        ),
        Field(
            "stopRule",
            N_("When you stop at once"),
            N_("“If a handover takes longer than ten minutes twice in a week.”"),
        ),
        Field("measure", N_("How you will know"), N_("“Items missed, counted each Friday.”")),
        Field("duration", N_("How long"), N_("“Six weeks, from 1 March”"), "text"),
        Field("findings", N_("What came of it"), N_("Also when it is not what you hoped.")),
        Field("nextStep", N_("What is next"), N_("“Try it on a second ward.”")),
    ),
)

KINDS_OF_DOING: Final = (PRACTICE, TEMPLATE, CHECKLIST, TOOL, EXPERIMENT)
