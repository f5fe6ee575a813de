"""What was asked of what is kept about people, with its reach; and how long what is kept."""

from typing import Final, NamedTuple

from starlette.responses import Response

from fedcop.community import accounts, privacy_requests, retention
from fedcop.community.erasing import ending
from fedcop.community.erasing.ending import Reach
from fedcop.community.offices import Right
from fedcop.errors import Malformed
from fedcop.store.rows import PrivacyRow
from fedcop.tongues import N_, _
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_PAGE: Final = 20
KINDS: Final = {"export": N_("all of it, to take along"), "erase": N_("deletion")}
STATES: Final = {
    "running": N_("under way"),
    "telling": N_("done here; other servers are being told"),
    "done": N_("done"),
}


class Asked(NamedTuple):
    """One thing that was asked, as it is shown."""

    row: PrivacyRow
    whom: str
    by: str
    reach: Reach


async def show(ask: Ask) -> Response:
    """Show what was asked, and the rules."""
    return await _show(ask, Problems())


async def keep(ask: Ask) -> Response:
    """Keep things longer or shorter from now on."""
    wanted = {rule.name: ask.form.number(rule.name) for rule in retention.RULES}
    try:
        await ask.do(retention.decide, ask.me.id, wanted)
    except Malformed as error:
        problems = Problems()
        problems.take(error, {rule.name: rule.name for rule in retention.RULES})
        return await _show(ask, problems)
    ask.site.options.forget()
    return ask.go("/admin/privacy?kept")


async def _show(ask: Ask, problems: Problems) -> Response:
    found = await privacy_requests.list_requests(ask.store, ask.before(), _PAGE + 1)
    asked = [
        Asked(
            row,
            actor.name if actor else str(row.actor_id),
            await _name(ask, row.by_id) if row.by_id != row.actor_id else "",
            await _reach(ask, row),
        )
        for row, actor in found[:_PAGE]
    ]
    looked = await retention.look(ask.store)
    return await framed(
        ask,
        "privacy",
        422 if problems else 200,
        problems=problems,
        asked=asked,
        more=found[_PAGE - 1][0].id if len(found) > _PAGE else 0,
        rules=[(one, _(one.rule.words)) for one in looked],
        due={
            one.rule.name: await retention.preview(ask.store, one.rule.name, one.days)
            for one in looked
        },
        fixed_rows=[
            (_(one.words), one.days, _(one.said) if one.said else "")
            for one in retention.fixed(ask.site.settings)
        ],
        kinds={code: _(said) for code, said in KINDS.items()},
        states={code: _(said) for code, said in STATES.items()},
        manages=ask.may(Right.MANAGE_PRIVACY),
        kept="kept" in ask.request.query_params,
    )


async def _reach(ask: Ask, row: PrivacyRow) -> Reach:
    told = row.kind == privacy_requests.ERASE and row.state != privacy_requests.RUNNING
    return await ending.reach_of(ask.store, row) if told else Reach()


async def _name(ask: Ask, number: int) -> str:
    actor = await accounts.find(ask.store, number) if number else None
    return actor.name if actor else _("the command line")
