"""Artifacts as people write them, one of each kind, for what shows them."""

from dataclasses import replace
from typing import Any

from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.federation.remote.reach import Reach
from fedcop.federation.remote.shaping import reshape, shape
from fedcop.store.rows import ActorRow, PostRow
from tests.writing import again

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
HANDOVER = ArtifactWish(
    "practice",
    title="Five-line night handover",
    abstract=(
        "Five spoken lines and a read-back that halve what gets lost between the night and the "
        "day shift. It takes five minutes, and it needs no form."
    ),
    body=(
        "Stand apart from the beds, where nobody interrupts. Whoever leaves speaks first and "
        "looks at the one who comes, not at a screen.\n\n### What we learned\n\nThe third line is "
        "the one that people leave out when they are tired. Put it on a **card** in the pocket.\n"
        "\n> I slept after that shift, for the first time in weeks.\n\nMore in #handover."
    ),
    fields={
        "whenToUse": "At every change of shift, when the work of more than two people is handed "
        "over.",
        "steps": [
            "Say the name and the bed.",
            "Say why they are here, in one sentence.",
            "Say the one thing that must **not** be forgotten.",
            "Say what was promised to the family.",
            "Let the other read it back, and correct it aloud.",
        ],
        "whyItWorks": "Reading back shows at once what was misheard.",
        "evidenceFor": "Missed items fell from nine to four a week in six weeks on two wards.",
        "contraindications": "Not in an emergency: hand over and go.",
        "roles": ["Whoever leaves speaks first.", "Whoever comes reads back."],
        "timeNeeded": "Five minutes for each handover",
    },
    works_for={"sector": "Hospitals and care homes", "size": "Teams of four to twelve"},
    license=CC_BY,
    evidence="repeated",
    language="en",
    topics=("handover", "nights"),
)
STANDARD = ArtifactWish(
    "standard",
    title="What a good handover looks like",
    abstract="Four things one can see and hear, each on four levels.",
    fields={
        "criteria": [
            {
                "name": name,
                "levels": [
                    "Hard to follow, even for those who were there",
                    "Can be followed by those who know the ward",
                    "Can be followed by anybody of the profession",
                    "A newcomer could act on it without asking",
                ],
            }
            for name in ("Clarity", "Completeness", "Read-back", "Place and time")
        ],
        "scope": "All handovers between shifts, not emergencies.",
        "force": "informative",
        "owner": "The stewards, every March",
    },
    license=CC_BY,
    evidence="measured",
    language="en",
    topics=("handover", "quality"),
)
CHECKLIST = ArtifactWish(
    "checklist",
    title="Before you leave the ward",
    abstract="Six things to say aloud before the keys change hands.",
    fields={
        "items": [
            {"text": "Allergies said aloud", "why": "Two near misses came from not doing so."},
            {"text": "Open promises to families"},
            {"text": "Controlled drugs counted", "why": "By two people."},
            {"text": "Lent equipment written down", "optional": True},
        ],
        "stopPoints": ["Nobody leaves before the read-back."],
    },
    license=CC_BY,
    evidence="tried-once",
    language="en",
    topics=("handover",),
)
STORY = ArtifactWish(
    "story",
    title="The winter we had four agency nurses",
    abstract="How we stopped losing what was promised at night.",
    fields={
        "context": "A ward with twelve beds, the winter we had four agency nurses.",
        "challenge": "Nobody knew in the morning what had been promised at night.",
        "whatWeDid": "We stood together for five minutes, without screens.",
        "result": "Fewer calls home. Some found it slow at first.",
        "quotes": ["I slept after that shift.", "It felt like being seen."],
        "mood": "success",
    },
    license=CC_BY,
    evidence="opinion",
    language="en",
)
PATH = ArtifactWish(
    "path",
    title="Learn to hand over in a week",
    abstract="Read, watch, try, and be watched.",
    fields={
        "items": [
            {"id": "https://riverside.example/a/9", "name": "Why things get lost", "why": "Start."},
            {"id": "https://riverside.example/a/10", "name": "Try it", "why": "Then do."},
        ],
        "outcomes": ["Lead a handover of twelve beds."],
        "level": "newcomer",
        "effort": "Two hours, spread over a week",
    },
    license=CC_BY,
    language="en",
)
TOOL = ArtifactWish(
    "tool",
    title="Handover board",
    abstract="A board on a tablet that shows the five lines for each bed.",
    fields={"link": "https://example.org/board", "cost": "Nothing up to ten people"},
    license=CC_BY,
    language="en",
)
TIP = ArtifactWish(
    "tip",
    title="Touch the rail",
    body="Touch the bed rail while you speak: nobody talks over you.",
    fields={"whenThisHelps": "When two speak at once."},
    language="en",
)
ALL = (HANDOVER, STANDARD, CHECKLIST, STORY, PATH, TOOL, TIP)


async def share(reach: Reach, author: ActorRow, wish: ArtifactWish, **change: Any) -> PostRow:
    """Publish an artifact."""
    draft = await shape(reach, replace(wish, **change))
    return await perform(reach.store, posts.write, author, draft)


async def revise(reach: Reach, author: ActorRow, post: PostRow, wish: ArtifactWish) -> None:
    """Publish its next revision."""
    edit = await reshape(reach, wish, await again(reach.store, post))
    await perform(reach.store, posts.revise, author, post.id, edit)
