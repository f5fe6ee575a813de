"""Limit or suspend a person from their own page, after a look at what that does."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.responses import Response

from fedcop.community.house import people
from fedcop.community.moderating import sanctions
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import LIMIT, SUSPEND, Judge
from fedcop.errors import Malformed, NotFound
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_FIELDS: Final = {"reason": "reason", "days": "days"}


def asking(act: str) -> Callable[[Ask], Awaitable[Response]]:
    """Make the page that shows what an act does to somebody."""

    async def show(ask: Ask) -> Response:
        return await _show(ask, act, Problems())

    return show


def doing(act: str) -> Callable[[Ask], Awaitable[Response]]:
    """Make what limits or suspends somebody."""

    async def do(ask: Ask) -> Response:
        actor = (await people.look_at(ask.store, ask.word("name"))).login[1]
        form = ask.form
        deed = Deed(
            act=act,
            reason=form.text("reason"),
            words=form.text("words"),
            days=form.number("days"),
        )
        try:
            await ask.do(sanctions.sanction, _judge(ask), actor.id, deed)
        except Malformed as error:
            problems = Problems()
            problems.take(error, _FIELDS)
            return await _show(ask, act, problems)
        return ask.go(f"/admin/people/{actor.name}")

    return do


async def release(ask: Ask) -> Response:
    """Let somebody act, or be shown to all, again."""
    actor = (await people.look_at(ask.store, ask.word("name"))).login[1]
    act = ask.form.line("act")
    if act not in {LIMIT, SUSPEND}:
        raise NotFound("There is nothing to take back.")
    await ask.do(sanctions.release, _judge(ask), actor.id, act)
    return ask.go(f"/admin/people/{actor.name}")


async def _show(ask: Ask, act: str, problems: Problems) -> Response:
    actor = (await people.look_at(ask.store, ask.word("name"))).login[1]
    return await framed(
        ask,
        "sanction",
        422 if problems else 200,
        problems=problems,
        act=act,
        actor=actor,
        reach=await sanctions.measure(ask.store, actor.id),
    )


def _judge(ask: Ask) -> Judge:
    return Judge(ask.me.id, ask.signed.account.role)
