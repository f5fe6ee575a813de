"""A post of ours as peers read it: an Article for a titled thread start, a Note for the rest."""

import json
from collections.abc import Iterable
from html import escape
from typing import Final

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import (
    JSON,
    Activity,
    Attachment,
    Caption,
    Hashtag,
    Mention,
    Object,
    Tombstone,
)
from fedcop.community import media
from fedcop.community.practice.kinds import KINDS
from fedcop.federation.documents import polls
from fedcop.federation.documents.addressing import of_post
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.documents.practice.dress import dress
from fedcop.markup.text import excerpt
from fedcop.store.rows import ActorRow, MediaRow, PostRow
from fedcop.uris import Uris
from fedcop.values import Audience

_EXCERPT: Final = 300


def note(facts: PostFacts, uris: Uris) -> Object:
    """Write a post, with what makes it more than one."""
    return dress(_note(facts, uris), facts, uris)


def _note(facts: PostFacts, uris: Uris) -> Object:
    post = facts.post
    kind, to = kind_of(post), of_post(facts)
    return Object(
        type=kind,
        id=post.uri,
        attributed_to=(facts.author.uri,),
        name=post.title or None,
        content=polls.content_of(post) if facts.poll else post.content,
        summary=_summary(post, kind),
        source=None if post.plain else post.source or None,
        language=post.language or None,
        in_reply_to=post.reply_to_uri or (facts.parent.uri if facts.parent else None),
        context=_context(facts, uris),
        audience=to.audience,
        to=to.to,
        cc=to.cc,
        mentions=_mentions(facts, uris),
        hashtags=tuple(Hashtag(tag, uris.hashtag(tag)) for tag in facts.hashtags),
        attachments=tuple(_attachment(row, facts.parts, uris) for row in facts.media),
        image=_thumbnail(facts.media, uris) if kind == "Article" else None,
        url=post.url or post.uri,
        replies=paths.replies(post.uri) if facts.audience.open else None,
        preview=_preview(post) if kind == "Article" else None,
        sensitive=bool(post.sensitive),
        published=post.published,
        # GoToSocial discards an `updated` before `published`; Mastodon needs one to see an edit.
        updated=max(post.edited, post.published) if post.edited else None,
        poll=polls.question(facts.poll) if facts.poll else None,
        cop=json.loads(post.cop) if post.cop else {},
    )


def create(facts: PostFacts, thing: Object) -> Activity:
    """Say that a post was written; the id is a fragment, which Mastodon does not fetch and boost.

    Mastodon fetches what an Announce names; a Create that it found there it would boost, and so
    each comment would stand in the home timelines of all followers (mastodon#18069).
    """
    return Activity(
        type="Create",
        id=paths.create_of(facts.post.uri),
        actor=facts.author.uri,
        objects=(thing,),
        to=thing.to,
        cc=thing.cc,
        audience=thing.audience,
        published=facts.post.published,
    )


def tombstone(post: PostRow, reason: str = "") -> Tombstone:
    """Write what is left of a post; of an artifact, why it was withdrawn as well."""
    said: dict[str, JSON] = {"cop:withdrawnReason": reason} if reason and post.practice else {}
    return Tombstone(post.uri, former_type=kind_of(post), deleted=post.deleted or None, cop=said)


def kind_of(post: PostRow) -> str:
    """Name the type of a post: Mastodon shows a title only of what is no Note."""
    titled = post.kind == "Note" and post.top and post.title and post.practice not in KINDS
    return "Article" if titled else post.kind


def handle_of(actor: ActorRow, uris: Uris) -> str:
    """Write the handle of somebody, as it stands in a Mention."""
    return f"@{actor.name}@{actor.host or uris.origin.partition('://')[2]}"


def _context(facts: PostFacts, uris: Uris) -> str | None:
    """Name the thread: ours where it began here or stands in a community of ours."""
    post = facts.post
    if post.context_uri:
        return post.context_uri
    began_here = bool(post.top and post.local)
    return uris.thread(post.root_id or post.id) if began_here or facts.at_home else None


def _summary(post: PostRow, kind: str) -> str | None:
    """Give an Article an excerpt: Mastodon shows it for the body, GoToSocial folds on it."""
    if post.summary:
        return post.summary
    return excerpt(post.content, _EXCERPT) or None if kind == "Article" else None


def _preview(post: PostRow) -> str:
    """Say in short what an Article says, for those who show Notes (FEP-b2b8)."""
    beginning = post.summary or excerpt(post.content, _EXCERPT)
    shown = f"<p>{escape(beginning, quote=False)}</p>" if beginning else ""
    return f"<p><strong>{escape(post.title, quote=False)}</strong></p>{shown}"


def _attachment(row: MediaRow, parts: Iterable[MediaRow], uris: Uris) -> Attachment:
    """Write a file as Mastodon does: always a Document, its words in `name`."""
    focused = row.focus_x or row.focus_y
    return Attachment(
        type="Document",
        url=media.address(row, uris),
        media_type=row.mime.partition(";")[0],
        name=row.description or None,
        width=row.wide or None,
        height=row.high or None,
        blurhash=row.blurhash or None,
        focus=(row.focus_x / 1000, row.focus_y / 1000) if focused else None,
        captions=tuple(
            Caption(media.address(one, uris), one.language, one.mime.partition(";")[0])
            for one in parts
            if one.part_of == row.id
        ),
    )


def _thumbnail(rows: Iterable[MediaRow], uris: Uris) -> Attachment | None:
    """Show the first picture of a thread start in the lists of Lemmy and PieFed."""
    row = next((row for row in rows if row.kind == "image"), None)
    if row is None:
        return None
    return Attachment("Image", media.small_address(row, uris), row.small_mime or row.mime)


def _mentions(facts: PostFacts, uris: Uris) -> tuple[Mention, ...]:
    """Name whom the post answers, and the community, so that those who reply keep both.

    Mastodon fills a reply with those who are tagged, and nobody else. Nobody is tagged who is not
    addressed as well.
    """
    named = {actor.id: actor for actor in facts.mentioned}
    if facts.audience in {Audience.PUBLIC, Audience.UNLISTED, Audience.FOLLOWERS}:
        named |= {actor.id: actor for actor in (facts.parent_author,) if actor}
    if facts.audience in {Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS}:
        named |= {actor.id: actor for actor in (facts.group,) if actor}
    named.pop(facts.author.id, None)
    return tuple(
        Mention(actor.uri, handle_of(actor, uris)) for actor in named.values() if not actor.deleted
    )
