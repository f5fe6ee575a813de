"""What others wrote, in our words: HTML made safe, titles found, only those named whom we know."""

import html
import re
from itertools import islice
from typing import Final

import orjson

from fedcop import clock
from fedcop.activitypub.vocabulary import Attachment, Object
from fedcop.community.drafts import Draft, Edit, PollDraft
from fedcop.community.practice.parts import ArtifactPart, Part
from fedcop.errors import Refused
from fedcop.federation.remote import attaching
from fedcop.federation.remote.actor_rows import fit
from fedcop.federation.remote.places import Newcomer, Place
from fedcop.federation.remote.practice.parts import part_of
from fedcop.federation.remote.questions import poll_of
from fedcop.federation.remote.reach import Reach
from fedcop.markup.sanitise import sanitise
from fedcop.markup.text import one_line, title_of, to_text
from fedcop.store.queries import actors
from fedcop.values import Audience, Handle, host_of

# What becomes a post; a ChatMessage is a private talk that we do not keep.
KINDS: Final = frozenset({"Note", "Article", "Page", "Event", "Question", "Video", "Audio"})
_LONGEST_TITLE: Final = 300
_LONGEST_SUMMARY: Final = 500
_FOLDED: Final = frozenset({"Note", "Question"})  # kinds whose summary is a warning
_LONGEST_LANGUAGE: Final = 35
_MOST_LINKS: Final = 16
_MOST_NAMED: Final = 50
_between_words = re.compile(r"\W+")


async def draft_of(reach: Reach, new: Newcomer, place: Place, cause: int = 0) -> Draft:
    """Translate a post to be. Raises Refused when it is nothing we keep."""
    written = new.written
    check_kind(written)
    practice = await part_of(reach, written)
    content = _shown(written, practice)
    return Draft(
        content=content,
        source=_source(written, practice),
        title=_title(written, place, content),
        summary="" if isinstance(practice, ArtifactPart) else _summary(written, content),
        kind=written.type,
        community_id=place.community_id,
        reply_to_id=place.parent.id if place.parent else 0,
        reply_to_uri=fit(written.in_reply_to or ""),
        audience=place.audience,
        language=_language(written),
        sensitive=written.sensitive,
        published=min(max(written.published or 0, 0), clock.now_ms()),
        mentions=await named_in(reach, written, place.audience),
        hashtags=_hashtags(written),
        uri=fit(written.id),
        url=written.url or "",
        context_uri=written.context or "",
        cop=_cop(written),
        cause=cause,
        poll=poll_of(written),
        attached=attaching.attached(written),
        practice=practice,
    )


async def edit_of(
    reach: Reach, written: Object, place: Place, *, edited: int = 0, cause: int = 0
) -> Edit:
    """Translate what a post says now; without a time of its own the edit is of `edited`."""
    check_kind(written)
    practice = await part_of(reach, written)
    content = _shown(written, practice)
    return Edit(
        content=content,
        source=_source(written, practice),
        title=_title(written, place, content),
        summary="" if isinstance(practice, ArtifactPart) else _summary(written, content),
        language=_language(written),
        sensitive=written.sensitive,
        edited=written.updated or edited,
        mentions=await named_in(reach, written, place.audience),
        hashtags=_hashtags(written),
        cop=_cop(written),
        cause=cause,
        poll=poll_of(written) or PollDraft(),
        attached=attaching.attached(written),
        practice=practice,
    )


def check_kind(written: Object) -> None:
    """Go on with what becomes a post. Raises Refused."""
    if written.type not in KINDS:
        raise Refused(f"type: {written.type} is nothing we keep as a post")


def is_vote(written: Object) -> bool:
    """Whether this is how one chooses in a poll: by a name, and nothing else."""
    return bool(written.name and written.in_reply_to and not written.content)


async def named_in(reach: Reach, written: Object, audience: Audience) -> tuple[int, ...]:
    """Return whom a post names, of those we know; nobody is fetched for being named.

    What is for a few people is read by exactly these, so whoever is addressed is named too.
    """
    uris = [mention.href for mention in written.mentions]
    if audience is Audience.NAMED:
        uris += [*written.to, *written.cc]
    found: dict[int, None] = {}
    for uri in dict.fromkeys(uris[:_MOST_NAMED]):
        row = await actors.find_actor_by_uri(reach.store, uri)
        if row is not None:
            found[row.id] = None
    return tuple(found)


def _title(written: Object, place: Place, content: str) -> str:
    """Return its name; a thread in a community that has none gets its first line."""
    if written.name:
        return one_line(written.name, _LONGEST_TITLE)
    if place.community is None or written.in_reply_to:
        return ""
    community = place.community
    host = community.host or host_of(community.uri)
    return title_of(content, Handle(community.name, host))


def _shown(written: Object, practice: Part | None) -> str:
    """Return what is shown of a post; of an artifact, what is made of what its digest covers."""
    return practice.content if isinstance(practice, ArtifactPart) else _content(written)


def _source(written: Object, practice: Part | None) -> str:
    return practice.source if isinstance(practice, ArtifactPart) else written.source or ""


def _content(written: Object) -> str:
    parts = [_untitled(written)]
    links = islice(attaching.links(written), _MOST_LINKS)
    parts += [_link(one) for one in links if one.url not in parts[0]]
    return sanitise("".join(parts))


def _untitled(written: Object) -> str:
    """Return its content, without the title that is repeated in it for others."""
    content = written.content or ""
    if not written.name:
        return content
    return content.removeprefix(f"<p><strong>{html.escape(written.name, quote=False)}</strong></p>")


def _link(attachment: Attachment) -> str:
    where = html.escape(attachment.url)
    return f'<p><a href="{where}">{html.escape(attachment.name or attachment.url)}</a></p>'


def _summary(written: Object, content: str) -> str:
    """Return what is said before the text; the excerpt of an Article (FEP-b2b8) only repeats it."""
    if not written.summary:
        return ""
    summary = one_line(to_text(written.summary), _LONGEST_SUMMARY)
    if written.type in _FOLDED or written.sensitive:
        return summary
    return "" if _bare(to_text(content)).startswith(_bare(summary)) else summary


def _bare(text: str) -> str:
    return _between_words.sub("", text)


def _language(written: Object) -> str:
    spoken = written.language or ""
    return spoken if len(spoken) <= _LONGEST_LANGUAGE else ""


def _hashtags(written: Object) -> tuple[str, ...]:
    return tuple(tag.name for tag in written.hashtags)


def _cop(written: Object) -> str:
    return orjson.dumps(written.cop).decode() if written.cop else ""
