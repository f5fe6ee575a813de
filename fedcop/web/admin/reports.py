"""Reports, appeals and rules, as those who look after the node see them."""

from typing import Final

from starlette.responses import Response

from fedcop.community import accounts, house_rules
from fedcop.community.moderating import appealing, casework, deciding
from fedcop.community.moderating.casework import Which
from fedcop.community.moderating.judges import Judge
from fedcop.community.offices import Right
from fedcop.errors import FedcopError
from fedcop.tongues import _
from fedcop.values import Handle
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.moderating import cases, words
from fedcop.web.pages.moderating.cases import Seat
from fedcop.web.pages.moderating.ruling import change_rules

_BASE: Final = "/admin/reports"
_PAGE: Final = 50
_VIEWS: Final = ("open", "mine", "resolved")


async def index(ask: Ask) -> Response:
    """Show the reports that wait, one's own, or those that are settled."""
    query = ask.request.query_params
    view = query.get("view", "open")
    view = view if view in _VIEWS else "open"
    chosen = {name: query.get(name, "").strip()[:260] for name in ("community", "peer", "category")}
    group = None
    if chosen["community"]:
        group = await accounts.find_by_name(ask.store, chosen["community"].lstrip("!@").lower())
    which = Which(
        state="resolved" if view == "resolved" else "open",
        assigned=ask.me.id if view == "mine" else 0,
        community=group.id if group else (-1 if chosen["community"] else 0),
        host=chosen["peer"].lower(),
        category=chosen["category"] if chosen["category"] in words.CATEGORIES else "",
        but=ask.me.id,
    )
    rows = await casework.list_cases(ask.store, which, ask.before() or 2**62, _PAGE + 1)
    return await framed(
        ask,
        "reports",
        view=view,
        lines=await cases.lines_of(ask, rows[:_PAGE]),
        more=rows[_PAGE - 1].id if len(rows) > _PAGE else 0,
        chosen=chosen,
        categories=[(code, _(text)) for code, text in words.CATEGORIES.items()],
        outcomes={act: _(text) for act, text in words.OUTCOMES.items()},
        appeals=len(await appealing.list_asked(ask.store, _seat(ask).judge)),
    )


async def show_case(ask: Ask) -> Response:
    """Show one report."""
    return await _show(ask, Problems())


async def take(ask: Ask) -> Response:
    """Take a report on, or hand it over."""
    return await cases.take_on(ask, _seat(ask), ask.number("id"))


async def note(ask: Ask) -> Response:
    """Note something for those who look after the node."""
    problems = await cases.annotate(ask, _seat(ask), ask.number("id"))
    return await _show(ask, problems) if problems else ask.go(f"{_BASE}/{ask.number('id')}")


async def settle(ask: Ask) -> Response:
    """Settle a report."""
    problems = await cases.settle(ask, _seat(ask), ask.number("id"))
    return await _show(ask, problems) if problems else ask.go(f"{_BASE}/{ask.number('id')}")


async def open_again(ask: Ask) -> Response:
    """Open a report again."""
    await ask.do(casework.reopen, _seat(ask).judge, ask.number("id"))
    return ask.go(f"{_BASE}/{ask.number('id')}")


async def take_back(ask: Ask) -> Response:
    """Take a decision back."""
    return await cases.take_back(ask, _seat(ask), ask.number("id"), ask_back(ask))


async def hand_over(ask: Ask) -> Response:
    """Make a link to a decision for somebody who cannot sign in and has no mail address."""
    path = await ask.do(deciding.make_link, _seat(ask).judge, ask.number("id"))
    link = ask.site.settings.origin + path
    return await framed(ask, "appeal_link", link=link, back=ask_back(ask))


async def list_appeals(ask: Ask) -> Response:
    """Show who asks for another look."""
    judge = _seat(ask).judge
    asked = await appealing.list_asked(ask.store, judge)
    done = await appealing.list_asked(ask.store, judge, appealing.UPHELD)
    done += await appealing.list_asked(ask.store, judge, appealing.OVERTURNED)
    return await framed(
        ask,
        "appeals",
        asked=[await _appeal(ask, one) for one in asked],
        done=[await _appeal(ask, one) for one in done],
        states={state: _(text) for state, text in words.APPEALS.items()},
        outcomes={act: _(text) for act, text in words.OUTCOMES.items()},
    )


async def show_appeal(ask: Ask) -> Response:
    """Show one appeal."""
    return await _show_appeal(ask, Problems())


async def answer(ask: Ask) -> Response:
    """Let a decision stand, or take it back."""
    problems, form = Problems(), ask.form
    judge, number = _seat(ask).judge, ask.number("id")
    try:
        given = form.line("verdict"), form.text("answer")
        await ask.do(appealing.answer_appeal, judge, number, *given)
    except FedcopError as error:
        problems.take(error, {"answer": "answer", "verdict": "verdict"})
    return await _show_appeal(ask, problems) if problems else ask.go("/admin/appeals")


async def rules(ask: Ask) -> Response:
    """Show the rules of the node."""
    return await _show_rules(ask, Problems())


async def rule(ask: Ask) -> Response:
    """Add, change, move or take back a rule."""
    problems = await change_rules(ask)
    return await _show_rules(ask, problems) if problems else ask.go("/admin/rules")


def ask_back(ask: Ask) -> str:
    """Say where somebody goes on after a decision was taken back."""
    report = ask.form.number("report")
    return f"{_BASE}/{report}" if report else _BASE


def _seat(ask: Ask) -> Seat:
    working = ask.may(Right.WORK_ON_REPORTS)
    judge = Judge(ask.me.id, ask.signed.account.role)
    return Seat(judge, _BASE, working=working, reporters=working)


async def _show(ask: Ask, problems: Problems) -> Response:
    seat = _seat(ask)
    case = await casework.open_case(ask.store, seat.judge, ask.number("id"))
    facts = await cases.facts_of(ask, seat, case)
    form = ask.form if problems else Form()
    status = 422 if problems else 200
    return await framed(ask, "report", status, **facts, form=form, problems=problems)


async def _show_appeal(ask: Ask, problems: Problems) -> Response:
    judge = _seat(ask).judge
    asked = await appealing.find_asked(ask.store, judge, ask.number("id"))
    names = await house_rules.name_rules(ask.store, asked.decision.community_id)
    return await framed(
        ask,
        "appeal",
        422 if problems else 200,
        asked=asked,
        one=await _appeal(ask, asked),
        rule=names.get(asked.decision.rule_id, ""),
        why_not=_(await appealing.why_not(ask.store, judge, asked.decision)),
        alone=await appealing.is_alone(ask.store, judge, asked.decision),
        working=ask.may(Right.WORK_ON_REPORTS),
        outcomes={act: _(text) for act, text in words.OUTCOMES.items()},
        states={state: _(text) for state, text in words.APPEALS.items()},
        names=await cases.names_of(ask, [asked.decision]),
        form=ask.form if problems else Form(),
        problems=problems,
    )


async def _appeal(ask: Ask, asked: appealing.Asked) -> tuple[appealing.Asked, str]:
    subject = await cases.find_actor(ask, asked.decision.subject_id)
    return asked, str(Handle(subject.name, subject.host)) if subject else ""


async def _show_rules(ask: Ask, problems: Problems) -> Response:
    return await framed(
        ask,
        "rules",
        422 if problems else 200,
        rules=await house_rules.list_rules(ask.store),
        may=ask.may(Right.MANAGE_SETTINGS),
        form=ask.form if problems else Form(),
        problems=problems,
    )
