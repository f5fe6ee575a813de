"""Actors and the keys they show, to JSON."""

from fedcop.activitypub.vocabulary import JSON, Actor, PublicKeyDocument
from fedcop.activitypub.writing_objects import (
    language,
    markdown,
    one_or_many,
    picture,
    tags,
    time,
    written,
)


def actor_to(value: Actor) -> dict[str, JSON]:
    """Write an actor without its context."""
    return written(
        {
            "id": value.id or None,
            "type": value.type,
            "preferredUsername": value.preferred_username,
            "webfinger": value.webfinger,
            "name": value.name,
            "summary": value.summary,
            "source": markdown(value.source),
            "url": value.url,
            "inbox": value.inbox or None,
            "outbox": value.outbox,
            "followers": value.followers,
            "following": value.following,
            "members": value.members,
            "featured": value.featured,
            **_stewards(value),
            "endpoints": {"sharedInbox": value.shared_inbox} if value.shared_inbox else None,
            **_keys(value.keys),
            "icon": picture(value.icon),
            "image": picture(value.image),
            "attachment": _fields(value),
            "tag": tags((), value.hashtags, value.emojis),
            "language": [language(one) for one in value.languages] or None,
            "manuallyApprovesFollowers": value.manually_approves_followers,
            "discoverable": value.discoverable,
            "indexable": value.indexable,
            "suspended": value.suspended or None,
            "postingRestrictedToMods": _only_group(value, known=value.posting_restricted_to_mods),
            "questionAnswer": value.question_answer,
            "sensitive": _only_group(value, known=value.sensitive),
            "alsoKnownAs": list(value.also_known_as) or None,
            "movedTo": value.moved_to,
            "generator": _generator(value.implements),
            "published": time(value.published),
            "updated": time(value.updated),
        },
        value.cop,
    )


def key_to(key: PublicKeyDocument) -> JSON:
    """Write a key: in full in the form it has, or only its address."""
    if key.multibase is not None:
        return written(
            {
                "id": key.id,
                "type": "Multikey",
                "controller": key.owner or None,
                "publicKeyMultibase": key.multibase,
            }
        )
    if key.pem is None:
        return key.id
    return written({"id": key.id, "owner": key.owner or None, "publicKeyPem": key.pem})


def _stewards(value: Actor) -> dict[str, JSON]:
    """Write the moderators collection twice for a Group: Lemmy reads attributedTo."""
    if value.type == "Group" and value.moderators:
        return {"attributedTo": value.moderators, "moderators": value.moderators}
    owners: list[JSON] = [{"type": "Person", "id": owner} for owner in value.attributed_to]
    named = owners if value.type == "Group" else one_or_many(value.attributed_to)
    return {"attributedTo": named or None, "moderators": value.moderators}


def _keys(keys: tuple[PublicKeyDocument, ...]) -> dict[str, JSON]:
    """Write PEM keys as publicKey (one bare: nobody reads a list well), the others beside it."""
    shown = [key_to(key) for key in keys if key.multibase is None]
    return {
        "publicKey": shown[0] if len(shown) == 1 else shown or None,
        "assertionMethod": [key_to(key) for key in keys if key.multibase is not None] or None,
    }


def _fields(value: Actor) -> JSON:
    return [
        {"type": "PropertyValue", "name": field.name, "value": field.value}
        for field in value.fields
    ] or None


def _only_group(value: Actor, *, known: bool) -> JSON:
    return known if known or value.type == "Group" else None


def _generator(implements: tuple[str, ...]) -> JSON:
    if not implements:
        return None
    return {"type": "Application", "implements": [{"href": one} for one in implements]}
