"""One's own passkeys: made by a device, named, and taken away."""

from starlette.responses import Response

from fedcop.community import factors, passkeys
from fedcop.errors import Refused
from fedcop.tongues import _
from fedcop.web import ceremony
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.signing import entering
from fedcop.web.pages.signing.own_factors import PLACE, alone_here, show_papers


async def new_passkey(ask: Ask) -> Response:
    """Ask a device for a new passkey."""
    return await _form(ask, Problems())


async def keep_passkey(ask: Ask) -> Response:
    """Let somebody sign in with what their device made."""
    made = ceremony.read_new(ask)
    if made is None:
        wrong = _("Your device made no passkey, or it took too long. Try again.")
        return await _form(ask, Problems({"": wrong}))
    before = await factors.factors_of(ask.store, ask.me.id)
    try:
        await ask.do(passkeys.keep_key, ask.me.id, made)
    except Refused as error:
        problems = Problems()
        problems.take(error, {"name": "name"})
        return await _form(ask, problems)
    if before.papers:
        return await alone_here(ask, ask.go(f"{PLACE}?done=passkey"))
    return await show_papers(ask, await ask.do(factors.new_papers, ask.site.seal, ask.me.id))


async def forget_passkey(ask: Ask) -> Response:
    """Take one passkey away."""
    await ask.do(passkeys.end_key, ask.me.id, ask.form.number("passkey"))
    return await alone_here(ask, ask.go(f"{PLACE}?done=passkey-end"))


async def _form(ask: Ask, problems: Problems) -> Response:
    asked, made = ceremony.ask_for_new(ask, await passkeys.list_keys(ask.store, ask.me.id))
    facts = {"asked": asked, "made": made, "name": ask.form.line("name")}
    status = 422 if problems else 200
    page = await ask.page("passkey_new.html", status, problems=problems, **facts)
    return entering.let_script_run(ask, page)
