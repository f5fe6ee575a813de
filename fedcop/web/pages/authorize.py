"""The page on which people let an app act for them."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from fedcop.community import apps, consent, oauth
from fedcop.community.oauth import Leave
from fedcop.errors import Ungranted
from fedcop.store.rows import AppRow
from fedcop.tongues import refusal
from fedcop.web import consent as words
from fedcop.web.ask import Ask
from fedcop.web.headers import HEADERS

_LONGEST_CODE: Final = 100
_POLICY: Final = "Content-Security-Policy"


async def show(ask: Ask) -> Response:
    """Ask somebody, once they are signed in, whether an app may act for them."""
    given = dict(ask.request.query_params)
    fields = words.unpacked(given["request"]) if "request" in given else words.kept(given)
    app = await consent.app_of(ask.store, words.wish_of(fields))
    try:
        leave = consent.leave_for(app, words.wish_of(fields))
    except Ungranted as error:
        return await _refuse(ask, app, fields, error)
    forced = words.is_forced(given)
    if ask.visitor is None or forced:
        again = "&again=1" if forced else ""
        return _unwatched(ask.go(f"/signin?next={words.packed(fields)}{again}"))
    return await _question(ask, leave, fields)


async def act(ask: Ask) -> Response:
    """Lead the app back with a code, or with a no."""
    fields = words.kept(ask.form.fields)
    app = await consent.app_of(ask.store, words.wish_of(fields))
    if ask.visitor is None:
        return _unwatched(ask.go(f"/signin?next={words.packed(fields)}"))
    try:
        leave = consent.leave_for(app, words.wish_of(fields))
        if not ask.form.ticked("allow"):
            raise Ungranted("access_denied", "The person said no.")
    except Ungranted as error:
        return await _refuse(ask, app, fields, error)
    by_hand = leave.redirect_uri == apps.OOB
    code = await ask.do(oauth.allow, ask.me.id, leave, by_hand=by_hand)
    if by_hand:
        return _unwatched(ask.go(f"{words.NATIVE}?code={code}"))
    return _lead_back(ask, fields, {"code": code})


async def native(ask: Ask) -> Response:
    """Show the code to somebody who takes it to the app by hand."""
    code = ask.request.query_params.get("code", "")[:_LONGEST_CODE]
    return await ask.page("authorize_code.html", code=code)


async def _question(ask: Ask, leave: Leave, fields: Mapping[str, str]) -> Response:
    by_hand = leave.redirect_uri == apps.OOB
    page = await ask.page(
        "authorize.html",
        app=leave.app,
        meaning=words.meaning(leave.scopes),
        fields=fields,
        other=words.packed(fields),
        target="" if by_hand else urlsplit(leave.redirect_uri).netloc,
    )
    if not by_hand:
        # The form is sent to us and answered with an address of the app, which counts as well.
        form = f"form-action 'self' {words.target_of(leave.redirect_uri)}"
        page.headers[_POLICY] = HEADERS[_POLICY].replace("form-action 'self'", form)
    return _unwatched(page)


async def _refuse(ask: Ask, app: AppRow, fields: Mapping[str, str], error: Ungranted) -> Response:
    """Tell an app that it does not get what it asks for."""
    if fields.get("redirect_uri") == apps.OOB:
        return _unwatched(
            await ask.page("authorize_no.html", 400, app=app, why=refusal(error.safe))
        )
    said = {"error": error.code, "error_description": error.safe}
    return _lead_back(ask, fields, said)


def _lead_back(ask: Ask, fields: Mapping[str, str], said: Mapping[str, str]) -> Response:
    told = {**said, "state": fields.get("state", ""), "iss": ask.site.settings.origin}
    where = words.answered(fields["redirect_uri"], told)
    response = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
    response.headers["Location"] = where  # to the letter; it is checked, and holds no blanks
    return _unwatched(response)


def _unwatched(response: Response) -> Response:
    """Let the window that an app opened stay known to it: some wait for it to come back."""
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response
