"""A meeting of ours as peers read it: an Event with all that programs know of one.

When and where is said in words as well: Mastodon shows a title, a summary and a link alone. Where
one meets online is not said: those who come are told.
"""

from dataclasses import replace
from html import escape
from typing import Final

from fedcop.activitypub.vocabulary import JSON, Object, Place
from fedcop.activitypub.vocabulary import Meeting as Wire
from fedcop.community.practice import repeating
from fedcop.community.practice.formats import FORMATS
from fedcop.community.practice.meetings import Meeting
from fedcop.federation.documents.facts import PostFacts
from fedcop.markup import markdown
from fedcop.markup.text import excerpt
from fedcop.store.rows import MeetingRow
from fedcop.uris import Uris

_STATUS: Final = {"confirmed": "CONFIRMED", "cancelled": "CANCELLED"}
_SUMMARY: Final = 480


def dress(thing: Object, facts: PostFacts, meeting: Meeting, uris: Uris) -> Object:
    """Make an Event of what was written."""
    row = meeting.row
    return replace(
        thing,
        type="Event",
        summary=_summary(facts, row),
        content=_content(facts, row, uris),
        context=row.series_uri or thing.context,
        preview=None,
        meeting=Wire(
            start_time=row.starts,
            end_time=row.ends,
            timezone=row.timezone or None,
            join_mode=row.join_mode,
            status=_STATUS.get(row.state, "CONFIRMED"),
            capacity=row.capacity or None,
            participants=meeting.going,
            attendees=f"{facts.post.uri}/attendees",
            external=row.link if row.join_mode == "external" else None,
            online=_online(row) and not row.place,
            place=Place(name=row.place, address=row.place) if row.place else None,
        ),
        cop={**thing.cop, **_terms(facts, meeting)},
    )


def when(row: MeetingRow) -> str:
    """Say in words when a meeting is, on the clocks of its own zone."""
    zone = row.timezone or "UTC"
    begins, ends = repeating.wall(row.starts, zone), repeating.wall(row.ends, zone)
    last = f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends.day} {ends:%B, %H:%M}"
    return f"{begins:%A} {begins.day} {begins:%B %Y, %H:%M}\N{EN DASH}{last} ({zone})"


def _online(row: MeetingRow) -> bool:
    """Whether its link is where people meet, and not only where they sign up."""
    return bool(row.link) and row.join_mode != "external"


def _terms(facts: PostFacts, meeting: Meeting) -> dict[str, JSON]:
    row, home = meeting.row, facts.author.uri.split("/")[2]
    hosts: list[JSON] = [[host or home, count] for host, count in meeting.organizations]
    terms: dict[str, JSON] = {
        "cop:kind": "event",
        "cop:format": row.format,
        "cop:rule": row.rule,
        "cop:series": row.series_uri,
        "cop:nth": row.nth,
        "cop:notes": row.notes,
        "cop:recording": row.recording,
        "cop:outcome": row.outcome_uri,
        "cop:maybe": meeting.maybe,
        "cop:organizations": hosts,
        "cop:online": _online(row),
    }
    return {name: value for name, value in terms.items() if value}


def _summary(facts: PostFacts, row: MeetingRow) -> str:
    label = FORMATS[row.format].label if row.format in FORMATS and row.format else "Meeting"
    state = "Cancelled" if row.state == "cancelled" else label
    said = f"{state} · {when(row)}"
    if row.place:
        said += f" · {row.place}"
    told = excerpt(facts.post.content, 200)
    return f"{said}. {told}"[:_SUMMARY] if told else said[:_SUMMARY]


def _content(facts: PostFacts, row: MeetingRow, uris: Uris) -> str:
    where = " · ".join(part for part in (row.place, "online" if _online(row) else "") if part)
    label = FORMATS[row.format].label if row.format in FORMATS and row.format else "Meeting"
    first = [label, "cancelled" if row.state == "cancelled" else ""]
    first += [facts.group.display or facts.group.name] if facts.group else []
    # GoToSocial shows the summary in place of the name, so the text says it too.
    parts = [f"<p><strong>{_safe(facts.post.title)}</strong></p>" if facts.post.title else ""]
    parts.append(f"<p><em>{_safe(' · '.join(filter(None, first)))}</em></p>")
    parts.append(f"<p><strong>When:</strong> {_safe(when(row))}</p>")
    if row.rule:
        began = repeating.wall(row.began or row.starts, row.timezone)
        words = repeating.words(repeating.read(row.rule), began)
        parts.append(f"<p><strong>Repeats:</strong> {_safe(words)}</p>")
    if where:
        parts.append(f"<p><strong>Where:</strong> {_safe(where)}</p>")
    parts.append(facts.post.content)
    if row.notes:
        parts.append("<h2>Notes</h2>")
        parts.append(markdown.render(row.notes, lambda _: None, uris.hashtag))
    if row.outcome_uri:
        link = escape(row.outcome_uri)
        parts.append(f'<p><strong>What came of it:</strong> <a href="{link}">{link}</a></p>')
    if row.state != "cancelled" and row.join_mode != "external":
        parts.append(
            "<p>Reply <strong>yes</strong>, <strong>no</strong> or <strong>maybe</strong>"
            " to say whether you come.</p>"
        )
    return "".join(parts)


def _safe(text: str) -> str:
    return escape(text, quote=False)
