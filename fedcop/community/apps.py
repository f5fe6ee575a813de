"""Programs that people use this node with: they make themselves known and prove who they are."""

import hmac
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from fedcop import clock, ids
from fedcop.community import oauth, scopes
from fedcop.errors import Invalid, UnknownApp
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import apps
from fedcop.store.rows import AppRow

OOB: Final = "urn:ietf:wg:oauth:2.0:oob"  # the code is shown, and pasted by hand

_MOST_URIS: Final = 10
_LONGEST_URI: Final = 2000
_LONGEST_NAME: Final = 200
_LONGEST_SECRET: Final = 200
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_FORBIDDEN: Final = frozenset({"javascript", "data", "vbscript", "about", "blob", "file"})
_WEB: Final = frozenset({"http", "https"})
_LOOPBACK = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\]))(?::[0-9]{1,5})?(/.*)?")


@dataclass(frozen=True, slots=True)
class NewApp:
    """What a program says of itself."""

    name: str
    redirect_uris: tuple[str, ...]
    scopes: str = scopes.USUAL
    website: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """A program that is known now; its secret is known only now."""

    app: AppRow
    secret: str


async def register(unit: Unit, new: NewApp) -> Registered:
    """Let a program make itself known. Raises Invalid."""
    name = " ".join(new.name.split())
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise Invalid(f"Validation failed: Name must have 1 to {_LONGEST_NAME} characters")
    wanted = scopes.split(new.scopes)
    if not all(scopes.known(one) for one in wanted):
        raise Invalid("Validation failed: Scopes doesn't match configured on the server.")
    uris = _checked(new.redirect_uris)
    secret = oauth.new_secret()
    row = AppRow(
        id=ids.new_id(),
        client_id=oauth.new_secret(),
        secret_hash=oauth.hash_secret(secret),
        name=name,
        website=_tidy_website(new.website),
        redirect_uris="\n".join(uris),
        scopes=" ".join(wanted),
        created=clock.now_ms(),
    )
    unit.add(apps.insert_app(row))
    return Registered(row, secret)


async def find(reader: Reader, client_id: str) -> AppRow | None:
    """Find a program by what it calls itself."""
    return await apps.find_app(reader, client_id) if client_id else None


async def authenticate(reader: Reader, client_id: str, secret: str) -> AppRow:
    """Say which program asks, by its secret. Raises UnknownApp."""
    app = await find(reader, client_id)
    given = oauth.hash_secret(secret[:_LONGEST_SECRET])
    if app is None or not hmac.compare_digest(app.secret_hash, given):
        raise UnknownApp
    return app


def redirect_uris(app: AppRow) -> list[str]:
    """List where a program may be led back to."""
    return app.redirect_uris.split("\n")


def leads_back(app: AppRow, uri: str) -> bool:
    """Whether a program said that it may be led back here.

    Compared letter by letter; only the port of a loopback address is open, which a program gets
    anew each time it starts (RFC 8252, 7.3).
    """
    registered = redirect_uris(app)
    if uri in registered:
        return True
    there = _LOOPBACK.fullmatch(uri)
    if there is None:
        return False
    known = (_LOOPBACK.fullmatch(one) for one in registered)
    return any(one is not None and one.groups() == there.groups() for one in known)


def _checked(uris: tuple[str, ...]) -> list[str]:
    found = list(dict.fromkeys(uri for uri in uris if uri))
    if not found:
        raise Invalid("Validation failed: Redirect URI can't be blank")
    if len(found) > _MOST_URIS or not all(map(is_address, found)):
        raise Invalid("Validation failed: Redirect URI must be an absolute URI.")
    return found


def is_address(uri: str) -> bool:
    """Whether a program may be led back here at all."""
    if uri == OOB:
        return True
    if not _URI.fullmatch(uri) or len(uri) > _LONGEST_URI or "#" in uri:
        return False
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    return scheme not in _FORBIDDEN and (scheme not in _WEB or bool(parts.hostname))


def _tidy_website(text: str) -> str:
    """Keep the address of a program's page if it is one of the web; else it has none."""
    bare = text.strip()
    good = bare.startswith(("https://", "http://")) and _URI.fullmatch(bare)
    return bare if good and len(bare) <= _LONGEST_URI else ""
