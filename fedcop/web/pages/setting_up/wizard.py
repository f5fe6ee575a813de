"""The first run: a node that nobody owns is set up in a browser, step by step, then all at once."""

from typing import Final

from starlette.responses import Response

from fedcop.community import sessions
from fedcop.community.house import lights
from fedcop.community.setting_up import beginning
from fedcop.community.setting_up.beginning import HASH, Answers, NewKeys
from fedcop.community.setting_up.questions import CHECKS, FILE, NODE, REVIEW, STEPS, of_step
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.federation.keyring import make_keys
from fedcop.settings import Settings
from fedcop.tongues import _
from fedcop.web import session
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.guests import form_for_guest

_NAMES: Final = tuple(step.name for step in STEPS)
_SEAT_SECONDS: Final = 12 * 60 * 60
_LONGEST: Final = 100
_LIGHTS: Final = frozenset({"disk", "database", "inbox", "events", "version"})
# What each openness lets whom see: everybody's posts, those of members, and who may join in.
_SEEN: Final = (
    ("open", "everybody", "members", "any"),
    ("allowlist", "chosen", "members", "chosen"),
    ("closed", "web", "members", "here"),
)


async def show_link(ask: Ask) -> Response:
    """Ask for one press of a button before the link is used."""
    await beginning.require_link(ask.store, ask.word("token"))
    return await form_for_guest(ask, "setup/begin.html")


async def begin(ask: Ask) -> Response:
    """Let this browser set up the node."""
    seat = await ask.do(beginning.take_seat, ask.word("token"))
    response = ask.go("/setup")
    session.keep_seat(response, seat, _SEAT_SECONDS, ask.site.settings)
    return response


async def start(ask: Ask) -> Response:
    """Go on where it was left."""
    await _require_seat(ask)
    answers = await beginning.read_answers(ask.store)
    for step in STEPS:
        asked = [one.name for one in of_step(step.name, NODE) if not one.secret]
        if asked and not any(name in answers for name in asked):
            return ask.go(f"/setup/steps/{step.name if answers else CHECKS}")
    return ask.go(f"/setup/steps/{REVIEW}")


async def show(ask: Ask) -> Response:
    """Show the questions of a step."""
    await _require_seat(ask)
    return await _step(ask, await beginning.read_answers(ask.store), Problems())


async def keep(ask: Ask) -> Response:
    """Keep the answers of a step, and lead on to the next; the last one makes it all."""
    await _require_seat(ask)
    name = _name(ask)
    if name == REVIEW:
        return await _finish(ask)
    problems, known = Problems(), await beginning.read_answers(ask.store)
    given = {one.name: ask.form.line(one.name) for one in of_step(name, NODE) if not one.secret}
    for lower in ("owner", "community"):
        if lower in given:
            given[lower] = given[lower].lower()
    try:
        given |= await _hashed(ask, name, known, problems)
        if not problems and given:
            await ask.do(beginning.keep_answers, given)
    except Malformed as error:
        problems.take(error, {field: field for field in (*given, "password")})
    if problems:
        return await _step(ask, {**known, **given}, problems)
    return ask.go(f"/setup/steps/{_NAMES[_NAMES.index(name) + 1]}")


async def _hashed(ask: Ask, step: str, known: Answers, problems: Problems) -> Answers:
    """Hash the password of the owner to be; an empty one keeps what was chosen before."""
    if step != "owner":
        return {}
    typed, again = ask.form.secret("password"), ask.form.secret("again")
    if not typed and known.get(HASH):
        return {}
    if typed != again:
        problems.add("again", _("The two passwords differ."))
        return {}
    return {HASH: await ask.site.passwords.hash(typed), "locale": ask.tongue}


async def _finish(ask: Ask) -> Response:
    """Make everything at once, and sign the owner in."""
    answers = await beginning.read_answers(ask.store)
    uris, seal = ask.store.uris, ask.site.seal
    name = answers.get("community", "")
    try:
        keys = NewKeys(
            await make_keys(uris.person(answers.get("owner", "")), seal),
            await make_keys(uris.community(name), seal) if name else (),
        )
        owner = await ask.do(beginning.finish, answers, keys)
    except (Malformed, Refused) as error:
        problems = Problems()
        problems.take(error, {})
        return await _step(ask, answers, problems)
    ask.site.options.forget()
    agent = ask.request.headers.get("user-agent", "")
    begun = await ask.do(sessions.begin, owner.id, agent)
    response = ask.go("/admin")
    session.sign_in(response, begun.token, ask.site.settings)
    session.keep_seat(response, "", 0, ask.site.settings)
    return response


async def _step(ask: Ask, answers: Answers, problems: Problems) -> Response:
    name = _name(ask)
    place = _NAMES.index(name)
    settings = ask.site.settings
    shown = lights.lights_of(await ask.site.overview.get()) if name == CHECKS else []
    return await form_for_guest(
        ask,
        "setup/step.html",
        problems,
        steps=STEPS,
        step=STEPS[place],
        place=place,
        before=_NAMES[place - 1] if place else "",
        answers=answers,
        asked=of_step(name, NODE),
        told=[(one, *_in_file(settings, one.name)) for one in of_step(name, FILE)],
        lights=[light for light in shown if light.name in _LIGHTS],
        mails=settings.mails,
        seen=_SEEN,
        review=[
            (one, answers.get(one.name, ""))
            for step in STEPS
            for one in of_step(step.name, NODE)
            if not one.secret
        ],
        ready=bool(answers.get("owner") and answers.get(HASH)),
        has_password=bool(answers.get(HASH)),
    )


def _in_file(settings: Settings, name: str) -> tuple[str, str]:
    """Say what stands in fedcop.toml, and the line in which it would."""
    value = getattr(settings, name)
    if isinstance(value, tuple):
        line = ", ".join(f'"{one}"' for one in value)
        return ", ".join(value), f"{name} = [{line}]"
    return str(value), f'{name} = "{value}"'


def _name(ask: Ask) -> str:
    name = ask.word("step")
    if name not in _NAMES:
        raise NotFound("There is nothing here.")
    return name


async def _require_seat(ask: Ask) -> None:
    """Let nobody else set up the node. Raises NotFound."""
    token = session.seat_of(ask)
    await beginning.require_seat(ask.store, token if len(token) <= _LONGEST else "")
