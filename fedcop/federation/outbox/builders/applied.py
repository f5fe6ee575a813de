"""AdoptionProposed, AdoptionConfirmed: who applies something of ours in another program.

The first is a message with a link, for them alone; its secret is kept here as a hash. The second
is what the home of the artifact, and then its community, says of it to all.
"""

from html import escape

from fedcop import clock
from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Activity, Mention, Object
from fedcop.community.practice import adoptions, confirming
from fedcop.community.practice_events import AdoptionConfirmed, AdoptionProposed
from fedcop.federation.documents import addressing
from fedcop.federation.documents.practice.adoptions import terms_of
from fedcop.federation.outbox.append import Entry, ToStream, object_key, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries import applied_links, artifacts
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, AppliedLinkRow, EventRow, PostRow
from fedcop.values import Audience


async def build_proposed(outbound: Outbound, row: EventRow, event: AdoptionProposed) -> list[Entry]:
    """Send the link to who wrote the reply, once."""
    reply = await find_post(outbound.store, event.post)
    if reply is None or reply.deleted or await applied_links.find(outbound.store, reply.id):
        return []
    original = await find_post(outbound.store, reply.reply_to_id)
    artifact = await artifacts.find_artifact(outbound.store, reply.reply_to_id)
    person = await find_actor(outbound.store, reply.author_id)
    if original is None or artifact is None or original.deleted or person is None:
        return []
    speaker = await _speaker(outbound, original)
    if speaker is None or not lane_of(person):
        return []
    secret, link = await confirming.make(outbound.store, reply, artifact)
    said = Object(
        type="Note",
        id=f"{speaker.uri}#applied/{reply.id}",
        attributed_to=(speaker.uri,),
        content=_words(person, original, link, outbound.uris.applied(secret)),
        in_reply_to=reply.uri,
        to=(person.uri,),
        mentions=(Mention(person.uri, f"@{person.name}@{person.host}"),),
        published=row.created,
    )
    name, at = outbound.uris.activity(row.id), row.created
    whole = Activity("Create", name, speaker.uri, (said,), to=(person.uri,), published=at)
    body, key, to = seal_bare(whole), pair_key(speaker.id, person.id), lane_of(person)
    keeps = (applied_links.insert(link),)
    return [Entry(speaker.id, "Create", reply.uri, key, 0, body, body, to, keeps)]


async def build_confirmed(
    outbound: Outbound, row: EventRow, event: AdoptionConfirmed
) -> list[Entry]:
    """Add the reply to those who apply the artifact, with what its author confirmed."""
    reply = await find_post(outbound.store, event.post)
    applied = await adoptions.find(outbound.store, event.post)
    if reply is None or applied is None or reply.deleted:
        return []
    original = await find_post(outbound.store, reply.reply_to_id)
    if original is None or original.deleted:
        return []
    speaker = await _speaker(outbound, original)
    both = {Audience(reply.audience), Audience(original.audience)}
    if speaker is None or not all(audience.open for audience in both):
        return []
    to = addressing.of_word(speaker)
    said = Activity(
        type="Add",
        id=outbound.uris.activity(row.id),
        actor=speaker.uri,
        objects=(reply.uri,),
        target=paths.adoptions(original.uri),
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=row.created,
        cop=terms_of(adoptions.read(applied)),
    )
    body = await outbound.seal(speaker.id, said)
    group = await find_actor(outbound.store, original.community_id)
    key, lanes = object_key(reply.uri), lane_of(group)
    public = ToStream(speaker.id, Audience.PUBLIC)
    return [Entry(speaker.id, "Add", reply.uri, key, 0, body, body, (public, *lanes))]


async def _speaker(outbound: Outbound, original: PostRow) -> ActorRow | None:
    """Find who speaks of an artifact here: its community, or else who wrote it; or nobody."""
    for number in (original.community_id, original.author_id):
        actor = await find_actor(outbound.store, number) if number else None
        if actor is not None and actor.local and not actor.deleted:
            return actor
    return None


def _words(person: ActorRow, original: PostRow, link: AppliedLinkRow, address: str) -> str:
    whom = f'<a href="{escape(person.uri)}" class="u-url mention">@{escape(person.name)}</a>'
    title, where = escape(original.title, quote=False), escape(address)
    until = clock.utc(link.expires)
    return (
        f"<p>{whom} You say that you applied “{title}” (r{link.number}). Thank you!</p>"
        "<p>May it stand with the results there, with your name and your reply? Say so with one"
        f' tap, without an account:</p><p><a href="{where}">{where}</a></p>'
        f"<p>The link is for you alone, and works until {until.day} {until:%B %Y}. If you do"
        " nothing, nothing is recorded.</p>"
    )
