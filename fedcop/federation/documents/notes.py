"""A post of ours as peers read it: an Article for a titled thread start, a Note for the rest."""

import json
from typing import Final

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Hashtag, Mention, Object, Tombstone
from fedcop.federation.documents.addressing import addressing_of
from fedcop.federation.documents.facts import PostFacts
from fedcop.markup.text import excerpt
from fedcop.store.rows import ActorRow, PostRow
from fedcop.uris import Uris

_EXCERPT: Final = 300


def note(facts: PostFacts, uris: Uris) -> Object:
    """Write a post."""
    post = facts.post
    to = addressing_of(facts)
    article = post.kind == "Article"
    return Object(
        type=post.kind,
        id=post.uri,
        attributed_to=(facts.author.uri,),
        name=post.title or None,
        content=post.content,
        summary=_summary(post),
        source=post.source or None,
        language=post.language or None,
        in_reply_to=post.reply_to_uri or (facts.parent.uri if facts.parent else None),
        context=post.context_uri or uris.thread(post.root_id or post.id),
        audience=to.audience,
        to=to.to,
        cc=to.cc,
        mentions=_mentions(facts, uris),
        hashtags=tuple(Hashtag(tag, uris.hashtag(tag)) for tag in facts.hashtags),
        url=post.url or post.uri,
        replies=paths.replies(post.uri),
        preview=f"<p><strong>{_escape(post.title)}</strong></p>{post.content}" if article else None,
        sensitive=bool(post.sensitive),
        published=post.published,
        # GoToSocial discards an `updated` before `published`; Mastodon needs one to see an edit.
        updated=max(post.edited, post.published) if post.edited else None,
        cop=json.loads(post.cop) if post.cop else {},
    )


def tombstone(post: PostRow) -> Tombstone:
    """Write what is left of a post."""
    return Tombstone(id=post.uri, former_type=post.kind, deleted=post.deleted or None)


def handle_of(actor: ActorRow, uris: Uris) -> str:
    """Write the handle of somebody, as it stands in a Mention."""
    host = actor.host or uris.origin.partition("://")[2]
    return f"@{actor.name}@{host}"


def _summary(post: PostRow) -> str | None:
    """Give an Article an excerpt: Mastodon shows it for the body, GoToSocial folds on it."""
    if post.summary:
        return post.summary
    return excerpt(post.content, _EXCERPT) or None if post.kind == "Article" else None


def _mentions(facts: PostFacts, uris: Uris) -> tuple[Mention, ...]:
    """Name the community too, so that those who reply on Mastodon keep addressing it."""
    group = [facts.group] if facts.group and facts.audience.value != 4 else []  # noqa: PLR2004
    parent = [facts.parent_author] if facts.parent_author else []
    named = {actor.id: actor for actor in (*facts.mentioned, *parent, *group)}
    named.pop(facts.author.id, None)
    return tuple(Mention(actor.uri, handle_of(actor, uris)) for actor in named.values())


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
