"""How a community of ours passes on what it is told: its Announce, around bytes left untouched."""

import orjson

from fedcop.activitypub import reading
from fedcop.activitypub.audience import names_blind
from fedcop.activitypub.vocabulary import Activity
from fedcop.errors import Malformed
from fedcop.federation.documents import addressing, facts
from fedcop.federation.documents.addressing import Addressing
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.queries import posts
from fedcop.store.queries.outbound import FROM_ORIGIN, find_sent
from fedcop.store.rows import ActorRow, EventRow
from fedcop.uris import Uris


async def find_facts(outbound: Outbound, number: int) -> PostFacts | None:
    """Read a post, a tombstone too, with all it takes to tell of it.

    What somebody else wrote we only pass on; of that, author and community are enough.
    """
    post = await posts.find_post(outbound.store, number)
    if post is None:
        return None
    read = facts.facts_of if post.local else facts.around
    return await read(outbound.store, post)


def announce(uris: Uris, group: ActorRow, row: EventRow, to: Addressing) -> Activity:
    """Begin the Announce of a community; what is announced is put in by the caller."""
    return Activity(
        type="Announce",
        id=uris.activity(f"{row.id}-announce"),
        actor=group.uri,
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=row.created,
    )


async def relayed(outbound: Outbound, group: ActorRow, row: EventRow, inner: bytes) -> bytes:
    """Announce what is said about the community itself, to all who follow it."""
    outer = announce(outbound.uris, group, row, addressing.of_word(group))
    return await outbound.wrap(group.id, outer, inner)


async def as_it_came(outbound: Outbound, row: EventRow, kind: str, *uris: str) -> bytes | None:
    """Read the bytes that an event followed from, where we may pass them on as they are.

    Not where they are of another kind or about something else (what is fetched on the way to
    something has that for its cause), where they were passed on to us, without a proof or inside
    an Announce (then nobody vouches for them), nor where they name somebody in bto or bcc.
    """
    sent = await find_sent(outbound.store, row.cause) if row.cause else None
    if sent is None or sent.kind != kind or sent.trust == FROM_ORIGIN:
        return None
    try:
        activity = reading.read_activity(orjson.loads(sent.body))
    except (Malformed, orjson.JSONDecodeError):
        return None
    if names_blind(activity) or _about(activity) not in uris:
        return None
    return sent.body


def carries_proof(body: bytes) -> bool:
    """Whether an activity can be believed without asking its origin."""
    value = orjson.loads(body)
    proof = value.get("proof")
    return isinstance(proof, dict) and proof.get("cryptosuite") == "eddsa-jcs-2022"


def _about(activity: Activity) -> str:
    """Name what an activity is about; what is undone stands one deeper."""
    inner = activity.object
    if activity.type == "Undo" and isinstance(inner, Activity):
        return inner.object_id
    return activity.object_id
