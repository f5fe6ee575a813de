"""Programs as clients read of themselves."""

from typing import Any

from fedcop.community import apps
from fedcop.store.rows import AppRow


def application(app: AppRow, vapid_key: str) -> dict[str, Any]:  # JSON of several kinds
    """Render what anybody may know of a program."""
    uris = apps.redirect_uris(app)
    return {
        "id": str(app.id),
        "name": app.name,
        "website": app.website or None,
        "scopes": app.scopes.split(),
        "redirect_uris": uris,
        # Some build their address to sign in from this one.
        "redirect_uri": "\n".join(uris),
        "vapid_key": vapid_key,
    }


def with_credentials(app: AppRow, secret: str, vapid_key: str) -> dict[str, Any]:
    """Render what a program learns when it makes itself known, its secret this one time."""
    return {
        **application(app, vapid_key),
        "client_id": app.client_id,
        "client_secret": secret,
        "client_secret_expires_at": 0,
    }
