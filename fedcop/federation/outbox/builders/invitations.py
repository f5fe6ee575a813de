"""InvitationSent, InvitationAnswered: Invite, and what is answered.

Who uses another program gets a message in words besides. A decline and an Ignore look alike to
others: who asked hears of a yes and of a maybe, and of nothing else but by silence or an Ignore.
"""

from dataclasses import dataclass
from html import escape
from typing import Final

from fedcop.activitypub.vocabulary import JSON, Activity, Mention, Object
from fedcop.community.practice import invitations
from fedcop.community.practice_events import InvitationAnswered, InvitationSent
from fedcop.federation import dialects
from fedcop.federation.outbox.append import Entry, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.markup.text import to_html
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_software
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow, EventRow, InvitationRow

_ANSWERS: Final = {
    invitations.ACCEPTED: "Accept",
    invitations.MAYBE: "TentativeAccept",
    invitations.DECLINED: "Ignore",
    invitations.IGNORED: "Ignore",
}
_ASKS: Final = {
    "review": "would like you to review",
    "answer": "thinks that you could answer",
    "meeting": "invites you to",
}


@dataclass(frozen=True, slots=True)
class _Invited:
    """An invitation with those between whom it is."""

    row: InvitationRow
    by: ActorRow
    person: ActorRow
    group: ActorRow | None


async def build_invite(outbound: Outbound, row: EventRow, event: InvitationSent) -> list[Entry]:
    """Ask somebody elsewhere, and let the community know who is asked."""
    found = await _find(outbound, event.invitation)
    if found is None or not found.by.local:
        return []
    by, person = found.by, found.person
    body, key = seal_bare(_invite(found)), pair_key(by.id, person.id)
    about = found.row.thing_uri
    to = (*lane_of(person), *lane_of(found.group))
    entries = [Entry(by.id, "Invite", about, key, 0, body, body, to)]
    if not person.local and not await _is_ours(outbound, person):
        message = seal_bare(await _message(outbound, row, found))
        entries.append(Entry(by.id, "Create", about, key, 0, message, message, lane_of(person)))
    return entries


async def build_answer(outbound: Outbound, row: EventRow, event: InvitationAnswered) -> list[Entry]:
    """Tell who asked, and the community, what one of ours answers."""
    found = await _find(outbound, event.invitation)
    if found is None or not found.person.local:
        return []
    verb = _ANSWERS.get(found.row.state)
    if verb is None:
        return []
    by, person = found.by, found.person
    group = (found.group.uri,) if found.group else ()
    said = Activity(
        type=verb,
        id=outbound.uris.activity(row.id),
        actor=person.uri,
        objects=(_invite(found),),
        to=(by.uri,),
        cc=group,
        published=row.created,
    )
    body, key = seal_bare(said), pair_key(by.id, person.id)
    to = (*lane_of(by), *lane_of(found.group))
    return [Entry(person.id, verb, found.row.thing_uri, key, 0, body, body, to)]


async def _find(outbound: Outbound, number: int) -> _Invited | None:
    row = await invitations.find(outbound.store, number)
    if row is None:
        return None
    by = await find_actor(outbound.store, row.by_id)
    person = await find_actor(outbound.store, row.person_id)
    group = await find_actor(outbound.store, row.community_id) if row.community_id else None
    return _Invited(row, by, person, group) if by and person else None


def _invite(found: _Invited) -> Activity:
    row = found.row
    terms: dict[str, JSON] = {
        "cop:kind": row.kind,
        "cop:revision": row.number,
        "cop:digest": row.digest,
    }
    group = (found.group.uri,) if found.group else ()
    return Activity(
        type="Invite",
        id=row.uri,
        actor=found.by.uri,
        objects=(row.thing_uri,),
        target=found.person.uri,
        to=(found.person.uri,),
        cc=group,
        audience=group,
        content=to_html(row.words) or None,
        published=row.created,
        cop={name: value for name, value in terms.items() if value},
    )


async def _is_ours(outbound: Outbound, person: ActorRow) -> bool:
    software = await find_software(outbound.store, person.host)
    return software.lower() == dialects.OURS


async def _message(outbound: Outbound, row: EventRow, found: _Invited) -> Activity:
    """Ask in words, and nobody else hears it."""
    by, person = found.by, found.person
    said = Object(
        type="Note",
        id=f"{by.uri}#invitations/{found.row.id}",
        attributed_to=(by.uri,),
        content=await _words(outbound, found),
        to=(person.uri,),
        mentions=(Mention(person.uri, f"@{person.name}@{person.host}"),),
        published=row.created,
    )
    name = outbound.uris.activity(f"{row.id}-words")
    return Activity("Create", name, by.uri, (said,), to=(person.uri,), published=row.created)


async def _words(outbound: Outbound, found: _Invited) -> str:
    row, by, person = found.row, found.by, found.person
    post = await find_post_by_uri(outbound.store, row.thing_uri)
    title = post.title if post is not None and post.title else "this"
    at = f" (revision {row.number})" if row.number else ""
    whom = f'<a href="{escape(person.uri)}" class="u-url mention">@{escape(person.name)}</a>'
    what = f"{escape(by.display or by.name, quote=False)} {_ASKS[row.kind]}"
    said = f"<p>{whom} {what} “{escape(title, quote=False)}”{at}.</p>"
    if row.words:
        said += f"<p>{escape(row.words, quote=False)}</p>"
    link = escape(row.thing_uri)
    return f'{said}<p><a href="{link}">{link}</a></p><p>Answer by a reply to it, or not at all.</p>'
