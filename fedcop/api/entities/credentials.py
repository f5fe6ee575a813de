"""Somebody's own account, with what only they are told of it."""

from typing import Final

import orjson

from fedcop.api.ask import Ask
from fedcop.api.entities import accounts
from fedcop.community import following, profiles
from fedcop.community.people import Span
from fedcop.store.rows import AccountRow, ActorRow
from fedcop.values import Audience

VISIBILITIES: Final = {
    Audience.PUBLIC: "public",
    Audience.UNLISTED: "unlisted",
    Audience.FOLLOWERS: "private",
    Audience.NAMED: "direct",
}
_ROLES: Final = {"owner": "Owner", "admin": "Admin", "moderator": "Moderator"}
_MOST_ASKING: Final = 80


async def one(ask: Ask, actor: ActorRow, account: AccountRow) -> bytes:
    """Render the account of who asks."""
    whole = Span((1 << 63) - 1)
    asking = await following.list_asking(ask.store, actor.id, whole, _MOST_ASKING)
    told = {
        "source": _source(actor, account, len(asking)),
        "role": {
            "id": account.role,
            "name": _ROLES.get(account.role, ""),
            "color": "",
            "permissions": "0",
            "highlighted": account.role in _ROLES,
        },
    }
    entity = await accounts.one(ask, actor.id)
    return entity[:-1] + b"," + orjson.dumps(told)[1:]


def _source(actor: ActorRow, account: AccountRow, asking: int) -> dict[str, object]:
    details = profiles.read_details(actor.details)
    return {
        "note": actor.source,
        "fields": [{"name": one.name, "value": one.source, "verified_at": None} for one in details],
        "privacy": VISIBILITIES.get(Audience(account.audience), "public"),
        "sensitive": bool(account.sensitive),
        "language": account.language or None,
        "follow_requests_count": asking,
        "hide_collections": bool(actor.reticent),
        "discoverable": bool(actor.discoverable),
        "indexable": bool(actor.indexable),
        "attribution_domains": [],
        "quote_policy": "nobody",
    }
