"""With whom this node speaks: its mode, what was decided about domains, and lists of those."""

from typing import Any, Final

from starlette.responses import Response

from fedcop.community import admission, peering
from fedcop.community.house import cutting, lists, ruling
from fedcop.community.house.cutting import Cut
from fedcop.errors import FedcopError, Malformed, NotFound
from fedcop.tongues import N_, _, ngettext
from fedcop.values import host_of
from fedcop.web.admin.frame import asked, framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_PAGE: Final = 100
_LARGEST: Final = 300_000
_FIELDS: Final = {"domain": "domain", "reason": "reason", "list": "list", "mode": "mode"}
MODES: Final = {
    "open": (N_("Open"), N_("It speaks with every other node, but for those that are blocked.")),
    "allowlist": (N_("Chosen nodes"), N_("It speaks with those nodes alone that are allowed.")),
    "closed": (N_("Closed"), N_("It speaks with no other node.")),
}
PARTS: Final = {
    "members": N_("Communities here that lose members"),
    "communities": N_("Communities elsewhere that people here are in"),
    "followers": N_("People here who lose followers"),
    "followed": N_("People elsewhere whom people here follow"),
    "mentors": N_("Mentors and mentees elsewhere"),
    "threads": N_("Communities elsewhere whose threads are copied here"),
}
RULES: Final = ("block", "limit", "allow", "lift")
_KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


async def show(ask: Ask) -> Response:
    """Show the mode and what was decided."""
    after = asked(ask, "after", 260)
    rules = await ruling.list_page(ask.store, after, _PAGE + 1)
    return await framed(
        ask,
        "federation",
        mode=await admission.read_mode(ask.store, ask.site.settings.federation_mode),
        modes=[(code, _(name), _(about)) for code, (name, about) in MODES.items()],
        rules=rules[:_PAGE],
        more=rules[_PAGE - 1].domain if len(rules) > _PAGE else "",
    )


async def ask_mode(ask: Ask, problems: Problems | None = None) -> Response:
    """Show what another mode would cut, and ask for the name of the node."""
    wanted = ask.form.line("mode") or asked(ask, "to")
    if wanted not in MODES:
        raise NotFound("There is no such mode.")
    usual = ask.site.settings.federation_mode
    before, after = await ruling.with_mode(ask.store, usual, wanted)
    cut = await cutting.preview(ask.store, before, after)
    return await framed(
        ask,
        "mode",
        problems=problems,
        wanted=wanted,
        name=_(MODES[wanted][0]),
        about=_(MODES[wanted][1]),
        same=before.mode == after.mode,
        **_shown(ask, cut),
    )


async def change_mode(ask: Ask) -> Response:
    """Federate in another mode, once its name was typed."""
    host = host_of(ask.site.settings.origin)
    if ask.form.line("confirm").strip().lower() != host:
        problems = Problems()
        problems.add("confirm", _("Write %(host)s, so that it is sure.") % {"host": host})
        return await ask_mode(ask, problems)
    await ask.do(peering.change_mode, ask.form.line("mode"), ask.me.id)
    ask.site.options.forget()
    return ask.go("/admin/federation")


async def ask_rule(ask: Ask, problems: Problems | None = None) -> Response:
    """Show what a decision about a domain would cut."""
    domain = ask.form.line("domain") or asked(ask, "domain", 260)
    action = ask.form.line("action") or asked(ask, "action")
    problems = problems or Problems()
    action = action if action in RULES else "block"
    cut, touched = Cut((), (), ()), None
    try:
        domain = peering.require_other(domain, host_of(ask.site.settings.origin))
        usual = ask.site.settings.federation_mode
        both = await ruling.with_rule(ask.store, usual, domain, action)
        cut = await cutting.preview(ask.store, *both)
        touched = await cutting.touch(ask.store, domain) if action == "limit" else None
    except FedcopError as error:
        problems.take(error, _FIELDS)
    return await framed(
        ask,
        "rule",
        422 if problems else 200,
        problems=problems,
        domain=domain,
        action=action,
        reason=ask.form.line("reason"),
        public=ask.form.line("public"),
        touched=_shown(ask, touched)["parts"] if touched else [],
        **_shown(ask, cut),
    )


async def decide(ask: Ask) -> Response:
    """Block or allow a domain, or take back what was decided."""
    form, domain = ask.form, ask.form.line("domain").strip().lower()
    if form.line("action") == "block" and form.line("confirm").strip().lower() != domain:
        problems = Problems()
        problems.add("confirm", _("Write %(host)s, so that it is sure.") % {"host": domain})
        return await ask_rule(ask, problems)
    said = (domain, form.line("reason"), form.line("public"), ask.me.id)
    try:
        if form.line("action") == "lift":
            await ask.do(peering.lift, domain, ask.me.id)
        elif form.line("action") == "allow":
            await ask.do(peering.allow, *said)
        elif form.line("action") == "limit":
            await ask.do(peering.limit, *said)
        else:
            await ask.do(peering.block, *said)
    except Malformed as error:
        problems = Problems()
        problems.take(error, _FIELDS)
        return await ask_rule(ask, problems)
    return ask.go("/admin/federation")


async def bring(ask: Ask) -> Response:
    """Show the form for a list."""
    return await framed(ask, "list_bring", listed=None, text="", action="block")


async def take(ask: Ask) -> Response:
    """Show what a list would do; take it up once that was seen."""
    text = ask.form.text("list")
    if given := ask.form.files.get("file"):
        text = given[:_LARGEST].decode("utf-8-sig", "replace")
    action = "allow" if ask.form.line("action") == "allow" else "block"
    problems, listed, cut = Problems(), None, Cut((), (), ())
    try:
        listed = lists.read(text, action, host_of(ask.site.settings.origin))
        if not listed.rules and not listed.left:
            problems.add("list", _("There is no domain in it."))
            listed = None
        elif ask.form.ticked("sure"):
            await ask.do(peering.take_list, listed.rules, ask.me.id)
            return ask.go("/admin/federation")
        usual = ask.site.settings.federation_mode
        if listed:
            both = await ruling.with_list(ask.store, usual, listed.rules)
            cut = await cutting.preview(ask.store, *both)
    except Malformed as error:
        problems.take(error, _FIELDS)
    facts = {"listed": listed, "text": text, "action": action}
    return await framed(
        ask, "list_bring", 422 if problems else 200, problems=problems, **facts, **_shown(ask, cut)
    )


async def export(ask: Ask) -> Response:
    """Give the blocks, or the allowances, as a list."""
    form = ask.word("form")
    if form not in lists.FORMS:
        raise NotFound("There is no list of this form.")
    action = "allow" if asked(ask, "of") == "allow" else "block"
    rules = lists.choose(await ruling.list_all(ask.store), action, form)
    headers = {"Content-Disposition": f'attachment; filename="{action}-list.{form}"'}
    return Response(lists.write(rules, form), media_type=_KINDS[form], headers=headers)


def _shown(ask: Ask, cut: Cut) -> dict[str, Any]:  # facts for a template
    parts = [
        (_(PARTS[part.name]), part, ngettext("%(num)s tie", "%(num)s ties", part.ties))
        for part in cut.parts
        if part.number
    ]
    return {"cut": cut, "parts": parts, "host": host_of(ask.site.settings.origin)}
