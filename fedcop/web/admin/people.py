"""The people of the node: found, and looked after one by one."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.responses import Response

from fedcop.community import accounts, offices
from fedcop.community.house import people
from fedcop.community.house.people import Hand, Wanted
from fedcop.community.moderating import sanctions
from fedcop.community.offices import Right
from fedcop.errors import Malformed
from fedcop.tongues import N_, _
from fedcop.web.admin.frame import asked, framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_PAGE: Final = 50
ROLES: Final = {
    "owner": N_("owner"),
    "admin": N_("admin"),
    "moderator": N_("moderator"),
    "auditor": N_("auditor"),
    "member": N_("member"),
}
STATES: Final = {
    "active": N_("active"),
    "disabled": N_("cannot sign in"),
    "suspended": N_("suspended"),
    "gone": N_("gone"),
}
_CAME: Final = {
    "lately": N_("in the last 30 days"),
    "earlier": N_("more than 30 days ago"),
    "never": N_("never"),
}


async def show(ask: Ask) -> Response:
    """List people, the oldest first."""
    role, state = asked(ask, "role"), asked(ask, "state")
    wanted = Wanted(
        asked(ask, "q").lstrip("@"),
        role if role in ROLES else "",
        state if state in STATES else "",
        ask.may(Right.MANAGE_PEOPLE),
    )
    after = asked(ask, "after")
    number = int(after) if after.isascii() and after.isdigit() and len(after) <= 18 else 0  # noqa: PLR2004
    found = await people.list_page(ask.store, wanted, number, _PAGE + 1)
    return await framed(
        ask,
        "people",
        found=found[:_PAGE],
        more=found[_PAGE - 1][1].id if len(found) > _PAGE else 0,
        wanted=wanted,
        **_words(),
    )


async def one(ask: Ask, problems: Problems | None = None) -> Response:
    """Show one person."""
    person = await people.look_at(ask.store, ask.word("name"))
    hand, role = _hand(ask), ask.signed.account.role
    authors = {note.author_id for note in person.notes}
    names = {number: await accounts.find(ask.store, number) for number in authors}
    return await framed(
        ask,
        "person",
        422 if problems else 200,
        problems=problems,
        person=person,
        account=person.login[0],
        actor=person.login[1],
        able=people.may_act_on(hand, person.login),
        given=[code for code in ROLES if offices.outranks(role, code)],
        came=_(_CAME[person.came]),
        holding=await sanctions.list_holding(ask.store, person.login[1].id),
        names=names,
        **_words(),
    )


async def change_role(ask: Ask) -> Response:
    """Give somebody another role."""
    person = await people.look_at(ask.store, ask.word("name"))
    await ask.do(people.change_role, _hand(ask), person.login[1].id, ask.form.line("role"))
    return ask.go(f"/admin/people/{person.login[1].name}")


def acting(
    verb: Callable[..., Awaitable[None]],
) -> Callable[[Ask], Awaitable[Response]]:
    """Make what a button does to somebody."""

    async def act(ask: Ask) -> Response:
        person = await people.look_at(ask.store, ask.word("name"))
        await ask.do(verb, _hand(ask), person.login[1].id)
        return ask.go(f"/admin/people/{person.login[1].name}")

    return act


async def annotate(ask: Ask) -> Response:
    """Note something about somebody."""
    person = await people.look_at(ask.store, ask.word("name"))
    try:
        await ask.do(people.annotate, _hand(ask), person.login[1].id, ask.form.text("note"))
    except Malformed as error:
        problems = Problems()
        problems.take(error, {"note": "note"})
        return await one(ask, problems)
    return ask.go(f"/admin/people/{person.login[1].name}")


def _hand(ask: Ask) -> Hand:
    return Hand(ask.me.id, ask.signed.account.role)


def _words() -> dict[str, Any]:  # facts for a template
    return {
        "roles": {code: _(said) for code, said in ROLES.items()},
        "states": {code: _(said) for code, said in STATES.items()},
    }
