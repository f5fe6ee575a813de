"""/api/v1/apps: programs make themselves known."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import apps as entity
from fedcop.api.params import Params
from fedcop.api.routes import ANY, Auth, Route
from fedcop.community import apps, scopes
from fedcop.community.apps import NewApp
from fedcop.errors import Unauthenticated


async def register(ask: Ask) -> Answer:
    """Let a program make itself known."""
    params = ask.params
    new = NewApp(
        params.text("client_name"),
        _uris(params),
        " ".join(params.texts("scopes")) or scopes.USUAL,
        params.text("website"),
    )
    made = await ask.do(apps.register, new)
    return Answer.json(entity.with_credentials(made.app, made.secret, ask.parts.push.key))


async def verify(ask: Ask) -> Answer:
    """Tell a program what it is here."""
    if ask.caller is None:
        raise Unauthenticated("The access token is invalid")
    return Answer.json(entity.application(ask.caller.app, ask.parts.push.key))


def _uris(params: Params) -> tuple[str, ...]:
    """Read where a program may be led back to: a text of several lines, or a list."""
    return tuple(line for text in params.texts("redirect_uris") for line in text.split())


ROUTES: Final = (
    Route("POST", "/api/v1/apps", register, "", Auth.OPEN, "apps"),
    Route("GET", "/api/v1/apps/verify_credentials", verify, ANY, Auth.APP),
)
