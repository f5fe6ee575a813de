"""What a proxy in front of the node makes of requests: it must leave them as they are."""

import json
from hashlib import sha256
from typing import Final

from fedcop.activitypub import json_guard
from fedcop.activitypub.vocabulary import JSON
from fedcop.assembly import Parts
from fedcop.cli.outside import ask
from fedcop.errors import Malformed, Misconfigured
from fedcop.settings import Settings
from fedcop.transport.client import OutRequest
from fedcop.watching.door import AS_ASKED, CLAIMED

_OK: Final = 200
_BODY: Final = b'{"as":  "asked"}'
# What is signed covers all of this, byte for byte.
_PATH: Final = f"{AS_ASKED}/a%2Fb/%7Ec//d"
_QUERY: Final = "x=1&y=%20z&x=2&empty="
_HEADERS: Final = (
    ("Content-Type", "application/activity+json"),
    ("Date", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("Digest", "SHA-256=only-a-trial"),
    ("Content-Digest", "sha-256=:b25seSBhIHRyaWFs:"),
    ("Signature", 'keyId="only-a-trial"'),
    ("Signature-Input", 'trial=("@method")'),
    ("X-Forwarded-For", CLAIMED),
)
_SIGNED: Final = frozenset(name.lower() for name, _ in _HEADERS[1:-1])
_ADDRESS: Final = {
    "nothing": "the proxy does not say who asks, so all visitors share the limits of one; write"
    " `proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;` (nginx)",
    "passed on": "the proxy passes on X-Forwarded-For as strangers write it, so they choose under"
    " whose limits they come; write"
    " `proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;` (nginx)",
    "doubted": "the proxy says who asks and is not believed: put the address from which it reaches"
    " the node into `trusted_proxies`",
}


async def see_proxy(parts: Parts) -> str:
    """Send a request with all that is easily lost, and see how it arrives.

    Raises Unavailable, and Misconfigured, which says what was changed on the way.
    """
    url = f"{parts.settings.origin}{_PATH}?{_QUERY}"
    answer = await ask(parts, OutRequest("POST", url, _HEADERS, _BODY))
    if answer.status != _OK:
        raise Misconfigured(
            f"{AS_ASKED} answers {answer.status} to a POST; does the proxy pass on every path?"
        )
    try:
        arrived = json_guard.load(answer.body)
    except Malformed as error:
        raise Misconfigured(
            f"something else than fedcop answers at {parts.settings.origin}"
        ) from error
    wrong = _changed(arrived, parts.settings.host)
    if _is_proxied(parts.settings):
        wrong += filter(None, [_ADDRESS.get(str(arrived.get("from")))])
    if wrong:
        raise Misconfigured("; ".join(wrong))
    return "requests arrive as they were sent"


def _is_proxied(chosen: Settings) -> bool:
    """Whether something must stand between our address and the port we listen at."""
    return not chosen.development or not chosen.origin.endswith(f":{chosen.bind_port}")


def _changed(arrived: dict[str, JSON], host: str) -> list[str]:
    """Say what became another on the way."""
    wrong = []
    path, _, query = str(arrived.get("target", "")).partition("?")
    if arrived.get("host") != host:
        wrong.append(
            f"the proxy passes on Host {_quoted(arrived.get('host'))} in place of {host}; write"
            " `proxy_set_header Host $http_host;` (nginx)"
        )
    if path != _PATH:
        wrong.append(
            f"the proxy changes the path: {_PATH} arrives as {path}; no path in `proxy_pass`, and"
            " `merge_slashes off;` (nginx)"
        )
    if query != _QUERY:
        wrong.append(f"the proxy changes the query: {_QUERY} arrives as {_quoted(query)}")
    if arrived.get("method") != "POST":
        wrong.append(f"the proxy makes {_quoted(arrived.get('method'))} of POST")
    came = arrived.get("headers")
    lost = sorted(_SIGNED - set(map(str, came if isinstance(came, list) else [])))
    if lost:
        wrong.append(f"the proxy takes headers away that are signed: {', '.join(lost)}")
    if arrived.get("body") != sha256(_BODY).hexdigest():
        wrong.append("the proxy changes bodies, whose digest is signed")
    return wrong


def _quoted(value: JSON) -> str:
    return json.dumps(value)[:200]
