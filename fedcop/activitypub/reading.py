"""Untrusted JSON to vocabulary.

This file and its `reading_` companions are the only place that asks "string, object or list?".
What cannot be read raises Malformed naming the property; optional properties that cannot be read
are ignored, as every patient peer does.
"""

from typing import Final

from fedcop.activitypub.reading_actors import actor_from, key_from
from fedcop.activitypub.reading_objects import (
    identifier,
    object_from,
    relationship_from,
    tombstone_from,
)
from fedcop.activitypub.reading_shapes import (
    addressees,
    count,
    instant,
    long_text,
    own,
    reference,
    references,
    several,
    text,
    uri,
)
from fedcop.activitypub.vocabulary import (
    ACTIVITY_TYPES,
    ACTOR_TYPES,
    COLLECTION_TYPES,
    JSON,
    OBJECT_TYPES,
    Activity,
    Actor,
    Collection,
    Document,
    Item,
    Object,
    PublicKeyDocument,
)
from fedcop.errors import Malformed

MAX_DEPTH: Final = 6
MAX_OBJECTS: Final = 50
MAX_ITEMS: Final = 2000
_NAMESPACES: Final = ("as:", "https://www.w3.org/ns/activitystreams#")
_SINGLES: Final = frozenset(("Tombstone", "Relationship"))
_KNOWN: Final = ACTIVITY_TYPES | ACTOR_TYPES | OBJECT_TYPES | COLLECTION_TYPES | _SINGLES


def read(value: JSON) -> Document:
    """Read any document. Raises Malformed."""
    return _document(_mapping(value), MAX_DEPTH)


def read_activity(value: JSON) -> Activity:
    """Read an activity that has an id, a type and an actor. Raises Malformed."""
    document = read(value)
    if not isinstance(document, Activity):
        raise Malformed(f"type: {document.type[:80]!r} is not an activity")
    if not document.id:
        raise Malformed("id: an activity must have one")
    if not document.actor:
        raise Malformed("actor: an activity must have one")
    return document


def read_actor(value: JSON) -> Actor:
    """Read an actor that has an id and an inbox. Raises Malformed."""
    document = read(value)
    if not isinstance(document, Actor):
        raise Malformed(f"type: {document.type[:80]!r} is not an actor")
    if not document.id:
        raise Malformed("id: an actor must have one")
    if not document.inbox:
        raise Malformed("inbox: an actor must have one")
    return document


def read_object(value: JSON) -> Object:
    """Read something written, which has an id. Raises Malformed."""
    document = read(value)
    if not isinstance(document, Object):
        raise Malformed(f"type: {document.type[:80]!r} is not an object we read")
    if not document.id:
        raise Malformed("id: an object must have one")
    return document


def read_collection(value: JSON) -> Collection:
    """Read a collection or one of its pages. Raises Malformed."""
    document = read(value)
    if not isinstance(document, Collection):
        raise Malformed(f"type: {document.type[:80]!r} is not a collection")
    return document


def read_key(value: JSON) -> Actor | PublicKeyDocument:
    """Read what stands at a keyId: the key alone, or its actor. Raises Malformed."""
    value = _mapping(value)
    if "publicKeyPem" in value or "publicKeyMultibase" in value:
        if key := key_from(value):
            return key
        raise Malformed("id: a key must have one")
    document = read(value)
    if not isinstance(document, Actor) or not document.id:
        raise Malformed("publicKey: neither a key nor an actor")
    return document


def read_reference(value: JSON) -> str:
    """Read the identifier a value stands for, whatever its shape. Raises Malformed."""
    found = reference(value)
    if found is None:
        raise Malformed("id: no identifier can be read")
    return found


def embedded(value: JSON) -> dict[str, JSON] | None:
    """Return the embedded object of an activity as it came, for the check of its own proof."""
    inner = value.get("object") if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else None


def _mapping(value: JSON) -> dict[str, JSON]:
    if not isinstance(value, dict):
        raise Malformed("document: it must be a JSON object")
    return value


def _kind(value: dict[str, JSON]) -> str:
    """Read type: the first we know, else the first there is."""
    found = value.get("type", value.get("@type"))
    if isinstance(found, str) and found in _KNOWN:
        return found
    named = [_bare(one) for one in several(found, MAX_OBJECTS) if isinstance(one, str) and one]
    if not named:
        raise Malformed("type: it must be a name or a list of names")
    return next((one for one in named if one in _KNOWN), named[0])


def _bare(kind: str) -> str:
    for namespace in _NAMESPACES:
        kind = kind.removeprefix(namespace)
    return kind[:100]


def _document(value: dict[str, JSON], depth: int) -> Document:
    kind = _kind(value)
    if kind in OBJECT_TYPES:
        return object_from(value, kind)
    if kind in ACTIVITY_TYPES:
        return _activity(value, kind, depth)
    if kind in ACTOR_TYPES:
        return actor_from(value, kind)
    if kind in COLLECTION_TYPES:
        return _collection(value, kind, depth)
    return _rarer(value, kind, depth)


def _rarer(value: dict[str, JSON], kind: str, depth: int) -> Document:
    """Read the two singular types, and an unknown type by the properties it has."""
    if kind == "Tombstone":
        return tombstone_from(value)
    if kind == "Relationship":
        return relationship_from(value)
    if "inbox" in value:
        return actor_from(value, kind)
    if "actor" in value:
        return _activity(value, kind, depth)
    return object_from(value, kind)


def _activity(value: dict[str, JSON], kind: str, depth: int) -> Activity:
    get = value.get
    return Activity(
        type=kind,
        id=identifier(value),
        actor=_actor(get("actor")),
        objects=_objects(get("object"), depth - 1),
        target=reference(get("target")),
        origin=reference(get("origin")),
        result=_optional(get("result"), depth - 1),
        instrument=_optional(get("instrument"), depth - 1),
        to=addressees(get("to")),
        cc=addressees(get("cc")),
        audience=addressees(get("audience")),
        in_reply_to=reference(get("inReplyTo")),
        context=reference(get("context")),
        name=text(get("name")),
        summary=long_text(get("summary")),
        content=long_text(get("content")),
        end_time=_first_instant(get("endTime"), get("expires")),
        remove_data=get("removeData") is True,
        published=instant(get("published")),
        updated=instant(get("updated")),
        cop=own(value),
        blind="bto" in value or "bcc" in value,
    )


def _actor(value: JSON) -> str:
    if value is None:
        return ""
    found = reference(value)
    if found is None:
        raise Malformed("actor: it must be an absolute http(s) address, or hold one as its id")
    return found


def _first_instant(preferred: JSON, otherwise: JSON) -> int | None:
    found = instant(preferred)
    return instant(otherwise) if found is None else found


def _objects(value: JSON, depth: int) -> tuple[Item, ...]:
    """Read what an activity is about; a text that is no address names nothing."""
    if value is None:
        return ()
    if isinstance(value, str):
        found = uri(value)
        return (found,) if found else ()
    if not isinstance(value, dict | list):
        raise Malformed("object: it must be an address, an object, or a list of these")
    items = [_item(one, depth, "object") for one in several(value, MAX_OBJECTS)]
    return tuple([one for one in items if one is not None])


def _item(value: JSON, depth: int, name: str) -> Item | None:
    """Read a reference or an embedded document; None when it is neither. Raises Malformed."""
    if not isinstance(value, dict):
        return uri(value)
    if depth < 0:
        raise Malformed(f"{name}: nested too deep")
    if "type" not in value or value["type"] == "Link":
        return reference(value)
    try:
        return _document(value, depth)
    except Malformed as error:
        raise Malformed(f"{name}.{error.safe}") from error


def _optional(value: JSON, depth: int) -> Item | None:
    """Read a reference or an embedded document, or nothing when it cannot be read."""
    if value is None:
        return None
    try:
        return _item(value, depth, "")
    except Malformed:
        return reference(value)


def _collection(value: dict[str, JSON], kind: str, depth: int) -> Collection:
    get = value.get
    listed = get("orderedItems")
    entries = several(get("items") if listed is None else listed, MAX_ITEMS)
    items = [_optional(one, depth - 1) for one in entries]
    return Collection(
        type=kind,
        id=identifier(value),
        items=tuple([one for one in items if one is not None]),
        total_items=count(get("totalItems")),
        first=_optional(get("first"), depth - 1),
        last=reference(get("last")),
        next=reference(get("next")),
        prev=reference(get("prev")),
        part_of=reference(get("partOf")),
        name=text(get("name")),
        attributed_to=references(get("attributedTo")),
        audience=addressees(get("audience")),
        published=instant(get("published")),
        updated=instant(get("updated")),
        cop=own(value),
    )
