"""The kinds of artifacts that tell, judge or gather: story, lesson, standard, path, term, idea."""

from typing import Final

from fedcop.community.practice.kind import Field, Kind
from fedcop.tongues import N_

STORY: Final = Kind(
    "story",
    N_("Story"),
    N_("Stories"),
    N_("An experience worth hearing, whether it went well or not."),
    (
        Field(
            "context",
            N_("Where and when"),
            N_("“A ward with twelve beds, the winter we had four agency nurses.”"),
            required=True,
        ),
        Field(
            "challenge",
            N_("What was difficult"),
            N_("“Nobody knew in the morning what had been promised at night.”"),
            required=True,
        ),
        Field(
            "whatWeDid",
            N_("What we did"),
            N_("“We stood together for five minutes.”"),
            required=True,
        ),
        Field(
            "result",
            N_("What came of it"),
            N_("“Fewer calls home. Some found it slow.”"),
            required=True,
        ),
        Field(
            "whatWeWouldDoDifferently",
            N_("What we would do differently"),
            N_("“Ask the night shift first.”"),
        ),
        Field(
            "quotes", N_("In their own words"), N_("One each. “I slept after that shift.”"), "lines"
        ),
        Field(
            "mood",
            N_("How it went"),
            N_("A failure is as welcome here as a success."),
            "choice",
            choices=(
                ("success", N_("It went well")),
                ("mixed", N_("Mixed")),
                ("failure", N_("It failed")),
            ),
        ),
    ),
    short_is_note=True,
)

LESSON: Final = Kind(
    "lesson",
    N_("Lesson"),
    N_("Lessons"),
    N_("What to do again, or never again."),
    (
        Field(
            "whatWasExpected",
            N_("What we expected"),
            N_("“That everybody reads the notes.”"),
            required=True,
        ),
        Field("whatHappened", N_("What happened"), N_("“Nobody had time to.”"), required=True),
        Field("why", N_("Why"), N_("“The notes are six pages, and the shift begins at once.”")),
        Field(
            "recommendation",
            N_("What we recommend"),
            N_("“Say the three things that matter aloud.”"),
            required=True,
        ),
        Field(
            "earlyWarningSigns",
            N_("How one sees it coming"),
            N_("One sign each. “People ask the same thing twice.”"),
            "lines",
        ),
        Field(
            "warnsAbout",
            N_("What it warns about"),
            N_("Artifacts whose readers should know this."),
            "pins",
        ),
    ),
    short_is_note=True,
)

STANDARD: Final = Kind(
    "standard",
    N_("Standard"),
    N_("Standards"),
    N_("What good work looks like, with a rubric to judge by."),
    (
        Field(
            "criteria",
            N_("Criteria"),
            N_(
                "Each with what one sees at level 1 to 4. “Clarity: 1 hard to follow … 4 a"
                " newcomer could do it.”"
            ),
            "criteria",
            required=True,
        ),
        Field(
            "scope", N_("What it holds for"), N_("“All handovers between shifts, not emergencies.”")
        ),
        Field(
            "force",
            N_("How binding it is"),
            N_("Whether one must, or had better."),
            "choice",
            choices=(("normative", N_("One must")), ("informative", N_("One had better"))),
        ),
        Field("owner", N_("Who looks after it"), N_("“The stewards, every March”"), "text"),
    ),
)

PATH: Final = Kind(
    "path",
    N_("Learning path"),
    N_("Learning paths"),
    N_("What to read and try, in order, to learn something."),
    (
        Field(
            "items",
            N_("Steps"),
            N_("Artifacts in order, each with why it comes here."),
            "entries",
            required=True,
        ),
        Field(
            "outcomes",
            N_("What one can do afterwards"),
            N_("One line each. “Lead a handover of twelve beds.”"),
            "lines",
        ),
        Field(
            "level",
            N_("For whom"),
            N_("How much one should know before."),
            "choice",
            choices=(
                ("newcomer", N_("Newcomers")),
                ("practitioner", N_("Practitioners")),
                ("expert", N_("Experts")),
            ),
        ),
        Field("effort", N_("How long it takes"), N_("“Two hours, spread over a week”"), "text"),
        Field(
            "selfCheck",
            N_("How one knows that it worked"),
            N_("“You can say the five lines without looking.”"),
            "lines",
        ),
    ),
)

COLLECTION: Final = Kind(
    "collection",
    N_("Collection"),
    N_("Collections"),
    N_("Things that belong together, each with a sentence that says why."),
    (
        Field(
            "items",
            N_("What is in it"),
            N_("Artifacts or addresses. “Five-line handover: start here.”"),
            "entries",
            required=True,
        ),
    ),
)

TIP: Final = Kind(
    "tip",
    N_("Tip"),
    N_("Tips"),
    N_("One thing that helps, in 500 characters at most."),
    (Field("whenThisHelps", N_("When this helps"), N_("“When two speak at once.”"), "text"),),
    wire="Note",
    body=N_("The tip"),
)

TERM: Final = Kind(
    "term",
    N_("Term"),
    N_("Terms"),
    N_("What a word means here, so that all mean the same."),
    (
        Field(
            "meaning",
            N_("What it means"),
            N_("In a sentence or two. “Read-back: whoever listens says again what they heard.”"),
            required=True,
        ),
        Field(
            "alsoCalled",
            N_("Also called"),
            N_("Other words for it, one each. “Teach-back”"),
            "lines",
        ),
        Field(
            "notToConfuse",
            N_("Not to be confused with"),
            N_("“Briefing, which looks forward only.”"),
        ),
    ),
    wire="Note",
)

IDEA: Final = Kind(
    "idea",
    N_("Idea"),
    N_("Ideas"),
    N_("Something nobody has tried yet. Half an idea is welcome: others may have the rest."),
    (
        Field(
            "better",
            N_("What would be better"),
            N_("For whom, and how they would notice. “The night shift would know who is alone.”"),
            required=True,
        ),
        Field(
            "firstTry",
            N_("How to try it small"),
            N_("What one ward or one team could do next week. “Read it back, on Monday only.”"),
        ),
        Field("inTheWay", N_("What is in the way"), N_("Also who should be asked first.")),
    ),
    wire="Note",
    body=N_("The idea"),
)

REFLECTION: Final = Kind(
    "reflection",
    N_("Reflection"),
    N_("Reflections"),
    N_("Looking back on one's own work: nothing is claimed, nobody has to agree."),
    (
        Field(
            "noticed",
            N_("What I noticed"),
            N_("What you saw, heard or felt. “I stopped listening at the third bed.”"),
            required=True,
        ),
        Field(
            "makesOfIt", N_("What I make of it"), N_("“Five beds are the most I can keep in mind.”")
        ),
        Field("nextTime", N_("What I will do next time"), N_("“Ask for a pause after three.”")),
        Field(
            "asksOthers",
            N_("What I wonder"),
            N_("A question to those who read it, if you have one."),
        ),
    ),
    wire="Note",
)

KINDS_OF_TELLING: Final = (STORY, LESSON, STANDARD, PATH, COLLECTION, TIP, TERM, IDEA, REFLECTION)
