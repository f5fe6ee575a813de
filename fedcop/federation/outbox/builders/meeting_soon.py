"""MeetingSoon: those who come from elsewhere are told where one meets, each as their node reads it.

A fedcop node reminds its own people and only needs the link. Others get a message.
"""

from html import escape

from fedcop.activitypub.vocabulary import JSON, Activity, Mention, Object
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice.meetings import Comer
from fedcop.community.practice_events import MeetingSoon
from fedcop.federation import dialects
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.documents.practice.meetings import when
from fedcop.federation.outbox import relay
from fedcop.federation.outbox.append import Entry, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_software
from fedcop.store.rows import ActorRow, EventRow, MeetingRow


async def build(outbound: Outbound, row: EventRow, event: MeetingSoon) -> list[Entry]:
    """Tell each who comes from elsewhere; nothing of a meeting that is not ours."""
    facts = await relay.find_facts(outbound, event.post)
    meeting = await meetings.find(outbound.store, event.post)
    if facts is None or facts.post.deleted or not facts.author.local or meeting is None:
        return []
    entries = []
    for comer in await rsvps.list_comers(outbound.store, event.post, "going"):
        actor = await find_actor(outbound.store, comer.actor.id)
        if actor is None or actor.local or not lane_of(actor):
            continue
        software = await find_software(outbound.store, actor.host)
        key = outbound.uris.activity(f"{row.id}-soon-{actor.id}")
        if software.lower() == dialects.OURS:
            said = _where(key, facts, actor, (comer, meeting))
        else:
            said = _message(row, key, facts, (actor, meeting))
        if said is None:
            continue
        body, pair = seal_bare(said), pair_key(actor.id, facts.author.id)
        about, to = said.id, lane_of(actor)
        entries.append(Entry(facts.author.id, said.type, about, pair, 0, body, body, to))
    return entries


def _where(
    key: str, facts: PostFacts, actor: ActorRow, what: tuple[Comer, MeetingRow]
) -> Activity | None:
    """Say yes once more, with the link as it is now."""
    comer, meeting = what
    if not meeting.link or not comer.row.uri:
        return None
    joined = Activity("Join", comer.row.uri, actor.uri, (facts.post.uri,), to=(facts.author.uri,))
    terms: dict[str, JSON] = {"cop:link": meeting.link}
    author = facts.author.uri
    return Activity("Accept", key, author, (joined,), to=(actor.uri,), cop=terms)


def _message(
    row: EventRow, key: str, facts: PostFacts, what: tuple[ActorRow, MeetingRow]
) -> Activity:
    """Write to somebody, and to nobody else, where and when one meets."""
    actor, meeting = what
    said = Object(
        type="Note",
        id=f"{facts.author.uri}#reminders/{row.id}-{actor.id}",
        attributed_to=(facts.author.uri,),
        content=_words(facts, actor, meeting),
        to=(actor.uri,),
        mentions=(Mention(actor.uri, f"@{actor.name}@{actor.host}"),),
        published=row.created,
    )
    author = facts.author.uri
    return Activity("Create", key, author, (said,), to=(actor.uri,), published=row.created)


def _words(facts: PostFacts, actor: ActorRow, meeting: MeetingRow) -> str:
    name, page = escape(facts.post.title, quote=False), escape(facts.post.uri)
    whom = f'<a href="{escape(actor.uri)}" class="u-url mention">@{escape(actor.name)}</a>'
    said = f"<p>{whom} “{name}” begins soon: {escape(when(meeting), quote=False)}.</p>"
    if meeting.link:
        link = escape(meeting.link)
        said += f'<p>Where: <a href="{link}">{link}</a></p>'
    elif meeting.place:
        said += f"<p>Where: {escape(meeting.place, quote=False)}</p>"
    return f'{said}<p><a href="{page}">{page}</a></p>'
