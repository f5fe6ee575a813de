"""/api/v1/push/subscription: an app says where it is to be told at once, and of what."""

from dataclasses import replace
from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.bearer import token_of
from fedcop.api.entities import pushes as entity
from fedcop.api.routes import Route
from fedcop.community import pushes
from fedcop.community.pushes import ALERTS, Place, Wish
from fedcop.errors import Unauthenticated
from fedcop.store.rows import TokenRow

_PATH: Final = "/api/v1/push/subscription"


async def show(ask: Ask) -> Answer:
    """Read where the app that asks is told."""
    row = await pushes.get(ask.store, _token(ask))
    return Answer.json(entity.entity(row, ask.parts.push.key))


async def subscribe(ask: Ask) -> Answer:
    """Tell the app that asks from now on, in this place alone."""
    said, token = ask.params.table("subscription"), _token(ask)
    keys = said.table("keys")
    place = Place(
        endpoint=said.text("endpoint").strip(),
        p256dh=keys.text("p256dh").strip(),
        auth=keys.text("auth").strip(),
        standard=said.flag("standard"),
    )
    host = ask.parts.push.check(place.endpoint, place.p256dh, place.auth)
    # An app finds by its token for which of its accounts a push is; here its hash alone is kept.
    sealed = ask.parts.seal.close(token_of(ask.headers).encode(), pushes.purpose(token.id))
    await ask.do(pushes.subscribe, token, replace(place, host=host), _wish(ask), sealed)
    return await show(ask)


async def change(ask: Ask) -> Answer:
    """Tell the app that asks of other things."""
    await ask.do(pushes.change, _token(ask), _wish(ask))
    return await show(ask)


async def unsubscribe(ask: Ask) -> Answer:
    """Tell the app that asks no longer."""
    await ask.do(pushes.unsubscribe, _token(ask))
    return Answer.empty()


def _token(ask: Ask) -> TokenRow:
    ask.me()
    if ask.caller is None:
        raise Unauthenticated("The access token is invalid")
    return ask.caller.token


def _wish(ask: Ask) -> Wish:
    """Read of what an app wants to be told; older ones write the policy beside the data."""
    data = ask.params.table("data")
    policy = data.line("policy") or ask.params.line("policy") or None
    if not data.given("alerts"):
        return Wish(None, policy)
    alerts = data.table("alerts")
    return Wish(frozenset(one for one in ALERTS if alerts.flag(one)), policy)


ROUTES: Final = (
    Route("GET", _PATH, show, "push"),
    Route("POST", _PATH, subscribe, "push"),
    Route("PUT", _PATH, change, "push"),
    Route("DELETE", _PATH, unsubscribe, "push"),
)
