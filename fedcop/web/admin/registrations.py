"""Who may join: the mode, the mail addresses, what newcomers agree to, who may invite."""

from typing import Final

from starlette.responses import Response

from fedcop.community import options as house_options
from fedcop.community.joining import deciding, mail_rules, modes, newcomers
from fedcop.errors import Malformed
from fedcop.tongues import N_, _
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems

MODES: Final = (
    (modes.CLOSED, N_("Nobody"), N_("Those who run the node make the accounts.")),
    (modes.INVITATION, N_("Whoever is invited"), N_("By links that expire and can be taken back.")),
    (modes.APPROVAL, N_("Whoever asks, and is let in"), N_("Moderators read a few words first.")),
    (modes.OPEN, N_("Everybody"), N_("Best with mail, so that addresses are proved.")),
)
_FIELDS: Final = {"domains": "mail_domains", "least_age": "least_age"}
_OLDEST: Final = 120
_LONGEST: Final = 2_000


async def show(ask: Ask) -> Response:
    """Show who may join now."""
    return await _page(ask, Problems())


async def change(ask: Ask) -> Response:
    """Decide anew who may join."""
    problems, form = Problems(), ask.form
    try:
        changed = _read(form)
    except Malformed as error:
        problems.take(error, _FIELDS)
        return await _page(ask, problems, form)
    for name in ("terms", "privacy"):
        if changed[name] and not str(changed[name]).startswith("https://"):
            problems.add(name, _("Write an address that begins with https://."))
    if problems:
        return await _page(ask, problems, form)
    await ask.do(modes.decide, ask.me.id, changed)
    ask.site.options.forget()
    return ask.go("/admin/registrations?done")


def _read(form: Form) -> dict[str, object]:
    """Read the form. Raises Malformed."""
    mode = form.line("mode")
    if mode not in modes.MODES:
        raise Malformed("mode: choose one")
    age = form.line("least_age") or "0"
    if not age.isdecimal() or int(age) > _OLDEST:
        raise Malformed("least_age: write a number of years, or nothing")
    return {
        "registrations": mode,
        "confirm_mail": "" if form.ticked("confirm_mail") else "no",
        "mail_domains": " ".join(mail_rules.domains_of(form.text("mail_domains")[:_LONGEST])),
        "mail_refused": " ".join(mail_rules.domains_of(form.text("mail_refused")[:_LONGEST])),
        "members_invite": form.ticked("members_invite"),
        "least_age": int(age),
        "terms": form.line("terms")[:_LONGEST],
        "privacy": form.line("privacy")[:_LONGEST],
    }


async def _page(ask: Ask, problems: Problems, form: Form | None = None) -> Response:
    settings = ask.site.settings
    options = await house_options.read_options(ask.store)
    return await framed(
        ask,
        "registrations",
        422 if problems else 200,
        problems=problems,
        form=form,
        options=options,
        mode=form.line("mode") if form else modes.mode_of(settings, options),
        modes=[(code, _(name), _(hint)) for code, name, hint in MODES],
        mails=settings.mails,
        issuers=settings.sign_on,
        confirms=newcomers.confirms(settings, options),
        waiting=await deciding.count_waiting(ask.store),
        done="done" in ask.request.query_params,
    )
