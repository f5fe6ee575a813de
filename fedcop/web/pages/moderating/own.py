"""What one reported, and what was decided about oneself."""

from starlette.responses import Response

from fedcop import clock
from fedcop.community import accounts, house_rules, modlog
from fedcop.community.moderating import appealing, casework, deciding
from fedcop.errors import FedcopError, NotFound
from fedcop.store.rows import DecisionRow
from fedcop.tongues import _
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.moderating import cases, words

_PAGE = 30
_MISSING = "There is no such decision, or it is not about you."


async def mine(ask: Ask) -> Response:
    """Show what somebody reported, and what became of it."""
    found = await casework.list_filed(ask.store, ask.me, ask.before() or 2**62, _PAGE + 1)
    lines = await cases.lines_of(ask, [row for row, _answers in found[:_PAGE]])
    answers = {row.id: [cases.said_in(step) for step in steps] for row, steps in found}
    return await ask.page(
        "reports_mine.html",
        lines=lines,
        answers=answers,
        more=found[_PAGE - 1][0].id if len(found) > _PAGE else 0,
        outcomes={act: _(text) for act, text in words.OUTCOMES.items()},
    )


async def show(ask: Ask) -> Response:
    """Show somebody what was decided about them, and why."""
    return await _show(ask, await _own(ask), "")


async def appeal(ask: Ask) -> Response:
    """Ask for another look."""
    return await _appeal(ask, await _own(ask), "")


async def show_by_link(ask: Ask) -> Response:
    """Show a decision to whoever has the link: somebody suspended cannot sign in."""
    row, key = await _linked(ask)
    return await _show(ask, row, key)


async def appeal_by_link(ask: Ask) -> Response:
    """Ask for another look by the link."""
    row, key = await _linked(ask)
    return await _appeal(ask, row, key)


async def _own(ask: Ask) -> DecisionRow:
    row = await modlog.find_decision(ask.store, ask.number("id"))
    if row is None or row.subject_id != ask.me.id:
        raise NotFound(_MISSING)
    return row


async def _linked(ask: Ask) -> tuple[DecisionRow, str]:
    row, key = await modlog.find_decision(ask.store, ask.number("id")), ask.word("key")
    if row is None or not deciding.opens(row, key):
        raise NotFound(_MISSING)
    return row, key


async def _appeal(ask: Ask, row: DecisionRow, key: str) -> Response:
    problems = Problems()
    try:
        await ask.do(appealing.appeal, row.subject_id, row.id, ask.form.text("text"))
    except FedcopError as error:
        problems.take(error, {"text": "text"})
    if problems:
        return await _show(ask, row, key, problems)
    return ask.go(f"/appeal/{row.id}" + (f"/{key}" if key else ""))


async def _show(ask: Ask, row: DecisionRow, key: str, problems: Problems | None = None) -> Response:
    asked = await appealing.find_about(ask.store, row)
    rules = await house_rules.name_rules(ask.store, row.community_id)
    problems = problems or Problems()
    group = await accounts.find(ask.store, row.community_id) if row.community_id else None
    response = await ask.page(
        "appeal.html",
        422 if problems else 200,
        row=row,
        said=_(words.YOURS[row.act]),
        rule=rules.get(row.rule_id, ""),
        group=group,
        asked=asked,
        state=_(words.APPEALS[asked.state]) if asked else "",
        until=row.created + deciding.APPEAL_MS,
        late=clock.now_ms() > row.created + deciding.APPEAL_MS,
        path=f"/appeal/{row.id}" + (f"/{key}" if key else ""),
        token=ask.guest_token() if ask.visitor is None else ask.signed.session.csrf,
        day=cases.day,
        form=ask.form if problems else Form(),
        problems=problems,
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
