"""Statuses: what a post says is rendered once, and put together for each reader."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

import orjson

from fedcop import ids
from fedcop.api.ask import Ask
from fedcop.api.entities import accounts, cards, faces, filtered, media, polls
from fedcop.api.entities.faces import Face
from fedcop.api.entities.filtered import Matches
from fedcop.api.entities.polls import Asked
from fedcop.api.entities.shelf import Said, shelf_of
from fedcop.api.entities.times import moment
from fedcop.community import status_pages
from fedcop.community.filters import Text
from fedcop.community.status_pages import Detail, Glance
from fedcop.markup.text import to_text
from fedcop.store.rows import ActorCard, PostRow
from fedcop.uris import Uris
from fedcop.values import Audience, FilterContext

_VISIBILITIES: Final = {
    Audience.PUBLIC: "public",
    Audience.UNLISTED: "unlisted",
    Audience.FOLLOWERS: "private",
    Audience.MEMBERS: "private",
    Audience.NAMED: "direct",
}
_BOOLS: Final = (b"false", b"true")
_MARKS: Final = tuple(
    b',"favourited":%s,"reblogged":%s,"bookmarked":%s,"muted":%s'
    % tuple(_BOOLS[bits >> n & 1] for n in range(4))
    for bits in range(16)
)
_PINNED: Final = (b',"pinned":false', b',"pinned":true')
_UNFILTERED: Final = b',"filtered":[]'
_USUAL: Final = tuple(marks + _UNFILTERED for marks in _MARKS)  # of what others wrote

Pieces = tuple[bytes, ...]


async def one(ask: Ask, status_id: int) -> bytes:
    """Render one status, its filters said but never hidden. Raises NotFound."""
    glance = await status_pages.one(ask.store, ask.viewer, status_id)
    return (await within(ask, [glance], FilterContext.THREAD))[0]


async def by_ids(
    ask: Ask, status_ids: Iterable[int], context: FilterContext | None = None
) -> dict[int, bytes]:
    """Render statuses by id; those the reader may not see are left out."""
    found = await status_pages.some(ask.store, ask.viewer, list(status_ids))
    rendered = await within(ask, list(found.values()), context)
    return dict(zip(found, rendered, strict=True))


async def within(ask: Ask, glances: Sequence[Glance], context: FilterContext | None) -> list[bytes]:
    """Render what stands in some place, and say what the reader's filters find there."""
    sieve = await filtered.sieve_of(ask, context)
    if sieve is None or context is None:
        return await lines(ask, glances)
    said = await said_of(ask, glances)
    return await join(ask, glances, said, filtered.find(sieve, context, glances, said))


async def lines(ask: Ask, glances: Sequence[Glance]) -> list[bytes]:
    """Render what stands on a page, in its order."""
    return await join(ask, glances, await said_of(ask, glances), {})


async def join(
    ask: Ask, glances: Sequence[Glance], said: Mapping[int, Said], matches: Matches
) -> list[bytes]:
    """Put together for their reader what was rendered."""
    return [b"".join(one) for one in await pieces(ask, glances, said, matches)]


async def pieces(
    ask: Ask, glances: Sequence[Glance], said: Mapping[int, Said], matches: Matches
) -> list[Pieces]:
    """Give what each of them is put together from: a long page is joined once, whole."""
    versions = {glance.author_id: glance.author_version for glance in glances}
    versions |= {glance.via_id: glance.via_version for glance in glances if glance.via_id}
    by = await accounts.of_versions(ask, versions)
    me = ask.viewer.id if ask.viewer else 0
    marks = [_marks(one, me, matches) for one in glances] if me else [b""] * len(glances)
    asked = {one.post_id: poll for one in glances if (poll := said[one.post_id].poll)}
    if asked:
        marks = await _with_polls(ask, glances, asked, marks)
    uris = ask.store.uris
    return [
        _joined(one, said[one.post_id], by, mark, uris)
        for one, mark in zip(glances, marks, strict=True)
    ]


async def _with_polls(
    ask: Ask, glances: Sequence[Glance], asked: Mapping[int, Asked], marks: list[bytes]
) -> list[bytes]:
    """Say what those ask that ask something, and what the reader chose, beside the marks."""
    shown = await polls.for_reader(ask, asked)
    beside = (b',"poll":' + shown[one.post_id] if one.post_id in shown else b"" for one in glances)
    return [mark + poll for mark, poll in zip(marks, beside, strict=True)]


async def said_of(ask: Ask, glances: Iterable[Glance]) -> dict[int, Said]:
    """Render what some posts say, as far as it is not kept."""
    kept = shelf_of(ask).statuses
    found, missing = kept.some((glance.post_id, glance.version) for glance in glances)
    if missing:
        name = ask.settings.name
        details = await status_pages.details(ask.store, missing)
        known = await faces.faces_of(ask, (one.post for one in details.values()))
        for number, detail in details.items():
            said = found[number] = render(detail, ask.store.uris, name, known.get(number))
            kept.keep(number, detail.post.version, said)
    return found


def render(detail: Detail, uris: Uris, node: str, face: Face | None = None) -> Said:
    """Render what a post says to everybody."""
    post = detail.post
    asked = polls.render(detail.poll, post.author_id) if detail.poll else None
    options = "\n".join(detail.poll.options) if detail.poll else ""
    words = f"{post.title}\n{post.summary}\n{to_text(post.content)}\n{options}"
    body = orjson.dumps(_body(detail, uris, node, face))[1:-1]
    name = orjson.dumps({"id": str(post.id), "uri": post.uri, "created_at": moment(post.published)})
    plain = b'%s,%s,"reblog":null,"account":' % (name[:-1], body)
    passed = post.top and post.community_id
    relayed = _outer(ids.relayed(post.id), body, uris) if passed else b""
    return Said(plain, relayed, body, Text.of(words), asked)


def _joined(glance: Glance, said: Said, by: dict[int, bytes], marks: bytes, uris: Uris) -> Pieces:
    """Put a status together for one reader."""
    inner = (said.plain, by[glance.author_id], marks, b"}")
    status = glance.status_id
    if status == glance.post_id or not glance.via_id:
        return inner
    relayed = status == ids.relayed(glance.post_id)
    outer = said.relayed if relayed and said.relayed else _outer(status, said.body, uris)
    # Clients read the marks of either.
    return (outer, *inner, b',"account":', by[glance.via_id], marks, b"}")


def _marks(glance: Glance, me: int, matches: Matches) -> bytes:
    bits = (glance.liked is not None) | (glance.boosted is not None) << 1
    bits |= (glance.bookmarked is not None) << 2 | (glance.silenced is not None) << 3
    found = matches.get(glance.post_id)
    if not found and glance.author_id != me:
        return _USUAL[bits]
    pinned = _PINNED[glance.pinned is not None] if glance.author_id == me else b""
    why = b',"filtered":' + filtered.render(found) if found else _UNFILTERED
    return _MARKS[bits] + pinned + why


def _outer(status_id: int, body: bytes, uris: Uris) -> bytes:
    """Render a post being passed on, up to the post itself; some clients read its content."""
    name = {
        "id": str(status_id),
        "uri": uris.activity(f"{status_id}-boost"),
        "created_at": moment(ids.time_of(status_id)),
    }
    return b'%s,%s,"reblog":' % (orjson.dumps(name)[:-1], body)


def _body(detail: Detail, uris: Uris, node: str, face: Face | None) -> dict[str, object]:
    post = detail.post
    titled = faces.is_titled(post)
    warning = faces.warning(post, face)
    files = media.entities(detail.media, uris)
    return {
        "url": post.url or post.uri,
        "in_reply_to_id": str(post.reply_to_id) if post.reply_to_id else None,
        "in_reply_to_account_id": str(detail.parent_author) if detail.parent_author else None,
        "sensitive": bool(post.sensitive or warning),
        "spoiler_text": warning,
        "visibility": _VISIBILITIES[Audience(post.audience)],
        "language": post.language or None,
        "replies_count": max(post.replies, 0),
        "reblogs_count": max(post.boosts, 0),
        "favourites_count": max(post.likes, 0),
        "quotes_count": 0,
        "edited_at": moment(post.edited) if post.edited else None,
        "content": _content(post, face) if titled else post.content,
        "media_attachments": files,
        "mentions": [_mention(actor) for actor in detail.mentioned],
        "tags": [{"name": tag, "url": uris.hashtag(tag)} for tag in detail.tags],
        "emojis": [],
        "card": cards.entity(post, node, files, face.abstract if face else "") if titled else None,
        **({} if detail.poll else {"poll": None}),
        "quote": None,
    }


def _content(post: PostRow, face: Face | None) -> str:
    """Put the title before what it stands above, unless that begins with it anyway."""
    if face is not None:
        return faces.content(post, face)
    said = " ".join(to_text(post.content).split())
    if post.title.rstrip("…") in said[: 2 * len(post.title) + 100]:
        return post.content
    return f"<p><strong>{escape(post.title, quote=False)}</strong></p>{post.content}"


def _mention(actor: ActorCard) -> dict[str, str]:
    return {
        "id": str(actor.id),
        "username": actor.name,
        "url": actor.url or actor.uri,
        "acct": accounts.acct(actor.name, actor.host),
    }
