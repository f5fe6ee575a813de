"""Vocabulary to JSON, with its context: the only place that writes one.

An embedded document carries no context of its own, and bto and bcc are never written.
"""

from collections.abc import Iterator
from typing import Final

import orjson

from fedcop.activitypub.vocabulary import (
    JSON,
    Activity,
    Actor,
    Collection,
    Document,
    Item,
    Object,
    PublicKeyDocument,
    QuoteAuthorization,
    Relationship,
    Tombstone,
)
from fedcop.activitypub.writing_actors import actor_to, key_to
from fedcop.activitypub.writing_objects import (
    authorization_to,
    object_to,
    one_or_many,
    relationship_to,
    time,
    tombstone_to,
    written,
)

NAMESPACE: Final = "https://w3id.org/fedcop/ns#"

_ACTIVITYSTREAMS: Final = "https://www.w3.org/ns/activitystreams"
_SECURITY: Final = "https://w3id.org/security/v1"
_PROOFS: Final = "https://w3id.org/security/data-integrity/v1"
_KEYS: Final = "https://www.w3.org/ns/cid/v1"

_TERMS: Final[dict[str, JSON]] = {
    "cop": NAMESPACE,
    "lemmy": "https://join-lemmy.org/ns#",
    "removeData": "lemmy:removeData",
    "Lock": "lemmy:Lock",
    "ChooseAnswer": "https://join.piefed.social/ns#ChooseAnswer",
    "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
}
_OBJECT_TERMS: Final[dict[str, JSON]] = {
    **_TERMS,
    "toot": "http://joinmastodon.org/ns#",
    "sc": "http://schema.org#",
    "mz": "https://joinmobilizon.org/ns#",
    "sensitive": "as:sensitive",
    "Hashtag": "as:Hashtag",
    "Emoji": "toot:Emoji",
    "blurhash": "toot:blurhash",
    "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
    "votersCount": "toot:votersCount",
    "language": "sc:inLanguage",
    "identifier": "sc:identifier",
    "distinguished": "lemmy:distinguished",
    "commentsEnabled": "https://joinpeertube.org/ns#commentsEnabled",
    "joinMode": "mz:joinMode",
    "timezone": "mz:timezone",
    "eventStatus": "sc:eventStatus",
    "ical": "http://www.w3.org/2002/12/cal/ical#",
    "maximumAttendeeCapacity": "sc:maximumAttendeeCapacity",
    "participantCount": "mz:participantCount",
    "externalParticipationUrl": "mz:externalParticipationUrl",
    "isOnline": "mz:isOnline",
    "attendees": {"@id": "https://w3id.org/fep/8a8e/attendees", "@type": "@id"},
    "digestMultibase": {
        "@id": "https://w3id.org/security#digestMultibase",
        "@type": "https://w3id.org/security#multibase",
    },
    "size": "cop:size",
    "prov": "http://www.w3.org/ns/prov#",
    "history": {"@id": "https://w3id.org/fep/bad1/history", "@type": "@id"},
    "quote": {"@id": "https://w3id.org/fep/044f#quote", "@type": "@id"},
    "quoteAuthorization": {"@id": "https://w3id.org/fep/044f#quoteAuthorization", "@type": "@id"},
    "quoteUrl": "as:quoteUrl",
    "_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote",
    "gts": "https://gotosocial.org/ns#",
    "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
    "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
    "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
    "canLike": {"@id": "gts:canLike", "@type": "@id"},
    "canReply": {"@id": "gts:canReply", "@type": "@id"},
    "canAnnounce": {"@id": "gts:canAnnounce", "@type": "@id"},
    "always": {"@id": "gts:always", "@type": "@id"},
}
_QUOTE_TERMS: Final[dict[str, JSON]] = {
    "gts": "https://gotosocial.org/ns#",
    "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
    "interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
    "interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"},
}
_ACTOR_TERMS: Final[dict[str, JSON]] = {
    **_OBJECT_TERMS,
    "PropertyValue": "sc:PropertyValue",
    "value": "sc:value",
    "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
    "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
    "movedTo": {"@id": "as:movedTo", "@type": "@id"},
    "featured": {"@id": "toot:featured", "@type": "@id"},
    "discoverable": "toot:discoverable",
    "indexable": "toot:indexable",
    "suspended": "toot:suspended",
    "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
    "questionAnswer": "https://join.piefed.social/ns#questionAnswer",
    "moderators": {"@id": "lemmy:moderators", "@type": "@id"},
    "members": {"@id": "mz:members", "@type": "@id"},
    "webfinger": "https://purl.archive.org/socialweb/webfinger#webfinger",
    "implements": {"@id": "https://w3id.org/fep/844e/implements", "@type": "@id"},
}
CONTEXT: Final[list[JSON]] = [_ACTIVITYSTREAMS, _PROOFS, _TERMS]
OBJECT_CONTEXT: Final[list[JSON]] = [_ACTIVITYSTREAMS, _PROOFS, _OBJECT_TERMS]
QUOTE_CONTEXT: Final[list[JSON]] = [_ACTIVITYSTREAMS, _QUOTE_TERMS]
ACTOR_CONTEXT: Final[list[JSON]] = [_ACTIVITYSTREAMS, _SECURITY, _PROOFS, _KEYS, _ACTOR_TERMS]


def write(document: Document) -> dict[str, JSON]:
    """Write a document with its context."""
    return {"@context": _context(document), **_bare(document)}


def write_key(key: PublicKeyDocument) -> dict[str, JSON]:
    """Write a key that stands at its own address."""
    body = key_to(key)
    shown = body if isinstance(body, dict) else {"id": key.id}
    return {"@context": [_ACTIVITYSTREAMS, _SECURITY, _KEYS], **shown}


def to_bytes(value: dict[str, JSON]) -> bytes:
    """Turn a written document into the bytes that are stored, signed and sent."""
    return orjson.dumps(value)


def wrap(outer: dict[str, JSON], inner: bytes) -> bytes:
    """Turn a written activity into bytes with `inner`, untouched, as its object."""
    return orjson.dumps({**outer, "object": orjson.Fragment(inner)})


def _context(document: Document) -> list[JSON]:
    """Choose the shortest of our contexts that explains everything in a document."""
    kinds = set(_kinds(document))
    if Actor in kinds:
        return ACTOR_CONTEXT
    if QuoteAuthorization in kinds:
        return QUOTE_CONTEXT
    return OBJECT_CONTEXT if Object in kinds else CONTEXT


def _kinds(item: Item | None) -> Iterator[type]:
    if item is None or isinstance(item, str):
        return
    yield type(item)
    if isinstance(item, Activity):
        inside = (*item.objects, item.result, item.instrument)
    elif isinstance(item, Collection):
        inside = (*item.items, item.first)
    else:
        return
    for one in inside:
        yield from _kinds(one)


def _item(item: Item) -> JSON:
    return item if isinstance(item, str) else _bare(item)


def _bare(document: Document) -> dict[str, JSON]:
    """Write a document without its context."""
    match document:
        case Activity():
            return _activity(document)
        case Object():
            return object_to(document)
        case Actor():
            return actor_to(document)
        case Collection():
            return _collection(document)
        case _:
            return _what_is_left(document)


def _what_is_left(document: Tombstone | Relationship | QuoteAuthorization) -> dict[str, JSON]:
    if isinstance(document, Tombstone):
        return tombstone_to(document)
    if isinstance(document, QuoteAuthorization):
        return authorization_to(document)
    return relationship_to(document)


def _activity(value: Activity) -> dict[str, JSON]:
    """Write an activity; to and cc always stand there, since Lemmy refuses it without."""
    objects = [_item(one) for one in value.objects]
    ends = time(value.end_time)
    return written(
        {
            "id": value.id or None,
            "type": value.type,
            "actor": value.actor or None,
            "to": list(value.to),
            "cc": list(value.cc),
            "audience": one_or_many(value.audience),
            "object": objects[0] if len(objects) == 1 else objects or None,
            "target": value.target,
            "origin": value.origin,
            "result": None if value.result is None else _item(value.result),
            "instrument": None if value.instrument is None else _item(value.instrument),
            "inReplyTo": value.in_reply_to,
            "context": value.context,
            "name": value.name,
            "summary": value.summary,
            "content": value.content,
            "endTime": ends,
            # Lemmy before 1.0, Mbin and PieFed read `expires`.
            "expires": ends if value.type == "Block" else None,
            "removeData": value.remove_data or None,
            "published": time(value.published),
            "updated": time(value.updated),
        },
        value.cop,
    )


def _collection(value: Collection) -> dict[str, JSON]:
    """Write a collection; without a first page its items stand there even when there are none."""
    items = [_item(one) for one in value.items]
    return written(
        {
            "id": value.id or None,
            "type": value.type,
            "name": value.name,
            "attributedTo": one_or_many(value.attributed_to),
            "audience": one_or_many(value.audience),
            "partOf": value.part_of,
            "totalItems": value.total_items,
            "first": None if value.first is None else _item(value.first),
            "last": value.last,
            "prev": value.prev,
            "next": value.next,
            "orderedItems" if value.ordered else "items": (
                items if items or value.first is None else None
            ),
            "published": time(value.published),
            "updated": time(value.updated),
        },
        value.cop,
    )
