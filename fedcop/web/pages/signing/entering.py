"""The steps that all ways in share: the form of a guest, a second factor, a new session."""

from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from fedcop import clock
from fedcop.community import factors, sessions, spreading, steps
from fedcop.community.sessions import Means
from fedcop.community.sign_on import Vouched
from fedcop.community.steps import Step
from fedcop.store.rows import AccountRow, ActorRow
from fedcop.web import consent, csrf, sealed, session
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.headers import with_script

Login = tuple[AccountRow, ActorRow]

SECOND: Final = "second"
SECOND_PLACE: Final = "/signin/second"
_SCRIPT: Final = "passkey.js"


async def show_to_guest(
    ask: Ask, template: str, there: str, problems: Problems, **facts: object
) -> Response:
    """Show a form on the way in, made for this browser, whoever is signed in with it."""
    guest = session.mark_guest(ask)
    token = csrf.guest_token(guest, ask.site.settings.secret)
    if ask.visitor is not None:
        token = ask.visitor.session.csrf  # somebody else is about to sign in here
    status = 422 if problems else 200
    facts |= {"there": there, "form_token": token}
    response = await ask.page(template, status, problems=problems, **facts)
    session.keep_guest(response, guest, ask.site.settings)
    return unwatched(response, there)


def let_script_run(ask: Ask, response: Response) -> Response:
    """Let a page run the script that speaks with devices; it asks nobody over the network."""
    script = f"{ask.site.settings.origin}{ask.site.assets.url(_SCRIPT)}"
    response.headers.update(with_script(script, "'none'"))
    return response


def unwatched(response: Response, there: str) -> Response:
    """Let a window stay known to the app that opened it and waits for it to come back."""
    if there.startswith(consent.PLACE):
        response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


def quoted(there: str) -> str:
    """Write where somebody goes on, as a part of an address."""
    return quote(there, safe="/")


def means_of(who: Vouched) -> Means:
    """Say how somebody came in by an issuer."""
    return Means("sign-on+more" if who.strong else "sign-on", who.issuer, who.sid)


async def go_on(ask: Ask, login: Login, there: str) -> Response:
    """Go on after a password that was right: to the second factor, or in."""
    account = login[0].actor_id
    if not await factors.factors_of(ask.store, account):
        return await enter(ask, login, Means(), there)
    body = sealed.close(ask.site.seal, SECOND, {"there": there}).encode()
    token = await ask.do(steps.open_step, SECOND, account, body)
    response = ask.go(SECOND_PLACE)
    session.keep_step(response, token, ask.site.settings)
    return unwatched(response, there)


async def step_under_way(ask: Ask) -> tuple[Step, str] | None:
    """Find whose second factor is waited for, and where they go then."""
    step = await steps.find_step(ask.store, SECOND, session.step_of(ask))
    if step is None:
        return None
    there = sealed.unseal(ask.site.seal, SECOND, step.body.decode()).get("there", "")
    return (step, there) if there else None


async def enter(ask: Ask, login: Login, means: Means, there: str) -> Response:
    """Sign somebody in under a new session."""
    account, actor = login
    agent = ask.request.headers.get("user-agent", "")
    before = session.token_of(ask)
    begun = await ask.do(sessions.begin, account.actor_id, agent, before, means)
    if spreading.is_idle(account, clock.now_ms()):
        await spreading.rebuild(ask.store, actor)
    response = ask.go(there)
    session.sign_in(response, begun.token, ask.site.settings)
    return unwatched(response, there)
