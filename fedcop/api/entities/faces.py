"""How a piece of practice reads as a status: what it is and how it stands, in words, in its text.

Apps know no kinds, so the first line says it; a warning would hide it. What is long is told in
short, with a way to all of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

from fedcop.api.ask import Ask
from fedcop.community.practice import glimpses, meetings, questions
from fedcop.community.practice.formats import FORMATS
from fedcop.community.practice.kinds import KINDS, label_of
from fedcop.federation.documents.practice.meetings import when
from fedcop.markup.text import excerpt, to_text
from fedcop.store.rows import MeetingRow, PostRow

SHORT: Final = 1_500  # characters that an app shows whole
_BEGINNING: Final = 500
_WHOLE: Final = "Read all of it"


@dataclass(frozen=True, slots=True)
class Face:
    """What a status says before its text, and what in place of a long one."""

    lead: str
    abstract: str = ""


async def faces_of(ask: Ask, posts: Iterable[PostRow]) -> dict[int, Face]:
    """Read what is said of some posts that are pieces of practice."""
    wanted = [post for post in posts if post.practice and not post.deleted]
    if not wanted:
        return {}
    store = ask.store
    known = await glimpses.of_posts(store, wanted)
    faces = {
        number: Face(f"{label_of(one.kind)} · {one.label}", one.abstract)
        for number, one in known.items()
    }
    asked = (post.id for post in wanted if post.practice == questions.KIND)
    for row in filter(None, [await questions.find(store, number) for number in asked]):
        state = f" · {row.state}" if row.state != questions.OPEN else ""
        faces[row.id] = Face(f"{label_of(questions.KIND)}{state}")
    for number, meeting in (await meetings.of_posts(store, wanted)).items():
        faces[number] = Face(_of_meeting(meeting))
    return faces


def warning(post: PostRow, face: Face | None) -> str:
    """Say before what a status is folded: what is known by its first line is not."""
    return post.summary if face is None or post.sensitive else ""


def content(post: PostRow, face: Face) -> str:
    """Write the text of a status: its title, what it is, and what it says, in short if it is long.

    What comes from elsewhere says some of it already.
    """
    text = " ".join(to_text(post.content).split())
    known = " · " in face.lead and face.lead in text[:_BEGINNING]
    title = "" if _begins(text, post.title) else f"<strong>{_safe(post.title)}</strong>"
    parts = [part for part in (title, "" if known else _safe(face.lead)) if part]
    first = f"<p>{'<br>'.join(parts)}</p>" if parts else ""
    if len(text) <= SHORT:
        return first + post.content
    address = escape(post.url or post.uri)
    told = _safe(face.abstract or excerpt(post.content, _BEGINNING))
    return f'{first}<p>{told}</p><p><a href="{address}">{_WHOLE}</a></p>'


def is_titled(post: PostRow) -> bool:
    """Whether a status has a title that stands for a page of its own."""
    return bool(post.title and (post.top or post.practice in KINDS))


def _begins(text: str, title: str) -> bool:
    return not title or title.rstrip("…") in text[: 2 * len(title) + 100]


def _of_meeting(row: MeetingRow) -> str:
    label = FORMATS[row.format].label if row.format in FORMATS and row.format else "Meeting"
    state = " · cancelled" if row.state == "cancelled" else ""
    return " · ".join(part for part in (f"{label}{state}", when(row), row.place) if part)


def _safe(text: str) -> str:
    return escape(text, quote=False)
