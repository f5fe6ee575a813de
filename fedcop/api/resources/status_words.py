"""What a status says as its author wrote it, and what it said before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import orjson

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts
from fedcop.api.entities.media import entities
from fedcop.api.entities.times import moment
from fedcop.api.routes import Auth, Route
from fedcop.community import polls, revisions, status_pages
from fedcop.markup.text import to_text
from fedcop.store.rows import PostRow, RevisionRow

_MOST: Final = 200


async def source(ask: Ask) -> Answer:
    """Read what a status says as it was written; where that is not known, its bare text."""
    post = await _post(ask)
    text = post.source or to_text(post.content)
    return Answer.json({"id": str(post.id), "text": text, "spoiler_text": post.summary})


async def history(ask: Ask) -> Answer:
    """Read what a status said, the first words first."""
    post = await _post(ask)
    before = await revisions.history(ask.store, post, 0, _MOST)
    account = await accounts.one(ask, post.author_id)
    asked = await polls.list_asked(ask.store, post)
    shown = await revisions.list_shown(ask.store, post.id)
    rows = [*reversed(before), replace(_now(post), poll=asked, files=shown)]
    files = await revisions.list_as_shown(ask.store, post.id, [row.files for row in rows])
    uris = ask.store.uris
    told = [_said(row, post, entities(each, uris)) for row, each in zip(rows, files, strict=True)]
    return Answer.listed([one[:-1] + b',"account":' + account + b"}" for one in told])


async def _post(ask: Ask) -> PostRow:
    glance = await status_pages.one(ask.store, ask.viewer, ask.id())
    return (await status_pages.details(ask.store, [glance.post_id]))[glance.post_id].post


def _now(post: PostRow) -> RevisionRow:
    text = (post.title, post.summary, post.content, post.source)
    return RevisionRow(0, post.id, post.revision, *text, at=post.edited or post.published)


def _said(row: RevisionRow, post: PostRow, files: Sequence[object]) -> bytes:
    told: dict[str, object] = {
        "content": row.content,
        "spoiler_text": row.summary,
        "sensitive": bool(row.summary or post.sensitive),
        "created_at": moment(row.at),
        "media_attachments": files,
        "emojis": [],
    }
    if row.poll:
        told["poll"] = {"options": [{"title": title} for title in polls.read_asked(row.poll)]}
    return orjson.dumps(told)


ROUTES: Final = (
    Route("GET", "/api/v1/statuses/:id/source", source, "read:statuses", Auth.APP),
    Route("GET", "/api/v1/statuses/:id/history", history, "read:statuses", Auth.OPEN),
)
