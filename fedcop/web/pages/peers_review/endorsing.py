"""Endorse a revision for a community or for the organization, or no longer."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from fedcop.community import accounts
from fedcop.community.practice import artifacts, endorsing, quorum, readable, reviews, stewarding
from fedcop.community.practice.endorsing import Votes, Word
from fedcop.community.practice.quorum import Tally
from fedcop.community.practice.review_words import POINTS, VERDICTS
from fedcop.community.practice.shelves import Place
from fedcop.errors import Conflict, FedcopError, Refused
from fedcop.store.rows import ActorRow, GroupRow, ReviewPointRow
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.peers_review import subject
from fedcop.web.pages.peers_review.subject import Subject

_MINE: Final = "organization"


@dataclass(frozen=True, slots=True)
class Case:
    """What speaks for endorsing a revision, and what against."""

    tallies: tuple[tuple[GroupRow, Tally, Votes], ...]
    unmended: tuple[ReviewPointRow, ...]
    organization: ActorRow | None


async def show(ask: Ask) -> Response:
    """Show what peers said, and ask why it is endorsed."""
    found = await _find(ask)
    return await _show(ask, found, Form(), Problems())


async def endorse(ask: Ask) -> Response:
    """Endorse what it says now, if that is what one has seen."""
    found, problems = await _find(ask), Problems()
    try:
        there = await _endorse(ask, found)
    except FedcopError as error:
        problems.add("", error.safe)
    if problems:
        return await _show(ask, found, ask.form, problems)
    return ask.go(there)


async def withdraw(ask: Ask) -> Response:
    """Endorse it no longer."""
    found = await _find(ask)
    row = await endorsing.find(ask.store, ask.form.number("endorsement"))
    if row is None or row.artifact_uri != found.row.uri:
        raise Conflict("This is no longer endorsed.")
    pin = endorsing.pin_of(row)
    organization = await _organization(ask, found)
    if organization is not None and row.endorser_id == organization.id:
        await ask.do(endorsing.withdraw, Word(organization, ask.me), pin)
        return ask.go(found.path)
    for group in found.looked_after:
        if group.actor.id == row.endorser_id:
            place = Place(group.actor, ask.me, ask.form.text("words"))
            await ask.do(stewarding.withdraw, place, pin)
            return ask.go(found.path)
    raise Refused("Only who endorses something takes it back.")


async def _endorse(ask: Ask, found: Subject) -> str:
    """Endorse it; returns where one sees that, or how many others it still takes."""
    pin, words = artifacts.pin_of(found.row), ask.form.text("words")
    if ask.form.number("number") != pin.number:
        raise Conflict("It says something else by now; read it anew, then endorse it.")
    if ask.form.line("community") == _MINE:
        organization = await _organization(ask, found)
        if organization is None:
            raise Refused("Only admins and stewards of this node speak for the organization.")
        await ask.do(endorsing.recommend, Word(organization, ask.me, words), pin)
        return found.path
    group = subject.chosen(ask, found)
    done = await ask.do(stewarding.endorse, Place(group.actor, ask.me, words), pin)
    return found.path if done or not group.actor.local else f"{found.path}/endorse"


async def _find(ask: Ask) -> Subject:
    found = await subject.find(ask)
    if not found.looked_after and await _organization(ask, found) is None:
        raise Refused("Only stewards, and admins for the organization, endorse.")
    return found


async def _organization(ask: Ask, found: Subject) -> ActorRow | None:
    """Find the organization, where an admin or a steward of this node asks."""
    if not ask.admin and not any(group.actor.local for group in found.looked_after):
        return None
    return await accounts.find_by_uri(ask.store, ask.store.uris.organization())


async def _show(ask: Ask, found: Subject, form: Form, problems: Problems) -> Response:
    pin = artifacts.pin_of(found.row)
    tallies = [
        (
            group,
            await quorum.tally_of(ask.store, group.actor, pin),
            await endorsing.votes_of(ask.store, group.actor.id, pin),
        )
        for group in found.looked_after
    ]
    case = Case(
        tuple(tallies),
        tuple(await reviews.list_unmended(ask.store, pin)),
        await _organization(ask, found),
    )
    return await ask.page(
        "endorse.html",
        422 if problems else 200,
        subject=found,
        silent=await readable.list_silent(ask.store, artifacts.pin_of(found.row)),
        case=case,
        form=form,
        problems=problems,
        verdicts=VERDICTS,
        points=POINTS,
    )
