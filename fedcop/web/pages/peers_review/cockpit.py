"""What waits for the stewards of a community, each with one thing to do; and what is offered."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from fedcop.community import policy, timelines
from fedcop.community.practice import (
    artifacts,
    invitations,
    lifecycle,
    newcomers,
    offers,
    questions,
    quorum,
    reviews,
    stewarding,
)
from fedcop.community.practice.invitations import Ask as Asked
from fedcop.community.practice.invitations import Invited
from fedcop.community.practice.offers import Offered, Reply
from fedcop.community.practice.quorum import Tally
from fedcop.community.timelines import Line
from fedcop.errors import FedcopError, NotFound
from fedcop.federation.remote import lookup
from fedcop.store.rows import ActorRow, ArtifactRow, GroupRow
from fedcop.tongues import refusal
from fedcop.values import ArtifactPin, Handle
from fedcop.web import paths
from fedcop.web.answered import welcome
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import Seat
from fedcop.web.pages.communities import find as find_community

_ANSWERS: Final = {"accept": offers.ACCEPTED, "decline": offers.DECLINED, "review": offers.REVIEW}
_MOST_ASKED: Final = 5
_QUESTIONS: Final = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that is offered, and how its review stands."""

    offered: Offered
    line: Line
    row: ArtifactRow
    tally: Tally
    invited: tuple[Invited, ...]

    @property
    def fresh(self) -> bool:
        """Whether nobody reviews it yet."""
        return self.offered.row.state == offers.OPEN

    @property
    def waits(self) -> int:
        """Count who was asked and has not answered."""
        return sum(one.row.state in invitations.WAITING for one in self.invited)


async def show(ask: Ask) -> Response:
    """Show what waits."""
    group, seat = await _group(ask)
    waiting = await offers.list_waiting(ask.store, group.actor.id)
    found = [await _proposal(ask, group, one) for one in waiting]
    overdue = await lifecycle.list_overdue(ask.store, group.actor.id)
    passed = await lifecycle.list_passed(ask.store, group.actor.id)
    ready = await timelines.some(ask.store, ask.viewer, [row.id for row in passed])
    lines = await timelines.some(ask.store, ask.viewer, [row.id for row in overdue])
    span = (0, _QUESTIONS)
    page = await questions.list_open(ask.store, ask.me, group.actor.id, "unanswered", span)
    rows = {seen.post.id: row for seen, row in page.questions}
    asked = await timelines.some(ask.store, ask.viewer, list(rows))
    return await ask.page(
        "cockpit.html",
        group=group,
        seat=seat,
        rule=await reviews.rule_of(ask.store, group.actor.id) if group.actor.local else None,
        proposals=[one for one in found if one is not None and one.fresh],
        reviews=[one for one in found if one is not None and not one.fresh],
        passed=[line for line in ready if not line.post.deleted],
        overdue=[line for line in lines if not line.post.deleted],
        why={row.id: row.reason for row in overdue},
        questions=sorted(asked, key=lambda line: not newcomers.is_first(rows[line.post.id])),
        welcome={number: welcome(row) for number, row in rows.items()},
    )


async def set_rule(ask: Ask) -> Response:
    """Say what the community asks of a review."""
    group, _ = await _group(ask)
    form = ask.form
    asked = (form.number("reviewers"), form.number("organizations"), form.number("votes"))
    rule = reviews.Rule(group.actor.id, *asked, unnamed=int(form.ticked("unnamed")))
    await ask.do(reviews.ask_for, ask.me, group.actor, rule)
    return ask.go(f"{paths.of_actor(group.actor)}/steward")


async def show_offer(ask: Ask) -> Response:
    """Show what is offered, and what one can answer."""
    group, proposal = await _offer(ask)
    return await _show(ask, (group, proposal), Form(), Problems())


async def answer(ask: Ask) -> Response:
    """Ask for reviews, take it in, or decline it kindly."""
    group, proposal = await _offer(ask)
    problems = Problems()
    deed = ask.form.line("deed")
    try:
        if deed == "invite":
            await _invite(ask, group, proposal, problems)
        elif deed in _ANSWERS:
            reply = Reply(ask.me, _ANSWERS[deed], ask.form.text("answer"))
            await ask.do(stewarding.answer, proposal.offered.row, reply)
        else:
            problems.add("", "Choose what to do.")
    except FedcopError as error:
        problems.take(error, {"answer": "answer"})
    if problems:
        return await _show(ask, (group, proposal), ask.form, problems)
    return ask.go(f"{paths.of_actor(group.actor)}/steward")


async def _invite(ask: Ask, group: GroupRow, proposal: Proposal, problems: Problems) -> None:
    handles = ask.form.text("reviewers").replace(",", " ").split()[:_MOST_ASKED]
    if not handles:
        problems.add("reviewers", "Name at least one person, such as @rita@riverside.example.")
    people: list[ActorRow] = []
    for handle in handles:
        try:
            people.append(await lookup.find_by_handle(ask.site.reach, Handle.read(handle)))
        except FedcopError as error:
            problems.add("reviewers", f"{handle}: {refusal(error.safe)}")
    if problems:
        return
    row = proposal.row
    pin = ArtifactPin(row.uri, row.number, row.digest)
    for person in people:
        asked = Asked("review", pin, group.actor.id, ask.form.text("words"))
        await ask.do(invitations.invite, ask.me, person, asked)


async def _group(ask: Ask) -> tuple[GroupRow, Seat]:
    """Find the community in the address for one of its stewards. Raises Refused."""
    group, seat = await find_community(ask)
    policy.require(policy.may_steward(ask.me, group.actor, steward=seat.steward))
    return group, seat


async def _offer(ask: Ask) -> tuple[GroupRow, Proposal]:
    """Find what is offered to a community that somebody looks after. Raises NotFound, Refused."""
    group, _ = await _group(ask)
    for one in await offers.list_waiting(ask.store, group.actor.id):
        if one.row.id == ask.number("offer"):
            found = await _proposal(ask, group, one)
            if found is not None:
                return group, found
    raise NotFound("This waits for nobody any more.")


async def _proposal(ask: Ask, group: GroupRow, one: Offered) -> Proposal | None:
    row = await artifacts.find(ask.store, one.row.artifact_uri)
    line = await timelines.post(ask.store, ask.viewer, row.id) if row else None
    if row is None or line is None or line.post.deleted:
        return None
    tally = await quorum.tally_of(ask.store, group.actor, artifacts.pin_of(row))
    asked = await invitations.list_about(ask.store, row.uri, "review")
    return Proposal(one, line, row, tally, tuple(asked))


async def _show(
    ask: Ask, what: tuple[GroupRow, Proposal], form: Form, problems: Problems
) -> Response:
    group, proposal = what
    return await ask.page(
        "proposal.html",
        422 if problems else 200,
        group=group,
        proposal=proposal,
        form=form,
        problems=problems,
    )
