"""A question as one reader sees it: how it stands, which answer helped, what they may do."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from fedcop.community import harvesting, routing, timelines
from fedcop.community.policy_posts import may_accept
from fedcop.community.practice import newcomers, questions
from fedcop.community.timelines import Line, Thread
from fedcop.store.rows import PostRow, QuestionRow
from fedcop.tongues import N_, _, retell
from fedcop.web import bits
from fedcop.web.ask import Ask
from fedcop.web.words import span

_STATES: Final = {
    questions.OPEN: ("proposed", "clock", N_("Open")),
    questions.ANSWERED: ("endorsed", "check", N_("Answered")),
    questions.CLOSED: ("superseded", "cross", N_("Closed without an answer")),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the answer that helped if it is for the reader, and what they may say of it."""

    row: QuestionRow
    accepted: Line | None = None
    decides: bool = False
    mine: bool = False
    often: int = 0  # how often the reader answered questions like this one, with this

    @property
    def urgency(self) -> str:
        """How soon an answer would help, in words; nothing where there is no hurry."""
        waits = self.row.state == questions.OPEN and self.row.urgency != "later"
        return _(questions.URGENCIES.get(self.row.urgency, "")) if waits else ""

    @property
    def first(self) -> bool:
        """Whether somebody asks here for the first time."""
        return newcomers.is_first(self.row) and self.row.state == questions.OPEN

    @property
    def chip(self) -> Markup:
        """How it stands."""
        return chip(self.row)


def chip(row: QuestionRow) -> Markup:
    """Say how a question stands, with a sign and a word."""
    look, sign, word = _STATES[row.state]
    if row.state == questions.OPEN and not row.first_answer:
        word = N_("No answer yet")
    piece = Markup('<span class="chip s-{}">{}{}</span>')
    return piece.format(look, bits.icon(sign), _(word))


def welcome(row: QuestionRow) -> Markup:
    """Say that somebody asks here for the first time and waits, and how long they may."""
    if not newcomers.waits(row):
        return Markup()
    left = newcomers.left_ms(row)
    late = _("First question: it has waited for a day")
    soon = _("First question: answer it within %(wait)s")
    words = soon % {"wait": span(left)} if left > 0 else late
    return Markup('<span class="chip s-proposed">{}{}</span>').format(bits.icon("heart"), words)


async def question_of(ask: Ask, thread: Thread, *, steward: bool) -> Asked | None:
    """Say what a thread asks; None when it asks nothing."""
    start = thread.start.post
    if start.practice != questions.KIND or start.deleted:
        return None
    row = await questions.find(ask.store, start.id)
    if row is None:
        return None
    accepted = None
    if row.accepted_id:
        accepted = await timelines.post(ask.store, ask.viewer, row.accepted_id)
    me = ask.viewer
    decides = me is not None and bool(may_accept(me, start, steward=steward))
    mine = me is not None and me.id == start.author_id
    shown = accepted if accepted is not None and not accepted.post.deleted else None
    often = await _how_often(ask, thread) if not mine else 0
    return Asked(row, shown, decides, mine, often)


async def waiting_for(ask: Ask, limit: int) -> list[tuple[Line, str]]:
    """Find questions that whoever looks could answer, each with the reason we think so."""
    found = await routing.could_answer(ask.store, ask.me, limit)
    why = {one.question: one.why for one in found}
    lines = await timelines.some(ask.store, ask.viewer, list(why))
    return [(line, retell(why[line.post.id])) for line in lines if not line.post.deleted]


async def _how_often(ask: Ask, thread: Thread) -> int:
    """Count how often the reader answered such questions; 0 where it is not worth a word."""
    me = ask.viewer
    if me is None or all(line.post.author_id != me.id for line in thread.replies):
        return 0
    alike = await harvesting.own_answers_alike(ask.store, me, thread.start.post)
    return len(alike) + 1 if len(alike) + 1 >= harvesting.ENOUGH else 0


def below(asked: Asked | None, thread: Thread) -> dict[int, Markup]:
    """Say below which replies what stands: the mark of the one that helped, or a way to say so."""
    if asked is None:
        return {}
    there = f"/t/{asked.row.id}"
    pieces = {}
    for line in thread.replies:
        if line.post.deleted:
            continue
        if line.post.id == asked.row.accepted_id:
            pieces[line.post.id] = _marked(there, decides=asked.decides)
        elif asked.decides and line.post.author_id != _speaker(thread.start.post):
            piece = bits.act(f"{there}/accept/{line.post.id}", _("Accept this answer"), "check")
            pieces[line.post.id] = _below(piece)
    return pieces


def _marked(there: str, *, decides: bool) -> Markup:
    mark = Markup('<span class="chip s-endorsed">{}{}</span>').format(
        bits.icon("check"), _("Accepted answer")
    )
    undo = bits.act(f"{there}/unaccept", _("It did not help after all")) if decides else Markup()
    return _below(mark + undo)


def _below(piece: Markup) -> Markup:
    return Markup('<p class="verdict">{}</p>').format(piece)


def _speaker(start: PostRow) -> int:
    """Name whose replies are no answers: what the community says itself."""
    return start.community_id
