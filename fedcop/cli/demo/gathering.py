"""Let the people of a demo meet: a meeting is called at home, others say that they come."""

from typing import Final

from fedcop.assembly import Parts
from fedcop.cli.demo.stage import Stage, wait_for
from fedcop.cli.demo.steps import Meet, flowing
from fedcop.community import meeting_notes, posts
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice.meetings import mark_of
from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice.rsvps import Answer
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import PostRow

_DAY_MS: Final = 86_400_000
_HOUR_MS: Final = 3_600_000
_AFTERNOON: Final = 14  # o'clock
_MINUTE_MS: Final = 60_000


async def call(stage: Stage, step: Meet) -> str:
    """Call a meeting, write its notes, let people come; returns its uri. Raises Unavailable."""
    node, author = stage.home_of(step.author), await stage.person(step.author)
    community = await stage.community(node, step.community)
    text, content, mentioned, hashtags = await stage.compose(step.text, node)
    draft = Draft(
        content=content,
        source=text,
        title=step.title,
        kind="Event",
        community_id=community.id,
        language="en",
        published=stage.time(step.days),
        mentions=mentioned,
        hashtags=hashtags,
        practice=_part(stage, step),
    )
    post = await perform(node.store, posts.write, author, draft)
    if step.notes:
        notes, before = flowing(step.notes), mark_of("")
        await perform(node.store, meeting_notes.write, author, post.id, notes, before)
    for comer in step.comers:
        await _come(stage, comer, post.uri)
    return post.uri


async def is_noted(step: Meet, node: Parts, post: PostRow) -> bool:
    """Whether a node knows a meeting with its notes."""
    held = await meetings.find(node.store, post.id)
    return held is not None and bool(held.notes) == bool(step.notes)


async def _come(stage: Stage, comer: str, uri: str) -> None:
    node, person = stage.home_of(comer), await stage.person(comer)
    post = await wait_for(lambda: find_post_by_uri(node.store, uri), uri)
    await perform(node.store, rsvps.answer, person, post.id, Answer("going"))


def _part(stage: Stage, step: Meet) -> MeetingPart:
    """Let it begin in the afternoon."""
    starts = stage.time(step.begins) // _DAY_MS * _DAY_MS + _AFTERNOON * _HOUR_MS
    return MeetingPart(
        starts=starts,
        ends=starts + step.minutes * _MINUTE_MS,
        timezone="Europe/Dublin",
        place=step.place,
        link=step.link,
        format=step.format,
        rule=step.rule,
    )
