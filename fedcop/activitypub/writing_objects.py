"""What somebody wrote, and what hangs on it, to JSON."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from fedcop import clock
from fedcop.activitypub.vocabulary import (
    JSON,
    PUBLIC,
    Attachment,
    Emoji,
    Hashtag,
    Meeting,
    Mention,
    Object,
    Place,
    Poll,
    QuoteAuthorization,
    Relationship,
    Tombstone,
)

_SECOND: Final = 1000
_ALWAYS: Final = ("canLike", "canReply", "canAnnounce")


def written(
    properties: dict[str, JSON], cop: Mapping[str, JSON] = MappingProxyType({})
) -> dict[str, JSON]:
    """Leave out the properties that are absent, and add those of our own namespace as they are."""
    return {**{key: value for key, value in properties.items() if value is not None}, **cop}


def time(ms: int | None) -> str | None:
    """Write a time as peers read it, in UTC; the milliseconds only when there are any."""
    if ms is None:
        return None
    rest = ms % _SECOND
    seconds = clock.utc(ms - rest).isoformat(timespec="seconds").removesuffix("+00:00")
    return f"{seconds}.{rest:03}Z" if rest else f"{seconds}Z"


def one_or_many(values: tuple[str, ...]) -> JSON:
    """Write a single reference bare (Lemmy reads audience no other way), several as a list."""
    if not values:
        return None
    return values[0] if len(values) == 1 else list(values)


def markdown(source: str | None, *, part: bool = False) -> JSON:
    """Write what the author typed.

    Lemmy and PieFed show the source in place of `content` where its type is this very word. Of
    what says more than its source they are to show `content`, so its type says more there.
    """
    spelled = "text/markdown; variant=CommonMark" if part else "text/markdown"
    return None if source is None else {"content": source, "mediaType": spelled}


def language(tag: str) -> JSON:
    """Write a language in the form of Lemmy and PieFed, who require both properties."""
    return {"identifier": tag, "name": tag}


def picture(image: Attachment | None) -> JSON:
    """Write an icon, a banner or a thumbnail."""
    return None if image is None else _described(image, "url")


def attachment(value: Attachment) -> JSON:
    """Write a file or a link beside a text."""
    return _described(value, "href" if value.type == "Link" else "url")


def tags(
    mentions: Iterable[Mention] = (), hashtags: Iterable[Hashtag] = (), emojis: Iterable[Emoji] = ()
) -> JSON:
    """Write mentions, hashtags and emojis as one list."""
    found: list[JSON] = [
        written({"type": "Mention", "href": one.href, "name": one.name}) for one in mentions
    ]
    found += [
        written({"type": "Hashtag", "name": f"#{one.name}", "href": one.href}) for one in hashtags
    ]
    found += [
        {
            "type": "Emoji",
            "id": one.url,
            "name": f":{one.name}:",
            "icon": {"type": "Image", "url": one.url},
        }
        for one in emojis
    ]
    return found or None


def object_to(value: Object) -> dict[str, JSON]:
    """Write an object without its context."""
    spoken = value.language
    both = spoken is not None and value.content is not None
    return written(
        {
            "id": value.id or None,
            "type": value.type,
            "attributedTo": _authors(value),
            "to": list(value.to),
            "cc": list(value.cc),
            "audience": one_or_many(value.audience),
            "name": value.name,
            "summary": value.summary,
            "content": value.content,
            "contentMap": {spoken: value.content} if spoken and both else None,
            "mediaType": None if value.content is None else "text/html",
            "language": language(spoken) if spoken else None,
            "source": markdown(value.source, part=value.source_is_part),
            "preview": _preview(value.preview),
            "inReplyTo": value.in_reply_to,
            "context": value.context,
            "url": value.url,
            "tag": tags(value.mentions, value.hashtags, value.emojis),
            "attachment": [attachment(one) for one in value.attachments] or None,
            "image": picture(value.image),
            "replies": value.replies,
            "likes": value.likes,
            "shares": value.shares,
            "history": value.history,
            **_quote(value),
            "sensitive": value.sensitive,
            "distinguished": value.distinguished or None,
            "commentsEnabled": value.comments_enabled,
            "published": time(value.published),
            "updated": time(value.updated),
            **_poll(value.poll),
            **_meeting(value.meeting),
        },
        value.cop,
    )


def authorization_to(value: QuoteAuthorization) -> dict[str, JSON]:
    """Write that a post may quote another, without its context."""
    return {
        "id": value.id,
        "type": value.type,
        "attributedTo": value.attributed_to,
        "interactingObject": value.interacting_object,
        "interactionTarget": value.interaction_target,
    }


def tombstone_to(value: Tombstone) -> dict[str, JSON]:
    """Write a tombstone without its context."""
    return written(
        {
            "id": value.id or None,
            "type": value.type,
            "formerType": value.former_type,
            "deleted": time(value.deleted),
        },
        value.cop,
    )


def relationship_to(value: Relationship) -> dict[str, JSON]:
    """Write a relationship without its context."""
    return written(
        {
            "id": value.id or None,
            "type": value.type,
            "subject": value.subject,
            "relationship": value.relationship,
            "object": value.object,
            "content": value.content,
            "published": time(value.published),
        },
        value.cop,
    )


def _quote(value: Object) -> dict[str, JSON]:
    """Write what is quoted, in the words of each who shows it, and whether this may be."""
    # GoToSocial before 0.19.2 takes a policy that does not name something for a refusal of that.
    always: dict[str, JSON] = {name: {"always": [PUBLIC]} for name in _ALWAYS}
    policy: JSON = {"canQuote": {"automaticApproval": [PUBLIC]}, **always}
    return {
        "quote": value.quote,
        "quoteUrl": value.quote,
        "_misskey_quote": value.quote,
        "quoteAuthorization": value.quote_authorization,
        "interactionPolicy": policy if value.quotable else None,
    }


def _described(value: Attachment, where: str) -> JSON:
    return written(
        {
            "type": value.type,
            where: value.url,
            "mediaType": value.media_type,
            "name": value.name,
            "width": value.width,
            "height": value.height,
            "blurhash": value.blurhash,
            "focalPoint": list(value.focus) if value.focus else None,
            "digestMultibase": value.digest_multibase,
            "size": value.size,
            "cop:captions": [
                {"language": one.language, "url": one.url, "mediaType": one.media_type}
                for one in value.captions
            ]
            or None,
        }
    )


def _authors(value: Object) -> JSON:
    if not value.attributed_groups:
        return one_or_many(value.attributed_to)
    groups: list[JSON] = [{"type": "Group", "id": group} for group in value.attributed_groups]
    return [*value.attributed_to, *groups]


def _preview(content: str | None) -> JSON:
    return None if content is None else {"type": "Note", "content": content}


def _poll(poll: Poll | None) -> dict[str, JSON]:
    if poll is None:
        return {}
    options: list[JSON] = [
        {
            "type": "Note",
            "name": option.name,
            "replies": {"type": "Collection", "totalItems": option.votes},
        }
        for option in poll.options
    ]
    return {
        "anyOf" if poll.multiple else "oneOf": options,
        "endTime": time(poll.end_time),
        "closed": time(poll.closed),
        "votersCount": poll.voters,
    }


def _meeting(meeting: Meeting | None) -> dict[str, JSON]:
    if meeting is None:
        return {}
    return {
        "startTime": time(meeting.start_time),
        "endTime": time(meeting.end_time),
        "timezone": meeting.timezone,
        "joinMode": meeting.join_mode,
        "eventStatus": meeting.status,
        "ical:status": meeting.status,  # Mobilizon reads this one
        "maximumAttendeeCapacity": meeting.capacity,
        "participantCount": meeting.participants,
        "attendees": meeting.attendees,
        "externalParticipationUrl": meeting.external,
        "isOnline": meeting.online,
        "location": _place(meeting.place),
    }


def _place(place: Place | None) -> JSON:
    if place is None:
        return None
    return written(
        {"type": "Place", "name": place.name, "address": place.address, "url": place.url}
    )
