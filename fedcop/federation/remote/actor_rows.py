"""Remote actors as rows of ours: text made safe, addresses held to their origin."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import orjson

from fedcop.activitypub.origin import check_inbox, origin, same_origin
from fedcop.activitypub.signatures.keys import KeyKind, PublicKey
from fedcop.activitypub.vocabulary import (
    ACTOR_TYPES,
    Actor,
    Attachment,
    ProfileField,
    PublicKeyDocument,
)
from fedcop.errors import Malformed, Refused
from fedcop.markup.sanitise import sanitise
from fedcop.markup.text import one_line, to_text
from fedcop.store.rows import ActorRow, CommunityRow, KeyRow
from fedcop.values import Audience, PostPolicy, host_of, is_remote_username

_LONGEST_DISPLAY: Final = 200
_LONGEST_DOMAIN: Final = 300
_LONGEST_ADDRESS: Final = 2048
_MOST_ALIASES: Final = 20
_MOST_KEYS: Final = 10
_MOST_DETAILS: Final = 16
_LONGEST_DETAIL: Final = 255
_VISIBILITIES: Final = {
    "public": Audience.PUBLIC,
    "unlisted": Audience.UNLISTED,
    "members": Audience.MEMBERS,
}
_POLICIES: Final = {
    "anyone": PostPolicy.ANYONE,
    "members": PostPolicy.MEMBERS,
    "stewards": PostPolicy.STEWARDS,
}


def actor_row(actor: Actor) -> ActorRow:
    """Translate an actor. Raises Refused when it would receive at another origin than its own."""
    found = check_inbox(actor)
    if not found.believed:
        raise Refused(found.reason)
    summary = sanitise(actor.summary or "")
    return ActorRow(
        id=0,
        uri=fit(actor.id),
        kind=actor.type if actor.type in ACTOR_TYPES else "Service",
        host=host_of(actor.id),
        name=_name(actor),
        display=one_line(actor.name or "", _LONGEST_DISPLAY),
        summary=summary,
        source=actor.source or "",
        url=_address(actor.url),
        icon=_picture(actor.icon),
        image=_picture(actor.image),
        inbox=fit(actor.inbox),
        shared_inbox=_own(actor.shared_inbox, actor),
        outbox=_own(actor.outbox, actor),
        followers=_own(actor.followers, actor),
        following=_own(actor.following, actor),
        featured=_own(actor.featured, actor),
        moderators=_own(actor.moderators, actor),
        locked=int(actor.manually_approves_followers),
        discoverable=int(actor.discoverable is not False),
        aliases=orjson.dumps(list(actor.also_known_as[:_MOST_ALIASES])).decode(),
        moved_to=_address(actor.moved_to),
        published=actor.published or 0,
        updated=actor.updated or 0,
        details=_details(actor.fields[:_MOST_DETAILS]),
        indexable=int(actor.indexable is not False),
    )


def practice_row(actor: Actor) -> CommunityRow | None:
    """Translate what a Group says of its practice; None for everybody else."""
    if actor.type != "Group":
        return None
    domain = actor.cop.get("cop:domain")
    charter = actor.cop.get("cop:charter")
    return CommunityRow(
        actor_id=0,
        domain=one_line(domain, _LONGEST_DOMAIN) if isinstance(domain, str) else "",
        charter=to_text(charter) if isinstance(charter, str) else "",
        post_policy=int(_post_policy(actor)),
        audience=int(_usual_audience(actor)),
        questions=int(bool(actor.question_answer)),
    )


def _post_policy(actor: Actor) -> PostPolicy:
    """Read who may write there; its own node has the last word."""
    if actor.posting_restricted_to_mods:
        return PostPolicy.STEWARDS
    return _POLICIES.get(_word(actor, "cop:postPolicy"), PostPolicy.ANYONE)


def _usual_audience(actor: Actor) -> Audience:
    """Read for whom a usual thread there is; a word we do not know is never taken for public."""
    word = _word(actor, "cop:visibility")
    return _VISIBILITIES.get(word, Audience.MEMBERS) if word else Audience.PUBLIC


def _word(actor: Actor, name: str) -> str:
    value = actor.cop.get(name)
    return value if isinstance(value, str) else ""


def key_rows(actor: Actor) -> tuple[KeyRow, ...]:
    """Translate the keys an actor shows in full and owns; those we cannot verify with are left."""
    found: dict[str, KeyRow] = {}
    for shown in actor.keys[:_MOST_KEYS]:
        row = key_row(shown, actor)
        if row is not None:
            found.setdefault(row.key_id, row)
    return tuple(found.values())


def key_row(key: PublicKeyDocument, actor: Actor) -> KeyRow | None:
    """Translate one key; None when it is not this actor's, or none of the kinds we verify."""
    if key.owner != actor.id or not same_origin(key.id, actor.id):
        return None
    try:
        public = _public(key)
    except Malformed:
        return None
    if public is None:
        return None
    text = public.to_pem() if public.kind is KeyKind.RSA else public.to_multibase()
    return KeyRow(0, fit(key.id), 0, str(public.kind), text)


def public_key(row: KeyRow) -> PublicKey:
    """Read the public half of a key that we keep. Raises Malformed."""
    if row.algorithm == KeyKind.RSA:
        return PublicKey.from_pem(row.public)
    return PublicKey.from_multibase(row.public)


def fit(uri: str) -> str:
    """Return an identifier that our indexes can hold. Raises Malformed."""
    if len(uri) > _LONGEST_ADDRESS or len(uri.encode()) > _LONGEST_ADDRESS:
        raise Malformed("id: it is longer than 2048 bytes")
    return uri


def _public(key: PublicKeyDocument) -> PublicKey | None:
    if key.pem:
        return PublicKey.from_pem(key.pem)
    return PublicKey.from_multibase(key.multibase) if key.multibase else None


def _name(actor: Actor) -> str:
    """Return the first half of the handle; of what is no handle, something that can be shown."""
    name = actor.preferred_username or ""
    if is_remote_username(name):
        return name
    last = urlsplit(actor.id).path.rstrip("/").rpartition("/")[2].lstrip("@")
    return last if is_remote_username(last) else origin(actor.id).rpartition("/")[2][:100]


def _own(uri: str | None, actor: Actor) -> str:
    """Return a collection of the actor; one at another origin could be anybody's."""
    return fit(uri) if uri and same_origin(uri, actor.id) else ""


def _details(fields: Sequence[ProfileField]) -> str:
    """Keep the lines of a profile, their HTML made safe."""
    lines = [[one_line(one.name, _LONGEST_DETAIL), sanitise(one.value), ""] for one in fields]
    return orjson.dumps(lines).decode()


def _address(uri: str | None) -> str:
    return uri or ""


def _picture(picture: Attachment | None) -> str:
    return picture.url if picture else ""
