"""Ask for another look, name a successor, withdraw: one reason each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from fedcop.community import posts
from fedcop.community.practice import lifecycle, stewarding
from fedcop.community.practice.shelves import Place
from fedcop.errors import FedcopError, Invalid, Refused
from fedcop.federation.remote import lookup
from fedcop.store.rows import PostRow
from fedcop.tongues import N_
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.peers_review import subject
from fedcop.web.pages.peers_review.subject import Subject

Do = Callable[[Ask, Subject], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody wants to do with an artifact, in words."""

    name: str  # the last part of the address
    title: str
    lead: str
    label: str
    button: str
    field: str = "reason"
    danger: bool = False


QUESTION: Final = Move(
    "doubt",
    N_("Ask for another look"),
    N_("It stays readable and keeps its endorsement; readers see that it needs review."),
    N_("What has changed, or what is wrong?"),
    N_("It needs review"),
)
SUPERSEDE: Final = Move(
    "supersede",
    N_("Something newer takes its place"),
    N_("It is endorsed no longer. Those who apply it are told where to look instead."),
    N_("The address of what takes its place"),
    N_("It takes its place"),
    field="successor",
)
WITHDRAW: Final = Move(
    "withdraw",
    N_("Withdraw it"),
    N_(
        "Its text goes, here and on every node that has a copy. What it takes to cite it stays,"
        " with your reason."
    ),
    N_("Why, for those who rely on it?"),
    N_("Withdraw it"),
    danger=True,
)


async def show_question(ask: Ask) -> Response:
    """Ask what is wrong."""
    return await _show(ask, QUESTION, await subject.for_stewards(ask), (Form(), Problems()))


async def question(ask: Ask) -> Response:
    """Say that it needs review."""
    return await _act(ask, QUESTION, _question)


async def show_supersede(ask: Ask) -> Response:
    """Ask what takes its place."""
    return await _show(ask, SUPERSEDE, await _own(ask), (Form(), Problems()))


async def supersede(ask: Ask) -> Response:
    """Let something else take its place."""
    return await _act(ask, SUPERSEDE, _supersede)


async def show_withdraw(ask: Ask) -> Response:
    """Ask why."""
    return await _show(ask, WITHDRAW, await _own(ask), (Form(), Problems()))


async def withdraw(ask: Ask) -> Response:
    """Take it back for good."""
    return await _act(ask, WITHDRAW, _withdraw)


async def _act(ask: Ask, move: Move, do: Do) -> Response:
    found = await (subject.for_stewards(ask) if move is QUESTION else _own(ask))
    problems = Problems()
    try:
        await do(ask, found)
    except FedcopError as error:
        problems.take(error, {move.field: move.field})
    if problems:
        return await _show(ask, move, found, (ask.form, problems))
    return ask.go(found.path)


async def _question(ask: Ask, found: Subject) -> None:
    group = subject.chosen(ask, found)
    place = Place(group.actor, ask.me, ask.form.text("reason"))
    await ask.do(stewarding.question, place, found.row.uri)


async def _supersede(ask: Ask, found: Subject) -> None:
    successor = await _successor(ask)
    if found.looked_after:
        group = subject.chosen(ask, found)
        place = Place(group.actor, ask.me, "")
        await ask.do(stewarding.supersede, place, found.row.uri, successor)
        return
    await ask.do(lifecycle.supersede, found.row, successor)


async def _withdraw(ask: Ask, found: Subject) -> None:
    reason = ask.form.text("reason")
    if not reason:
        raise Invalid("reason: say why, for those who rely on it")
    await ask.do(posts.remove, ask.me, found.row.id, reason)


async def _own(ask: Ask) -> Subject:
    """Find an artifact for its author, or for a steward. Raises Refused."""
    found = await subject.find(ask)
    if not found.looked_after and found.line.post.author_id != ask.me.id:
        raise Refused("Only who wrote it, or a steward, may do that.")
    return found


async def _successor(ask: Ask) -> str:
    """Find what takes its place by the address somebody gave: of its page here, or anywhere."""
    text = ask.form.line("successor")
    if not text:
        raise Invalid("successor: give an address")
    if text.startswith("/"):
        text = f"{ask.store.uris.origin}{text}"
    found = await lookup.find(ask.site.reach, text)
    if not isinstance(found, PostRow):
        raise Invalid("successor: this is no artifact")
    return found.uri


async def _show(ask: Ask, move: Move, found: Subject, filled: tuple[Form, Problems]) -> Response:
    form, problems = filled
    return await ask.page(
        "moving.html",
        422 if problems else 200,
        subject=found,
        move=move,
        form=form,
        problems=problems,
    )
