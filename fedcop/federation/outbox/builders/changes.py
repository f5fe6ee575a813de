"""ChangeOffered, ChangeAnswered: a change for what somebody wrote, and what becomes of it.

The Offer carries what it would have the original say, so that it can be judged without a fetch.
"""

from typing import Final

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import JSON, Activity, Object
from fedcop.community import offering_back
from fedcop.community.offering_back import Offered
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import digest_of
from fedcop.community.practice_events import ChangeAnswered, ChangeOffered
from fedcop.errors import NotFound
from fedcop.federation.documents.facts import facts_of
from fedcop.federation.documents.practice import artifact
from fedcop.federation.outbox.append import Entry, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.markup.text import to_html
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, EventRow
from fedcop.values import ArtifactPin

_VERBS: Final = {
    offering_back.TALK: "TentativeAccept",
    offering_back.ACCEPTED: "Accept",
    offering_back.DECLINED: "Reject",
}


async def build_offer(outbound: Outbound, row: EventRow, event: ChangeOffered) -> list[Entry]:
    """Offer it to who wrote the original."""
    offered = await _find(outbound, event.offer)
    by, author = await _both(outbound, offered)
    if offered is None or by is None or author is None or not by.local or author.local:
        return []
    text = await _version(outbound, offered) or _text(offered, by, author)
    pin = ArtifactPin(offered.original.uri, offered.text.base, offered.text.base_digest)
    said = Activity(
        type="Offer",
        id=offered.row.uri,
        actor=by.uri,
        objects=(text,),
        target=offered.row.target_uri,
        to=(author.uri,),
        summary=to_html(offered.row.summary) or None,
        published=offered.row.created,
        cop={"cop:base": _pin(pin)},
    )
    body, key = await outbound.seal(by.id, said), pair_key(by.id, author.id)
    lanes = lane_of(author)
    return [Entry(by.id, "Offer", offered.row.target_uri, key, 0, body, body, lanes)]


async def build_answer(outbound: Outbound, row: EventRow, event: ChangeAnswered) -> list[Entry]:
    """Tell whoever offered it what becomes of it."""
    offered = await _find(outbound, event.offer)
    by, author = await _both(outbound, offered)
    if offered is None or by is None or author is None or by.local or not author.local:
        return []
    state = offered.row.state
    if state not in _VERBS:
        return []
    taken = state == offering_back.ACCEPTED
    said = Activity(
        type=_VERBS[state],
        id=outbound.uris.activity(row.id),
        actor=author.uri,
        objects=(Activity("Offer", offered.row.uri, by.uri, target=offered.row.target_uri),),
        to=(by.uri,),
        content=to_html(offered.row.answer) or None,
        result=paths.revision(offered.original.uri, offered.original.number) if taken else None,
        in_reply_to=offered.row.answer_uri or None,
        published=row.created,
    )
    body, key = seal_bare(said), pair_key(by.id, author.id)
    lanes = lane_of(by)
    return [Entry(author.id, _VERBS[state], offered.row.target_uri, key, 0, body, body, lanes)]


async def _find(outbound: Outbound, number: int) -> Offered | None:
    try:
        return await offering_back.find(outbound.store, number)
    except NotFound:
        return None


async def _both(
    outbound: Outbound, offered: Offered | None
) -> tuple[ActorRow | None, ActorRow | None]:
    """Read who offers, and who wrote the original."""
    if offered is None:
        return None, None
    by = await find_actor(outbound.store, offered.row.actor_id)
    return by, await find_actor(outbound.store, offered.post.author_id)


async def _version(outbound: Outbound, offered: Offered) -> Object | None:
    """Write the revision of a version just as it stands at its own address."""
    pin = ArtifactPin(offered.row.artifact_uri, offered.row.number, offered.row.digest)
    said = await artifacts.find_by_pin(outbound.store, pin) if pin.uri else None
    row = await artifacts.find(outbound.store, pin.uri) if said else None
    post = await find_post(outbound.store, row.id) if row else None
    facts = await facts_of(outbound.store, post) if post else None
    if said is None or row is None or facts is None or not facts.audience.open:
        return None
    return artifact.revision(facts, row, said, facts.author.uri)


def _text(offered: Offered, by: ActorRow, author: ActorRow) -> Object:
    """Write what somebody suggests, for who wrote the original alone."""
    said = offering_back.said_in(offered)
    terms: dict[str, JSON] = {
        "cop:kind": said.kind,
        "cop:fields": list(said.fields),
        **{f"cop:{name}": value for name, value in said.fields.items()},
        "cop:abstract": said.abstract,
        "cop:revision": max(1, offered.text.base),
        "cop:digest": digest_of(said),
    }
    return Object(
        type="Article",
        id=f"{offered.row.uri}#text",
        attributed_to=(by.uri,),
        name=said.title,
        source=said.source or None,
        language=said.language or None,
        to=(author.uri,),
        published=offered.row.created,
        cop={name: value for name, value in terms.items() if value},
    )


def _pin(pin: ArtifactPin) -> JSON:
    return {"id": pin.uri, "revision": pin.number, "digest": pin.digest}
