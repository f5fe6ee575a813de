"""/.well-known/oauth-authorization-server: how apps get in (RFC 8414)."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Auth, Route
from fedcop.community import scopes

_TEN_MINUTES: Final = (("Cache-Control", "public, max-age=600"),)


async def discovery(ask: Ask) -> Answer:
    """Say where apps get their tokens, and what they can get."""
    origin = ask.settings.origin
    ways = ["client_secret_basic", "client_secret_post"]
    told = {
        "issuer": origin,
        "authorization_endpoint": f"{origin}/oauth/authorize",
        "token_endpoint": f"{origin}/oauth/token",
        "revocation_endpoint": f"{origin}/oauth/revoke",
        "introspection_endpoint": f"{origin}/oauth/introspect",
        "userinfo_endpoint": f"{origin}/oauth/userinfo",
        "app_registration_endpoint": f"{origin}/api/v1/apps",
        "service_documentation": "https://docs.joinmastodon.org/",
        "scopes_supported": list(scopes.ALL),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": ways,
        "revocation_endpoint_auth_methods_supported": ways,
        "introspection_endpoint_auth_methods_supported": ways,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }
    return Answer.json(told, 200, _TEN_MINUTES)


ROUTES: Final = (Route("GET", "/.well-known/oauth-authorization-server", discovery, "", Auth.OPEN),)
