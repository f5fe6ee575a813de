"""The kinds of artifacts that tell, judge or gather: story, lesson, standard, path, term, idea."""

from typing import Final

from fedcop.community.practice.kind import Field, Kind

STORY: Final = Kind(
    "story",
    "Story",
    "Stories",
    "An experience worth hearing, whether it went well or not.",
    (
        Field(
            "context",
            "Where and when",
            "“A ward with twelve beds, the winter we had four agency nurses.”",
            required=True,
        ),
        Field(
            "challenge",
            "What was difficult",
            "“Nobody knew in the morning what had been promised at night.”",
            required=True,
        ),
        Field("whatWeDid", "What we did", "“We stood together for five minutes.”", required=True),
        Field(
            "result", "What came of it", "“Fewer calls home. Some found it slow.”", required=True
        ),
        Field(
            "whatWeWouldDoDifferently",
            "What we would do differently",
            "“Ask the night shift first.”",
        ),
        Field("quotes", "In their own words", "One each. “I slept after that shift.”", "lines"),
        Field(
            "mood",
            "How it went",
            "A failure is as welcome here as a success.",
            "choice",
            choices=(("success", "It went well"), ("mixed", "Mixed"), ("failure", "It failed")),
        ),
    ),
    short_is_note=True,
)

LESSON: Final = Kind(
    "lesson",
    "Lesson",
    "Lessons",
    "What to do again, or never again.",
    (
        Field(
            "whatWasExpected",
            "What we expected",
            "“That everybody reads the notes.”",
            required=True,
        ),
        Field("whatHappened", "What happened", "“Nobody had time to.”", required=True),
        Field("why", "Why", "“The notes are six pages, and the shift begins at once.”"),
        Field(
            "recommendation",
            "What we recommend",
            "“Say the three things that matter aloud.”",
            required=True,
        ),
        Field(
            "earlyWarningSigns",
            "How one sees it coming",
            "One sign each. “People ask the same thing twice.”",
            "lines",
        ),
        Field(
            "warnsAbout",
            "What it warns about",
            "Artifacts whose readers should know this.",
            "pins",
        ),
    ),
    short_is_note=True,
)

STANDARD: Final = Kind(
    "standard",
    "Standard",
    "Standards",
    "What good work looks like, with a rubric to judge by.",
    (
        Field(
            "criteria",
            "Criteria",
            "Each with what one sees at level 1 to 4. “Clarity: 1 hard to follow … 4 a newcomer "
            "could do it.”",
            "criteria",
            required=True,
        ),
        Field("scope", "What it holds for", "“All handovers between shifts, not emergencies.”"),
        Field(
            "force",
            "How binding it is",
            "Whether one must, or had better.",
            "choice",
            choices=(("normative", "One must"), ("informative", "One had better")),
        ),
        Field("owner", "Who looks after it", "“The stewards, every March”", "text"),
    ),
)

PATH: Final = Kind(
    "path",
    "Learning path",
    "Learning paths",
    "What to read and try, in order, to learn something.",
    (
        Field(
            "items",
            "Steps",
            "Artifacts in order, each with why it comes here.",
            "entries",
            required=True,
        ),
        Field(
            "outcomes",
            "What one can do afterwards",
            "One line each. “Lead a handover of twelve beds.”",
            "lines",
        ),
        Field(
            "level",
            "For whom",
            "How much one should know before.",
            "choice",
            choices=(
                ("newcomer", "Newcomers"),
                ("practitioner", "Practitioners"),
                ("expert", "Experts"),
            ),
        ),
        Field("effort", "How long it takes", "“Two hours, spread over a week”", "text"),
        Field(
            "selfCheck",
            "How one knows that it worked",
            "“You can say the five lines without looking.”",
            "lines",
        ),
    ),
)

COLLECTION: Final = Kind(
    "collection",
    "Collection",
    "Collections",
    "Things that belong together, each with a sentence that says why.",
    (
        Field(
            "items",
            "What is in it",
            "Artifacts or addresses. “Five-line handover: start here.”",
            "entries",
            required=True,
        ),
    ),
)

TIP: Final = Kind(
    "tip",
    "Tip",
    "Tips",
    "One thing that helps, in 500 characters at most.",
    (Field("whenThisHelps", "When this helps", "“When two speak at once.”", "text"),),
    wire="Note",
    body="The tip",
)

TERM: Final = Kind(
    "term",
    "Term",
    "Terms",
    "What a word means here, so that all mean the same.",
    (
        Field(
            "meaning",
            "What it means",
            "In a sentence or two. “Read-back: whoever listens says again what they heard.”",
            required=True,
        ),
        Field("alsoCalled", "Also called", "Other words for it, one each. “Teach-back”", "lines"),
        Field(
            "notToConfuse",
            "Not to be confused with",
            "“Briefing, which looks forward only.”",
        ),
    ),
    wire="Note",
)

IDEA: Final = Kind(
    "idea",
    "Idea",
    "Ideas",
    "Something nobody has tried yet. Half an idea is welcome: others may have the rest.",
    (
        Field(
            "better",
            "What would be better",
            "For whom, and how they would notice. “The night shift would know who is alone.”",
            required=True,
        ),
        Field(
            "firstTry",
            "How to try it small",
            "What one ward or one team could do next week. “Read it back, on Monday only.”",
        ),
        Field("inTheWay", "What is in the way", "Also who should be asked first."),
    ),
    wire="Note",
    body="The idea",
)

REFLECTION: Final = Kind(
    "reflection",
    "Reflection",
    "Reflections",
    "Looking back on one's own work: nothing is claimed, nobody has to agree.",
    (
        Field(
            "noticed",
            "What I noticed",
            "What you saw, heard or felt. “I stopped listening at the third bed.”",
            required=True,
        ),
        Field("makesOfIt", "What I make of it", "“Five beds are the most I can keep in mind.”"),
        Field("nextTime", "What I will do next time", "“Ask for a pause after three.”"),
        Field("asksOthers", "What I wonder", "A question to those who read it, if you have one."),
    ),
    wire="Note",
)

KINDS_OF_TELLING: Final = (STORY, LESSON, STANDARD, PATH, COLLECTION, TIP, TERM, IDEA, REFLECTION)
