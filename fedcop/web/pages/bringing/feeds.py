"""What is new, for those who read by feed: of a community, of somebody, of a topic."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from starlette.responses import Response

from fedcop.community import timelines
from fedcop.community.timelines import Line
from fedcop.errors import NotFound
from fedcop.interchange import atom
from fedcop.interchange.atom import Feed
from fedcop.markup.text import excerpt
from fedcop.store.rows import ActorRow
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.pages import profiles
from fedcop.web.pages.communities import find as find_community

_LINES: Final = 30
_TITLE: Final = 80
_MINUTES: Final = 5


async def community(ask: Ask) -> Response:
    """Give out the latest threads of a community, those that anybody may read."""
    group, _ = await find_community(ask)
    _ours(group.actor)
    page = await timelines.community_newest(ask.store, None, group.actor.id, ask.before(), _LINES)
    name = group.actor.display or group.actor.name
    return _answer(ask, name, paths.of_actor(group.actor), page, group.practice.domain)


async def person(ask: Ask) -> Response:
    """Give out what somebody wrote for everybody."""
    actor = await profiles.find(ask)
    _ours(actor)
    page = await timelines.profile(ask.store, None, actor.id, ask.before(), _LINES)
    return _answer(ask, actor.display or actor.name, paths.of_actor(actor), page)


async def topic(ask: Ask) -> Response:
    """Give out what stands under a hashtag for everybody."""
    tag = ask.word("tag").lower()[:100]
    page = await timelines.tagged(ask.store, None, tag, ask.before(), _LINES)
    return _answer(ask, f"#{tag}", ask.place.removesuffix("/feed.atom"), page)


def _ours(actor: ActorRow) -> None:
    """Go on with ours: others have feeds of their own. Raises NotFound."""
    if actor.host:
        raise NotFound("Its own node may have a feed of this; here is none.")


def _answer(
    ask: Ask, title: str, path: str, page: timelines.Page[int], about: str = ""
) -> Response:
    origin = ask.store.uris.origin
    here = f"{origin}{ask.place}"
    feed = Feed(
        uri=here,
        url=f"{origin}{path}",
        title=title,
        subtitle=about,
        next=f"{here}?before={page.next}" if page.next else "",
    )
    body = atom.write(feed, _written(ask, page.lines))
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={_MINUTES * 60}"}
    if ask.request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=atom.TYPE, headers=headers)


def _written(ask: Ask, lines: Sequence[Line]) -> list[atom.Line]:
    return [_line(ask, line) for line in lines if not line.post.deleted]


def _line(ask: Ask, line: Line) -> atom.Line:
    post, author, origin = line.post, line.author, ask.store.uris.origin
    return atom.Line(
        uri=post.uri,
        url=f"{origin}{paths.of_post(post)}",
        title=post.title or excerpt(post.content, _TITLE) or "Untitled",
        content=post.content,
        author=author.display or author.name,
        author_url=author.url or author.uri,
        published=post.published,
        updated=max(post.edited, post.published),
        language=post.language,
    )
