"""Untrusted JSON to what somebody wrote: notes, articles, events, polls, and what hangs on them."""

from typing import Final

from fedcop.activitypub.reading_shapes import (
    addressees,
    count,
    flag,
    instant,
    is_part,
    language,
    link,
    long_text,
    markdown,
    own,
    reference,
    several,
    text,
    uri,
)
from fedcop.activitypub.vocabulary import (
    JSON,
    PUBLIC,
    Attachment,
    Caption,
    Emoji,
    Hashtag,
    Meeting,
    Mention,
    Object,
    Place,
    Poll,
    PollOption,
    Relationship,
    Tombstone,
)
from fedcop.errors import Malformed

MAX_MENTIONS: Final = 50
MAX_TAGS: Final = 50
MAX_ATTACHMENTS: Final = 20
MAX_CAPTIONS: Final = 10
MAX_OPTIONS: Final = 20
MAX_AUTHORS: Final = 20
_TAGS_LOOKED_AT: Final = 500

_RECORDINGS: Final = frozenset(("Video", "Audio"))
_FILES: Final = frozenset(("Document", "Image", "Video", "Audio", "Link"))


def identifier(value: dict[str, JSON]) -> str:
    """Read the id of a document: the empty string when it has none. Raises Malformed."""
    found = value.get("id")
    if found is None:
        return ""
    read = uri(found)
    if read is None:
        raise Malformed("id: it must be an absolute http(s) address of at most 2048 characters")
    return read


def object_from(value: dict[str, JSON], kind: str) -> Object:
    """Read an object of this type. Raises Malformed."""
    get = value.get
    people, groups = _authors(get("attributedTo"))
    mentions, hashtags, emojis = tags(get("tag"))
    content, spoken = _content(value)
    return Object(
        type=kind,
        id=identifier(value),
        attributed_to=people,
        attributed_groups=groups,
        name=text(get("name")) or _mapped(get("nameMap")),
        content=content,
        summary=long_text(get("summary")),
        source=markdown(get("source")),
        source_is_part=is_part(get("source")),
        language=spoken,
        in_reply_to=reference(get("inReplyTo")),
        context=reference(get("context")),
        audience=addressees(get("audience")),
        to=addressees(get("to")),
        cc=addressees(get("cc")),
        mentions=mentions,
        hashtags=hashtags,
        emojis=emojis,
        attachments=attachments(get("attachment")) + _recording(get("url"), kind),
        image=picture(get("image") or (get("icon") if kind in _RECORDINGS else None)),
        url=link(get("url")),
        replies=reference(get("replies")),
        likes=reference(get("likes")),
        shares=reference(get("shares")),
        history=reference(get("history")),
        quote=_quote(value),
        quote_authorization=reference(get("quoteAuthorization")),
        quotable=_is_quotable(get("interactionPolicy")),
        preview=_preview(get("preview")),
        sensitive=get("sensitive") is True,
        distinguished=get("distinguished") is True,
        comments_enabled=flag(get("commentsEnabled")),
        published=instant(get("published")),
        updated=instant(get("updated")),
        poll=_poll(value) if "oneOf" in value or "anyOf" in value else None,
        meeting=_meeting(value) if kind == "Event" else None,
        cop=own(value),
        blind="bto" in value or "bcc" in value,
    )


def tombstone_from(value: dict[str, JSON]) -> Tombstone:
    """Read what is left of a deleted thing. Raises Malformed."""
    return Tombstone(
        id=identifier(value),
        former_type=text(value.get("formerType")),
        deleted=instant(value.get("deleted")),
        cop=own(value),
    )


def relationship_from(value: dict[str, JSON]) -> Relationship:
    """Read how two actors stand to each other. Raises Malformed."""
    get = value.get
    return Relationship(
        id=identifier(value),
        subject=reference(get("subject")),
        relationship=text(get("relationship"), 2048),
        object=reference(get("object")),
        content=long_text(get("content")),
        published=instant(get("published")),
        cop=own(value),
    )


def tags(value: JSON) -> tuple[tuple[Mention, ...], tuple[Hashtag, ...], tuple[Emoji, ...]]:
    """Sort tags into mentions, hashtags and emojis; the rest is ignored."""
    mentions: list[Mention] = []
    hashtags: list[Hashtag] = []
    emojis: list[Emoji] = []
    for tag in several(value, _TAGS_LOOKED_AT):
        if not isinstance(tag, dict):
            continue
        kind = tag.get("type")
        if kind == "Mention":
            if href := uri(tag.get("href")):
                mentions.append(Mention(href, text(tag.get("name"))))
        elif kind == "Hashtag":
            if name := (text(tag.get("name")) or "").lstrip("#"):
                hashtags.append(Hashtag(name, uri(tag.get("href"))))
        elif kind == "Emoji" and (emoji := _emoji(tag)):
            emojis.append(emoji)
    return tuple(mentions[:MAX_MENTIONS]), tuple(hashtags[:MAX_TAGS]), tuple(emojis[:MAX_TAGS])


def attachments(value: JSON) -> tuple[Attachment, ...]:
    """Read files and links beside a text."""
    if not value:
        return ()
    found = map(_attachment, several(value, MAX_ATTACHMENTS))
    return tuple([one for one in found if one])


def _recording(value: JSON, kind: str) -> tuple[Attachment, ...]:
    """Read what a Video or an Audio is of itself; of several sizes the smallest (PeerTube)."""
    if kind not in _RECORDINGS or not isinstance(value, list):
        return ()
    found: list[tuple[int, Attachment]] = []
    for one in value[:_TAGS_LOOKED_AT]:
        if not isinstance(one, dict) or not (where := uri(one.get("href"))):
            continue
        mime = text(one.get("mediaType"), 100) or text(one.get("mimeType"), 100) or ""
        if mime.startswith(("video/", "audio/")):
            wide, high = count(one.get("width")), count(one.get("height"))
            file = Attachment(kind, where, media_type=mime, width=wide, height=high)
            found.append((high or 0, file))
    return (min(found, key=lambda one: one[0])[1],) if found else ()


def picture(value: JSON) -> Attachment | None:
    """Read an icon or a banner; of several sizes the widest (PeerTube sends a list)."""
    if value is None:
        return None
    found = [_picture(one) for one in several(value, MAX_ATTACHMENTS)]
    return max((one for one in found if one), key=lambda one: one.width or 0, default=None)


def _picture(value: JSON) -> Attachment | None:
    if isinstance(value, str):
        return Attachment("Image", value) if uri(value) else None
    if not isinstance(value, dict) or not (
        where := link(value.get("url")) or link(value.get("href"))
    ):
        return None
    return _described(value, "Image", where)


def _attachment(value: JSON) -> Attachment | None:
    if not isinstance(value, dict):
        return None
    kind = value.get("type")
    where = uri(value.get("href")) or link(value.get("url"))
    if not isinstance(kind, str) or kind not in _FILES or where is None:
        return None
    return _described(value, kind, where)


def _described(value: dict[str, JSON], kind: str, where: str) -> Attachment:
    get = value.get
    return Attachment(
        type=kind,
        url=where,
        media_type=text(get("mediaType"), 100),
        name=text(get("name"), 1500),
        width=count(get("width")),
        height=count(get("height")),
        blurhash=text(get("blurhash"), 100),
        focus=_focus(get("focalPoint")),
        digest_multibase=text(get("digestMultibase"), 256),
        size=count(get("size")),
        captions=_captions(get("cop:captions")),
    )


def _captions(value: JSON) -> tuple[Caption, ...]:
    """Read where it stands what is said in a recording."""
    found: list[Caption] = []
    for one in several(value, MAX_CAPTIONS) if value else ():
        if isinstance(one, dict) and (where := uri(one.get("url"))):
            spoken = text(one.get("language"), 35) or ""
            found.append(Caption(where, spoken, text(one.get("mediaType"), 100) or "text/vtt"))
    return tuple(found)


def _focus(value: JSON) -> tuple[float, float] | None:
    """Read where to look; what is no place in the picture is left out."""
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - across and up
        return None
    x, y = value
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    return (float(x), float(y)) if max(abs(x), abs(y)) <= 1 else None


def _emoji(tag: dict[str, JSON]) -> Emoji | None:
    icon = picture(tag.get("icon"))
    name = (text(tag.get("name"), 100) or "").strip(":")
    return Emoji(name, icon.url) if icon and name else None


def _authors(value: JSON) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read attributedTo: its people, and apart from them its groups (PeerTube does so)."""
    if isinstance(value, str) and (one := uri(value)):
        return (one,), ()
    people: list[str] = []
    groups: list[str] = []
    entries = several(value, MAX_AUTHORS)
    for entry in entries:
        if found := (None if isinstance(entry, list) else reference(entry)):
            grouped = isinstance(entry, dict) and entry.get("type") == "Group"
            (groups if grouped else people).append(found)
    if entries and not people and not groups:
        raise Malformed("attributedTo: it names nobody that can be read")
    return tuple(people), tuple(groups)


def _content(value: dict[str, JSON]) -> tuple[str | None, str | None]:
    """Read content and its language; the language is the key of contentMap or a property."""
    content = long_text(value.get("content"))
    versions = value.get("contentMap")
    spoken = language(value.get("language")) or language(value.get("inLanguage"))
    if not isinstance(versions, dict) or not versions:
        return content, spoken
    if content is None:
        content = _mapped(versions)
    same = [key for key, version in versions.items() if version == value.get("content")]
    keys = same or list(versions)
    return content, language(keys[0]) if len(keys) == 1 or not spoken else spoken


def _mapped(versions: JSON) -> str | None:
    if not isinstance(versions, dict):
        return None
    return next((found for found in map(long_text, versions.values()) if found), None)


def _quote(value: dict[str, JSON]) -> str | None:
    for key in ("quote", "quoteUrl", "quoteUri", "_misskey_quote"):
        if key in value:
            return reference(value[key])
    return None


def _is_quotable(policy: JSON) -> bool:
    may = policy.get("canQuote") if isinstance(policy, dict) else None
    return PUBLIC in addressees(may.get("automaticApproval")) if isinstance(may, dict) else False


def _preview(value: JSON) -> str | None:
    return long_text(value.get("content")) if isinstance(value, dict) else None


def _poll(value: dict[str, JSON]) -> Poll | None:
    get = value.get
    multiple = get("oneOf") is None
    options = [_option(one) for one in several(get("anyOf" if multiple else "oneOf"), MAX_OPTIONS)]
    read = tuple([one for one in options if one])
    if not read:
        return None
    closed = instant(get("closed"))
    return Poll(read, multiple, instant(get("endTime")), closed, count(get("votersCount")))


def _option(value: JSON) -> PollOption | None:
    if not isinstance(value, dict) or not (name := text(value.get("name"))):
        return None
    replies = value.get("replies")
    votes = count(replies.get("totalItems")) if isinstance(replies, dict) else None
    return PollOption(name, votes or 0)


def _meeting(value: dict[str, JSON]) -> Meeting:
    get = value.get
    places = [_place(one) for one in several(get("location"), 5)]
    return Meeting(
        start_time=instant(get("startTime")),
        end_time=instant(get("endTime")),
        timezone=text(get("timezone"), 100),
        join_mode=text(get("joinMode"), 100),
        status=text(get("eventStatus"), 100) or text(get("ical:status"), 100),
        capacity=count(get("maximumAttendeeCapacity")),
        participants=count(get("participantCount")),
        attendees=reference(get("attendees")),
        external=uri(get("externalParticipationUrl")),
        online=flag(get("isOnline")),
        place=next((one for one in places if one), None),
    )


def _place(value: JSON) -> Place | None:
    if isinstance(value, str):
        return Place(url=value) if uri(value) else Place(name=text(value))
    if not isinstance(value, dict):
        return None
    address = value.get("address")
    if isinstance(address, dict):
        keys = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
        address = ", ".join([part for key in keys if (part := text(address.get(key)))])
    place = Place(text(value.get("name")), text(address) or None, link(value.get("url")))
    return place if place != Place() else None
