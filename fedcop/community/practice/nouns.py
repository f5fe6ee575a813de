"""Which noun of the practice does what when its post is written, said anew or taken back.

One glance tells what a post can be. Each noun keeps its own rows, in the unit of the post.
"""

from typing import Final

from fedcop.community.practice import adoptions, artifacts, meetings, questions, reviews, thanks
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.noun import Noun
from fedcop.community.practice.parts import (
    AdoptionPart,
    ArtifactPart,
    MeetingPart,
    Part,
    QuestionPart,
    ReviewPart,
    ThanksPart,
)
from fedcop.errors import Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.rows import ActorRow, PostRow
from fedcop.uris import Uris

NOUNS: Final[dict[type[Part], Noun]] = {
    AdoptionPart: adoptions.NOUN,
    ArtifactPart: artifacts.NOUN,
    MeetingPart: meetings.NOUN,
    QuestionPart: questions.NOUN,
    ReviewPart: reviews.NOUN,
    ThanksPart: thanks.NOUN,
}
# What a post is, as it keeps it, to the noun that has its rows; kinds of artifacts are many.
BY_KIND: Final[dict[str, Noun]] = {
    adoptions.KIND: adoptions.NOUN,
    reviews.KIND: reviews.NOUN,
    **dict.fromkeys(KINDS, artifacts.NOUN),
    meetings.KIND: meetings.NOUN,
    questions.KIND: questions.NOUN,
    thanks.KIND: thanks.NOUN,
}


async def begin(unit: Unit, author: ActorRow, post: PostRow, part: Part | None) -> None:
    """Keep what makes a post that is being written more than a post. Raises what its noun does."""
    if part is not None and (noun := NOUNS.get(type(part))):
        await noun.begin(unit, author, post, part)


async def change(unit: Unit, actor: ActorRow, post: PostRow, part: Part | None) -> bool:
    """Keep what its author says anew; whether that changes anything. Raises what its noun does."""
    noun = NOUNS.get(type(part)) if part is not None else None
    if noun is None and post.practice in BY_KIND and BY_KIND[post.practice].whole:
        raise Refused("This has parts that are not seen here: change it on its own page.")
    return await noun.change(unit, actor, post, part) if noun else False


async def order(reader: Reader, post: PostRow, part: Part | None) -> int:
    """Say whether a part is older (-1) or newer (1) than what is shown; 0 where none can tell."""
    noun = NOUNS.get(type(part)) if part is not None else None
    return await noun.order(reader, post, part) if noun and noun.order else 0


async def keep_old(unit: Unit, author: ActorRow, post: PostRow, part: Part | None) -> bool:
    """Keep what was said before what is shown; False where it is known. Raises Refused."""
    noun = NOUNS.get(type(part)) if part is not None else None
    return await noun.keep_old(unit, author, post, part) if noun and noun.keep_old else False


async def bury(unit: Unit, post: PostRow, reason: str = "") -> None:
    """Let go of what made a post more than a post; of an artifact it stays why."""
    if post.practice and (noun := BY_KIND.get(post.practice)):
        await noun.bury(unit, post)
        if post.practice in KINDS:
            artifacts.explain(unit, post, reason)


def uri_of(uris: Uris, number: int, part: Part | None) -> str:
    """Name a post of ours that is being written."""
    if part is None or part.home == "note":
        return uris.note(number)
    return uris.artifact(number) if part.home == "artifact" else uris.meeting(number)
