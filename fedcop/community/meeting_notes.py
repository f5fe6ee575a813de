"""The notes of a meeting: written by whoever came, and turned into something others can use."""

import re
from dataclasses import replace
from typing import Final

from fedcop.community import posts, series
from fedcop.community.practice import artifact_drafts, lineage, meetings, rsvps
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.errors import Conflict, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, ArtifactDraftRow, MeetingRow, PostRow
from fedcop.values import JSON, ArtifactPin, Audience

KINDS: Final = ("lesson", "story", "practice", "tip")
_HEADING: Final = re.compile(r"^## +(.+?) *$", re.MULTILINE)
# What the headings of our formats are called in the form of a kind.
_FIELDS: Final = {
    "lesson": {
        "What we expected": "whatWasExpected",
        "What we set out to do": "whatWasExpected",
        "What happened": "whatHappened",
        "Why": "why",
        "What we recommend": "recommendation",
        "What we do differently": "recommendation",
    },
}
_MOST: Final = 50


async def may_write(reader: Reader, actor: ActorRow, post: PostRow) -> bool:
    """Whether somebody may write down what was said: who comes, who called it, its stewards."""
    if not post.local or post.deleted or not actor.local:
        return False
    row = await rsvps.find(reader, post.id, actor.id)
    if row is not None and row.answer == "going":
        return True
    return await rsvps.may_arrange(reader, actor, post)


async def write(unit: Unit, actor: ActorRow, post_id: int, notes: str, mark: str) -> None:
    """Write down what was said; `mark` names what the notes said before.

    Raises NotFound, Refused, and Conflict when somebody else has written meanwhile.
    """
    post, row = await _get(unit, post_id)
    if not await may_write(unit, actor, post):
        raise Refused("Whoever comes to a meeting writes its notes.")
    if mark != meetings.mark_of(row.notes):
        raise Conflict("Somebody else has written notes meanwhile.")
    author = await actors.find_actor(unit, post.author_id)
    if author is None:
        raise NotFound("There is no such meeting.")
    edit = await series.edit_of(unit, post, replace(meetings.part_of(row), notes=notes))
    await posts.revise(unit, author, post_id, edit)


async def begin_outcome(unit: Unit, actor: ActorRow, post_id: int, kind: str) -> ArtifactDraftRow:
    """Begin a lesson, a story, a practice from the notes, with those who came as contributors.

    Raises NotFound and Refused.
    """
    post, row = await _get(unit, post_id)
    if kind not in KINDS:
        raise NotFound("Notes do not become that.")
    if not await may_write(unit, actor, post):
        raise Refused("Whoever comes to a meeting makes something of its notes.")
    fields, body = _sorted(kind, row.notes)
    came = [one.actor for one in await rsvps.list_comers(unit, post_id, "going")]
    contributors = [(one.uri, "contributor") for one in came if one.id != actor.id]
    origin = Origin("outcomeOf", ArtifactPin(post.uri), title=post.title)
    agenda = f"## What was planned\n\n{post.source}" if post.source.strip() else ""
    wish = ArtifactWish(
        kind=kind,
        title=post.title,
        body="\n\n".join(part for part in (body, agenda) if part),
        fields=fields,
        language=post.language,
        community_id=post.community_id,
        audience=Audience(post.audience),
        contributors=tuple(contributors[:_MOST]),
        origins=(origin,),
    )
    return await artifact_drafts.begin(unit, actor, wish)


async def list_outcomes(reader: Reader, meeting_uri: str) -> list[int]:
    """Read what was made of a meeting, as far as it is known here."""
    found = []
    for one in await lineage.list_to(reader, meeting_uri, "outcomeOf"):
        post = await post_queries.find_post_by_uri(reader, one.source_uri)
        found += [post.id] if post is not None and not post.deleted else []
    return found


def _sorted(kind: str, notes: str) -> tuple[dict[str, JSON], str]:
    """Put what stands under the headings we know into the fields of a kind; the rest is text."""
    known = _FIELDS.get(kind, {})
    pieces = _HEADING.split(notes)
    rest = [pieces[0].strip()]
    fields: dict[str, JSON] = {}
    for heading, text in zip(pieces[1::2], pieces[2::2], strict=True):
        name = known.get(heading, "")
        if name and name not in fields:
            fields[name] = text.strip()
        elif text.strip():
            rest.append(f"## {heading}\n\n{text.strip()}")
    return {name: text for name, text in fields.items() if text}, "\n\n".join(filter(None, rest))


async def _get(unit: Unit, post_id: int) -> tuple[PostRow, MeetingRow]:
    post = await post_queries.find_post(unit, post_id)
    row = await meetings.find(unit, post_id)
    if post is None or post.deleted or row is None:
        raise NotFound("There is no such meeting.")
    return post, row
