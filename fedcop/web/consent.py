"""An app's wish in an address and back, and what it means in plain words."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from fedcop.community import scopes
from fedcop.community.consent import Wish
from fedcop.tongues import N_, _

PLACE: Final = "/oauth/authorize"
NATIVE: Final = f"{PLACE}/native"

_NAMES: Final = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)
_LONGEST: Final = 8_000
_YES: Final = frozenset({"true", "1", "t", "yes", "on"})
_NETLOC = re.compile(r"[A-Za-z0-9._~-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_WIDE: Final = {
    "profile": N_("See your name, handle and picture"),
    "read": N_("Read everything that you can read here, also what is meant for you alone"),
    "write": N_("Write, edit and delete in your name, and change your profile"),
    "follow": N_("See and change whom you follow, block and mute, and join and leave communities"),
    "push": N_("Be told at once when there is something new for you"),
}
_NOUNS: Final = {
    "accounts": N_("your account"),
    "blocks": N_("whom you block"),
    "bookmarks": N_("your bookmarks"),
    "collections": N_("your collections"),
    "conversations": N_("your conversations"),
    "favourites": N_("what you like"),
    "filters": N_("your filters"),
    "follows": N_("whom you follow and which communities you are in"),
    "lists": N_("your lists"),
    "media": N_("files that you upload"),
    "mutes": N_("whom you mute"),
    "notifications": N_("your notifications"),
    "reports": N_("reports in your name"),
    "search": N_("what you search for"),
    "statuses": N_("posts"),
}


def kept(fields: Mapping[str, str]) -> dict[str, str]:
    """Keep what belongs to an app's wish."""
    return {name: fields[name] for name in _NAMES if fields.get(name)}


def wish_of(fields: Mapping[str, str]) -> Wish:
    """Read what an app asks for."""
    return Wish(
        client_id=fields.get("client_id", ""),
        redirect_uri=fields.get("redirect_uri", ""),
        response_type=fields.get("response_type", ""),
        scope=fields.get("scope", ""),
        challenge=fields.get("code_challenge", ""),
        method=fields.get("code_challenge_method", ""),
    )


def is_forced(fields: Mapping[str, str]) -> bool:
    """Whether an app wants somebody to sign in anew; some write `False` for no."""
    return fields.get("force_login", "").strip().lower() in _YES


def packed(fields: Mapping[str, str]) -> str:
    """Put a wish into one word, which an address that leads on after signing in may hold."""
    word = urlsafe_b64encode(urlencode(kept(fields)).encode()).decode().rstrip("=")
    return f"{PLACE}?request={word}"


def unpacked(word: str) -> dict[str, str]:
    """Read a wish out of that word again; what cannot be read is empty."""
    try:
        text = urlsafe_b64decode(word[:_LONGEST] + "=" * (-len(word) % 4)).decode()
    except ValueError:
        return {}
    return kept(dict(parse_qsl(text)))


def answered(uri: str, pairs: Mapping[str, str]) -> str:
    """Write where an app is led back to, with the answer."""
    mark = "&" if "?" in uri else "?"
    return uri + mark + urlencode({name: value for name, value in pairs.items() if value})


def target_of(uri: str) -> str:
    """Name where the answer goes as a Content-Security-Policy does."""
    parts = urlsplit(uri)
    web = parts.scheme in {"http", "https"} and _NETLOC.fullmatch(parts.netloc)
    return f"{parts.scheme}://{parts.netloc}" if web else f"{parts.scheme}:"


def meaning(wanted: str) -> list[str]:
    """Say in sentences what somebody would allow, the widest first."""
    said = wanted.split()
    told = [_(text) for scope, text in _WIDE.items() if scope in said]
    for side, verb in (("read", _("See %(what)s")), ("write", _("Change %(what)s"))):
        narrow = [one for one in said if one.startswith(f"{side}:")]
        nouns = [_(_NOUNS[one.partition(":")[2]]) for one in narrow if one in scopes.ALL]
        if nouns and side not in said:
            told.append(verb % {"what": _listed(nouns)})
    return told


def _listed(nouns: list[str]) -> str:
    if len(nouns) == 1:
        return nouns[0]
    return _("%(most)s and %(last)s") % {"most": ", ".join(nouns[:-1]), "last": nouns[-1]}
