"""Who may speak about what: origins, and ownership after FEP-fe34.

Each check compares identifiers alone. Its finding is to believe the document, to fetch it from
its origin and believe only what comes back, or to refuse it.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from fedcop.activitypub.vocabulary import Activity, Actor, Object, PublicKeyDocument
from fedcop.errors import Malformed
from fedcop.values import host_of

_match_plain = re.compile(
    r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?:[/?#].*)?", re.DOTALL
).fullmatch
_PORTS: Final = {"http": ":80", "https": ":443"}


class Outcome(Enum):
    """What to do with a document."""

    BELIEVE = auto()
    REFETCH = auto()
    REFUSE = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome and, when it is not to believe, why."""

    outcome: Outcome
    reason: str = ""

    @property
    def believed(self) -> bool:
        """Whether the document may be taken at its word."""
        return self.outcome is Outcome.BELIEVE

    @property
    def refused(self) -> bool:
        """Whether the document is to be dropped."""
        return self.outcome is Outcome.REFUSE


BELIEVED: Final = Finding(Outcome.BELIEVE)


def origin(uri: str) -> str:
    """Return scheme, host and port of an identifier in one form. Raises Malformed."""
    if plain := _match_plain(uri):
        return plain[1]
    scheme, mark, _ = uri.partition("://")
    scheme = scheme.lower()
    if not mark or scheme not in _PORTS:
        raise Malformed(f"uri: {uri[:80]!r} is not a web address")
    return f"{scheme}://{host_of(uri).removesuffix(_PORTS[scheme])}"


def same_origin(one: str, other: str) -> bool:
    """Whether two identifiers share scheme, host and port."""
    try:
        return origin(one) == origin(other)
    except Malformed:
        return False


def check_signer(activity: Activity, signer: str) -> Finding:
    """Whether the actor whose signature was verified may send this activity.

    Somebody else's activity from another origin is a forwarded one: without a proof only what its
    origin says counts. Within one origin there is no reason to forward.
    """
    if not same_origin(activity.id, activity.actor):
        return _refuse("id: it is not at the origin of the actor")
    if activity.actor == signer:
        return BELIEVED
    if same_origin(activity.actor, signer):
        return _refuse("actor: it is not the signer")
    return _refetch("actor: it is not the signer, and there is no proof")


def check_written(activity: Activity) -> Finding:
    """Whether the actor of a Create or Update may say this of the object inside."""
    carried = activity.object
    if isinstance(carried, Actor):
        same = carried.id == activity.actor
        return BELIEVED if same else _refuse("object.id: it is not the actor itself")
    if not isinstance(carried, Object):
        return _refuse("object: nothing written stands there")
    # Without an id it has no origin, and is refused here too.
    if not same_origin(carried.id, activity.actor):
        return _refuse("object.id: it is not at the origin of the actor")
    if carried.author not in {"", activity.actor}:
        return _refuse("object.attributedTo: it is not the actor")
    return BELIEVED


def check_author(written: Object) -> Finding:
    """Whether an object that was fetched may name this author."""
    if not written.author:
        return _refuse("attributedTo: nobody is named")
    if not same_origin(written.id, written.author):
        return _refuse("attributedTo: it is at another origin than id")
    return BELIEVED


def check_fetched(final_url: str, document_id: str) -> Finding:
    """Whether the document that stood at the last URL of a fetch is the one it says it is.

    Another id of the same origin is fetched once, and then must stand at its own address.
    """
    if document_id and document_id == final_url.partition("#")[0]:
        return BELIEVED
    if same_origin(document_id, final_url):
        return _refetch("id: it differs from the address that answered")
    return _refuse("id: it is at another origin than the address that answered")


def check_relayed(relay: Activity, inner: Activity) -> Finding:
    """Whether a Group's word is enough for the activity it announces (without a proof inside)."""
    if not same_origin(inner.id, inner.actor):
        return _refuse("object.id: it is not at the origin of its actor")
    if same_origin(relay.actor, inner.actor):
        return BELIEVED
    return _refetch("object.actor: the group speaks for an actor of another origin")


def check_key(key_id: str, key: PublicKeyDocument, actor: Actor) -> Finding:
    """Whether a key belongs to an actor: each must name the other, at one origin."""
    if key.id != key_id:
        return _refuse("publicKey.id: it is not the key that was asked for")
    if key.owner != actor.id:
        return _refuse("publicKey.owner: it is not this actor")
    if not same_origin(key_id, actor.id):
        return _refuse("publicKey.id: it is at another origin than its owner")
    if not any(_is_same_key(shown, key) for shown in actor.keys):
        return _refuse("publicKey: the actor does not name it")
    return BELIEVED


def check_inbox(actor: Actor) -> Finding:
    """Whether an actor receives at its own origin; elsewhere it could point a flood at others."""
    if not same_origin(actor.inbox, actor.id):
        return _refuse("inbox: it is at another origin than id")
    return BELIEVED


def best_inbox(actor: Actor) -> str:
    """Return where an actor is to be reached: the shared inbox when it is at its own origin."""
    shared = actor.shared_inbox
    return shared if shared and same_origin(shared, actor.id) else actor.inbox


def check_moved(move: Activity, target: Actor) -> Finding:
    """Whether an actor may move to this target: only itself, and only when the target agrees."""
    if move.object_id != move.actor:
        return _refuse("object: an actor moves only itself")
    if move.target != target.id:
        return _refuse("target: it is not the actor that was fetched")
    if move.actor not in target.also_known_as:
        return _refuse("alsoKnownAs: the target does not name the actor")
    return BELIEVED


def _is_same_key(shown: PublicKeyDocument, key: PublicKeyDocument) -> bool:
    if shown.id != key.id:
        return False
    alone = shown.pem is None and shown.multibase is None
    return alone or (shown.pem == key.pem and shown.multibase == key.multibase)


def _refuse(reason: str) -> Finding:
    return Finding(Outcome.REFUSE, reason)


def _refetch(reason: str) -> Finding:
    return Finding(Outcome.REFETCH, reason)
