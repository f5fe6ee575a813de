"""Who asked to join and waits: let them in, or turn them away, one or several at once."""

from starlette.responses import Response

from fedcop.community.joining import deciding
from fedcop.community.joining.deciding import Decision
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.federation.keyring import make_keys
from fedcop.tongues import _, ngettext
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_PAGE = 40  # a form has room for so many boxes
_LATEST = 20


async def show(ask: Ask) -> Response:
    """Show who waits, the longest waiting first."""
    return await _page(ask, Problems())


async def decide(ask: Ask) -> Response:
    """Let those in who were picked, or turn them away."""
    problems, form = Problems(), ask.form
    picked = [
        int(name[5:])
        for name in form.fields
        if name.startswith("pick-") and name[5:].isascii() and name[5:].isdigit()
    ][:_PAGE]
    act = form.line("act")
    if not picked or act not in {"approve", "refuse"}:
        problems.add("", _("Pick somebody first."))
        return await _page(ask, problems)
    decision = Decision(ask.me.id, form.text("words"), ask.site.settings.mails)
    count = 0
    for number in picked:
        try:
            await _decide_one(ask, act, decision, number)
            count += 1
        except (Malformed, NotFound, Refused) as error:
            problems.add("words" if isinstance(error, Malformed) else "", error.safe)
    if problems:
        return await _page(ask, problems)
    return ask.go(f"/admin/waiting?{'let' if act == 'approve' else 'refused'}={count}")


async def _decide_one(ask: Ask, act: str, decision: Decision, number: int) -> None:
    if act == "refuse":
        await ask.do(deciding.turn_down, decision, number)
        return
    row = await deciding.find_waiting(ask.store, number)
    keys = await make_keys(ask.store.uris.person(row.name), ask.site.seal)
    await ask.do(deciding.approve, decision, number, keys)


async def _page(ask: Ask, problems: Problems) -> Response:
    after = ask.request.query_params.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0  # noqa: PLR2004
    rows = await deciding.list_waiting(ask.store, number, _PAGE + 1)
    return await framed(
        ask,
        "waiting",
        422 if problems else 200,
        problems=problems,
        form=ask.form,
        rows=rows[:_PAGE],
        more=rows[_PAGE - 1].id if len(rows) > _PAGE else 0,
        latest=await deciding.list_admitted(ask.store, 2**62, _LATEST),
        mails=ask.site.settings.mails,
        told=_told(ask),
    )


def _told(ask: Ask) -> str:
    """Say what was just done."""
    query = ask.request.query_params
    count = query.get("let") or query.get("refused") or ""
    if not (count.isascii() and count.isdigit()) or len(count) > 4:  # noqa: PLR2004
        return ""
    number = int(count)
    if "let" in query:
        said = ngettext("%(num)s person was let in.", "%(num)s people were let in.", number)
    else:
        said = ngettext("%(num)s person was refused.", "%(num)s people were refused.", number)
    return said % {"num": number}
