"""Untrusted JSON to actors and the keys they show."""

from typing import Final

from fedcop.activitypub.reading_objects import identifier, picture, tags
from fedcop.activitypub.reading_shapes import (
    flag,
    instant,
    language,
    link,
    long_text,
    markdown,
    own,
    reference,
    references,
    several,
    text,
    uri,
)
from fedcop.activitypub.vocabulary import JSON, Actor, ProfileField, PublicKeyDocument

MAX_FIELDS: Final = 50
MAX_KEYS: Final = 10
_MAX_PEM: Final = 10_000


def actor_from(value: dict[str, JSON], kind: str) -> Actor:
    """Read an actor of this type. Raises Malformed."""
    get = value.get
    moderators, owners = _moderators(value, kind)
    _, hashtags, emojis = tags(get("tag"))
    return Actor(
        type=kind,
        id=identifier(value),
        preferred_username=text(get("preferredUsername")),
        webfinger=text(get("webfinger")),
        name=text(get("name")),
        summary=long_text(get("summary")),
        source=markdown(get("source")),
        inbox=uri(get("inbox")) or "",
        shared_inbox=_shared_inbox(value),
        outbox=reference(get("outbox")),
        followers=reference(get("followers")),
        following=reference(get("following")),
        members=reference(get("members")),
        featured=reference(get("featured")),
        moderators=moderators,
        attributed_to=owners,
        url=link(get("url")),
        icon=picture(get("icon")),
        image=picture(get("image")),
        fields=_fields(get("attachment")),
        hashtags=hashtags,
        emojis=emojis,
        languages=_languages(get("language")),
        keys=_keys(value),
        manually_approves_followers=get("manuallyApprovesFollowers") is True,
        discoverable=flag(get("discoverable")),
        indexable=flag(get("indexable")),
        suspended=get("suspended") is True,
        posting_restricted_to_mods=get("postingRestrictedToMods") is True,
        question_answer=flag(get("questionAnswer")),
        sensitive=get("sensitive") is True,
        also_known_as=references(get("alsoKnownAs")),
        moved_to=reference(get("movedTo")),
        implements=_implements(get("generator")),
        published=instant(get("published")),
        updated=instant(get("updated")),
        cop=own(value),
    )


def key_from(value: JSON) -> PublicKeyDocument | None:
    """Read a key in either form, or the bare address of one."""
    if isinstance(value, str):
        return PublicKeyDocument(value) if uri(value) else None
    if not isinstance(value, dict) or not (name := uri(value.get("id"))):
        return None
    return PublicKeyDocument(
        id=name,
        owner=reference(value.get("owner")) or reference(value.get("controller")) or "",
        pem=text(value.get("publicKeyPem"), _MAX_PEM),
        multibase=text(value.get("publicKeyMultibase"), _MAX_PEM),
    )


def _keys(value: dict[str, JSON]) -> tuple[PublicKeyDocument, ...]:
    """Read publicKey, then those of assertionMethod that stand there in full."""
    shown = [key_from(one) for one in several(value.get("publicKey"), MAX_KEYS)]
    for entry in several(value.get("assertionMethod"), MAX_KEYS):
        key = key_from(entry)
        if key and key.multibase:
            shown.append(key)
    return tuple([key for key in shown if key])


def _shared_inbox(value: dict[str, JSON]) -> str | None:
    """Read it where it belongs, or at the top level where Discourse puts it."""
    endpoints = value.get("endpoints")
    inside = uri(endpoints.get("sharedInbox")) if isinstance(endpoints, dict) else None
    return inside or uri(value.get("sharedInbox"))


def _moderators(value: dict[str, JSON], kind: str) -> tuple[str | None, tuple[str, ...]]:
    """Read the moderators collection; a Group's attributedTo is it when it is a bare address."""
    named = reference(value.get("moderators"))
    attributed = value.get("attributedTo")
    if kind == "Group" and isinstance(attributed, str):
        return named or uri(attributed), ()
    return named, references(attributed)


def _fields(value: JSON) -> tuple[ProfileField, ...]:
    found = []
    for entry in several(value, MAX_FIELDS):
        if isinstance(entry, dict) and entry.get("type") == "PropertyValue":
            name, content = text(entry.get("name")), text(entry.get("value"), 5000)
            if name is not None and content is not None:
                found.append(ProfileField(name, content))
    return tuple(found)


def _languages(value: JSON) -> tuple[str, ...]:
    found = map(language, several(value, MAX_FIELDS))
    return tuple([one for one in found if one])


def _implements(generator: JSON) -> tuple[str, ...]:
    return references(generator.get("implements")) if isinstance(generator, dict) else ()
