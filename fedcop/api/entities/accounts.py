"""Accounts: people, communities and whoever else acts."""

from collections.abc import Iterable, Sequence
from typing import Final

import orjson

from fedcop import ids
from fedcop.api.ask import Ask
from fedcop.api.entities.shelf import shelf_of
from fedcop.api.entities.times import day, midnight
from fedcop.community import copies, people
from fedcop.community.people import Detail
from fedcop.errors import NotFound
from fedcop.store.rows import ActorRow
from fedcop.uris import Uris

_BOTS: Final = frozenset({"Service", "Application"})
_AVATAR: Final = "/pictures/avatar.png"
_COMMUNITY: Final = "/pictures/group.png"
_HEADER: Final = "/pictures/header.png"
_ROLES: Final = {"owner": "Owner", "admin": "Admin", "moderator": "Moderator"}


async def one(ask: Ask, number: int) -> bytes:
    """Render one account, its counts as they are now. Raises NotFound."""
    shelf_of(ask).accounts.forget(number)
    found = (await many(ask, [number])).get(number)
    if found is None:
        raise NotFound("There is no such account.")
    return found


async def many(ask: Ask, numbers: Iterable[int]) -> dict[int, bytes]:
    """Render accounts by id; what is not known is left out."""
    wanted = list(dict.fromkeys(numbers))
    versions = await people.versions(ask.store, wanted)
    return await of_versions(ask, versions)


async def of_versions(ask: Ask, versions: dict[int, int]) -> dict[int, bytes]:
    """Render accounts whose versions are known already."""
    kept = shelf_of(ask).accounts
    found, missing = kept.some(versions.items())
    if missing:
        for number, detail in (await people.details(ask.store, missing)).items():
            found[number] = orjson.dumps(entity(detail, ask.store.uris))
            kept.keep(number, detail.actor.version, found[number])
    return found


async def listed(ask: Ask, numbers: Sequence[int]) -> list[bytes]:
    """Render accounts in the order given."""
    found = await many(ask, numbers)
    return [found[number] for number in numbers if number in found]


def entity(detail: Detail, uris: Uris) -> dict[str, object]:
    """Say what a client reads of somebody."""
    actor = detail.actor
    account = _core(actor, uris) | {
        "followers_count": detail.counts.followers,
        "following_count": 0 if actor.reticent else detail.counts.following,
        "statuses_count": detail.counts.posts,
        "last_status_at": day(detail.counts.last_post),
    }
    if actor.local:
        account["noindex"] = not actor.indexable
        account["roles"] = _roles(detail.role)
    if detail.moved is not None:
        zero = {"followers_count": 0, "following_count": 0, "statuses_count": 0}
        account["moved"] = _core(detail.moved, uris) | zero | {"last_status_at": None}
    if detail.counts.archived:
        since = {"name": "Archived", "value": day(detail.counts.archived), "verified_at": None}
        account["fields"] = [since, *_fields(actor.details)]
    if actor.limited:
        account["limited"] = True
    if actor.suspended or actor.deleted:
        account |= {"suspended": True, "note": "", "fields": [], "display_name": ""}
    return account


def acct(name: str, host: str) -> str:
    """Write how clients name somebody: without a host for our own."""
    return f"{name}@{host}" if host else name


def _core(actor: ActorRow, uris: Uris) -> dict[str, object]:
    default = _COMMUNITY if actor.kind == "Group" else _AVATAR
    avatar = _shown(actor, actor.icon, uris) or uris.origin + default
    header = _shown(actor, actor.image, uris) or uris.origin + _HEADER
    elsewhere = bool(actor.host and actor.icon)
    still = copies.profile_address(actor.id, actor.icon, uris, still=True) if elsewhere else avatar
    return {
        "id": str(actor.id),
        "username": actor.name,
        "acct": acct(actor.name, actor.host),
        "display_name": actor.display or actor.name,
        "locked": bool(actor.locked),
        "bot": actor.kind in _BOTS,
        "discoverable": bool(actor.discoverable),
        "indexable": bool(actor.indexable),
        "group": actor.kind == "Group",
        "created_at": midnight(actor.published or ids.time_of(actor.id)),
        "note": actor.summary,
        "url": actor.url or actor.uri,
        "uri": actor.uri,
        "avatar": avatar,
        "avatar_static": still,
        "avatar_description": "",
        "header": header,
        "header_static": header,
        "header_description": "",
        "hide_collections": bool(actor.reticent),
        "emojis": [],
        "fields": _fields(actor.details),
    }


def _shown(actor: ActorRow, url: str, uris: Uris) -> str:
    """Say where a picture of somebody is; of those elsewhere we show a copy."""
    return copies.profile_address(actor.id, url, uris) if actor.host and url else url


def _fields(details: str) -> list[dict[str, object]]:
    rows = orjson.loads(details or "[]")
    return [{"name": row[0], "value": row[1], "verified_at": None} for row in rows]


def _roles(role: str) -> list[dict[str, str]]:
    name = _ROLES.get(role)
    return [{"id": role, "name": name, "color": ""}] if name else []
