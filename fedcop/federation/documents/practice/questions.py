"""A question as peers read it: a Note with a title in its text, since Mastodon shows no other."""

from dataclasses import replace
from html import escape
from typing import Final

from fedcop.activitypub.vocabulary import JSON, Object
from fedcop.community.practice.questions import CLOSED, Question
from fedcop.federation.documents.facts import PostFacts
from fedcop.markup.text import to_text
from fedcop.uris import Uris

_STATES: Final = {CLOSED: "closed-no-answer"}


def dress(thing: Object, facts: PostFacts, question: Question, uris: Uris) -> Object:
    """Say of a post what it asks, and which answer helped."""
    row = question.row
    told: dict[str, JSON] = {
        "cop:kind": "question",
        "cop:status": _STATES.get(row.state, row.state),
        "cop:background": row.background,
        "cop:whatITried": row.tried,
        "cop:urgency": row.urgency,
        "cop:acceptedAnswer": question.accepted_uri,
    }
    return replace(
        thing,
        type="Note",
        content=_content(thing),
        summary=facts.post.summary or None,
        preview=None,
        image=None,
        cop={**thing.cop, **{name: value for name, value in told.items() if value}},
    )


def _content(thing: Object) -> str:
    """Put the title before the text, unless it begins with it."""
    content, title = thing.content or "", thing.name or ""
    beginning = to_text(content).replace("\n", " ")
    if not title or beginning.startswith(title.removesuffix("…")):
        return content
    return f"<p><strong>{escape(title, quote=False)}</strong></p>{content}"
