"""The page of a meeting: when and where, who comes, and what came of it."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import catching_up, meeting_notes, reached, timelines
from fedcop.community.practice import invitations, meetings, rsvps
from fedcop.community.practice.formats import FORMATS
from fedcop.community.practice.meetings import Comer
from fedcop.community.practice.rsvps import Answer, Wish
from fedcop.community.timelines import Line
from fedcop.errors import Gone, NotFound, Refused
from fedcop.federation.remote import lookup
from fedcop.markup import markdown
from fedcop.store.rows import GroupRow, MeetingRow, RsvpRow
from fedcop.values import ArtifactPin, Audience, Handle, host_of
from fedcop.web import telling
from fedcop.web.ask import Ask
from fedcop.web.pages import threads

_MISSING: Final = "There is no such meeting, or it is not for you."


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting as one reader sees it."""

    line: Line
    row: MeetingRow
    group: GroupRow | None
    mine: str  # what the reader answered
    own: bool  # whether the reader called it
    keeper: bool  # whether the reader lets people come
    agenda: Markup
    notes: Markup
    link: str
    link_later: bool

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/e/{self.line.post.id}"

    @property
    def open(self) -> bool:
        """Whether one may still say that one comes."""
        return self.row.state == "confirmed" and not meetings.is_over(self.row)

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return meetings.is_over(self.row)


async def show(ask: Ask) -> Response:
    """Show a meeting."""
    held = await find(ask)
    post = held.line.post
    await catching_up.look_at(ask.store, ask.viewer, post)
    after = threads.after(ask)
    thread = await timelines.thread(ask.store, ask.viewer, post.id, after)
    answer = await threads.may_answer(ask, post)
    replies = threads.followed(ask, thread, steward=held.keeper) if thread else []
    waiting = await _listed(ask, held, "asked") if held.keeper else []
    return await ask.page(
        "meeting.html",
        held=held,
        telling=telling,
        form_of=FORMATS.get(held.row.format),
        going=await _listed(ask, held, "going"),
        maybe=await _listed(ask, held, "maybe"),
        queue=await _listed(ask, held, "waiting"),
        asking=waiting,
        places=await places(ask, held.row, ours=bool(post.local)),
        outcomes=await _outcomes(ask, held),
        writes=ask.viewer is not None and await meeting_notes.may_write(ask.store, ask.me, post),
        thread=thread,
        reached=await reached.of_posts(ask.store, replies),
        nodes=await threads.nodes_of(ask, held.group),
        may_answer=answer,
        may=(ask.viewer.id if ask.viewer else 0, held.keeper, bool(answer), 0),
    )


async def come(ask: Ask) -> Response:
    """Say that one comes."""
    return await _say(ask, "going")


async def may_come(ask: Ask) -> Response:
    """Say that one may come."""
    return await _say(ask, "maybe")


async def stay_away(ask: Ask) -> Response:
    """Say that one does not come after all."""
    held = await find(ask)
    await ask.do(rsvps.withdraw, ask.me, held.row.id)
    return ask.back(held.path)


async def let_come(ask: Ask) -> Response:
    """Let somebody come who asked to."""
    held = await find(ask)
    await ask.do(rsvps.let_come, ask.me, (await _asked(ask, held)).id)
    return ask.back(held.path)


async def turn_away(ask: Ask) -> Response:
    """Let somebody not come who asked to."""
    held = await find(ask)
    await ask.do(rsvps.turn_away, ask.me, (await _asked(ask, held)).id)
    return ask.back(held.path)


async def invite(ask: Ask) -> Response:
    """Invite somebody, of this node or another one."""
    held = await find(ask)
    if not held.open or held.mine != "going" or not held.line.post.local:
        raise Refused("Whoever comes to a meeting invites others to it.")
    if held.line.post.audience == Audience.NAMED:
        raise Refused("This is for those alone whom it names.")
    person = await lookup.find_by_handle(ask.site.reach, Handle.read(ask.form.line("whom")))
    thing = ArtifactPin(held.line.post.uri)
    number = held.line.post.community_id
    await ask.do(invitations.invite, ask.me, person, invitations.Ask("meeting", thing, number))
    return ask.go(held.path)


async def find(ask: Ask) -> Gathering:
    """Find the meeting in the address as whoever asks sees it. Raises NotFound and Gone."""
    number = ask.number("id")
    line = await timelines.post(ask.store, ask.viewer, number)
    if line is None:
        raise NotFound(_MISSING)
    if line.post.deleted:
        raise Gone("This meeting was taken back.")
    row = await meetings.find(ask.store, number)
    if row is None:
        raise NotFound(_MISSING)
    mine, keeper = "", False
    if ask.viewer is not None:
        said = await rsvps.find(ask.store, number, ask.me.id)
        mine = said.answer if said else ""
        keeper = bool(line.post.local) and await rsvps.may_arrange(ask.store, ask.me, line.post)
    own = ask.viewer is not None and ask.me.id == line.post.author_id
    comes = own or mine == "going" or row.join_mode == "external"
    return Gathering(
        line=line,
        row=row,
        group=await threads.community_of(ask, line.post),
        mine=mine,
        own=own,
        keeper=keeper,
        agenda=_agenda(ask, line),
        notes=_rendered(ask, row.notes),
        link=row.link if comes and (own or _is_shown(line, row)) else "",
        link_later=bool(row.link) or '"cop:online":true' in line.post.cop,
    )


async def places(ask: Ask, row: MeetingRow, *, ours: bool) -> list[tuple[str, int]]:
    """Count who comes from where, ours by the name of this organization."""
    host = host_of(ask.store.uris.origin)
    name = ask.site.settings.organization
    if ours:
        counted = await rsvps.count_hosts(ask.store, row.id)
    else:
        counted = meetings.organizations_of(row)
    return [(name if at in {"", host} else at, count) for at, count in counted]


def _is_shown(line: Line, row: MeetingRow) -> bool:
    """Whether a link may be seen by now; that of another program is known to all anyway."""
    told = row.join_mode == "external" or (not line.post.local and not line.post.cop)
    return told or meetings.shows_link(row)


async def _say(ask: Ask, wish: Wish) -> Response:
    held = await find(ask)
    await ask.do(rsvps.answer, ask.me, held.row.id, Answer(wish))
    return ask.back(held.path)


async def _asked(ask: Ask, held: Gathering) -> RsvpRow:
    """Find whose wish a form is about. Raises NotFound."""
    row = await rsvps.find_by_id(ask.store, ask.form.number("who"))
    if row is None or row.meeting_id != held.row.id:
        raise NotFound("Nobody of this number wants to come.")
    return row


async def _listed(ask: Ask, held: Gathering, answer: str) -> list[Comer]:
    """List who gave an answer, for those who are signed in."""
    if ask.viewer is None:
        return []
    return await rsvps.list_comers(ask.store, held.row.id, answer)


async def _outcomes(ask: Ask, held: Gathering) -> list[Line]:
    """Find what was made of a meeting."""
    found = await meeting_notes.list_outcomes(ask.store, held.line.post.uri)
    lines = await timelines.some(ask.store, ask.viewer, found)
    return [line for line in lines if not line.post.deleted]


def _agenda(ask: Ask, line: Line) -> Markup:
    """Show what is planned; one of another fedcop repeats when and where in its content."""
    post = line.post
    if not post.local and post.cop and post.source:
        return _rendered(ask, post.source)
    return Markup(post.content)  # noqa: S704 - sanitised when written


def _rendered(ask: Ask, text: str) -> Markup:
    said = markdown.render(text, lambda _: None, ask.store.uris.hashtag) if text else ""
    return Markup(said)  # noqa: S704 - sanitised by `render`
