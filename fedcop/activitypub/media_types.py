"""Which media types carry what: documents, inbox bodies, WebFinger, and what a reader wants."""

import re
from typing import Final

ACTIVITY_JSON: Final = "application/activity+json"
LD_JSON: Final = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
JRD_JSON: Final = "application/jrd+json"
ACCEPT: Final = f"{ACTIVITY_JSON}, {LD_JSON}"

_PROFILE: Final = "https://www.w3.org/ns/activitystreams"
_LD: Final = "application/ld+json"
_LONGEST: Final = 1000
_parameters = re.compile(r';\s*([^\s=;"]+)=("[^"]*"|[^\s;"]*)')
_FOR_PEERS: Final = frozenset((ACTIVITY_JSON, _LD, "application/json", "application/*"))
_FOR_PEOPLE: Final = frozenset(("text/html", "application/xhtml+xml", "text/*", "*/*"))


def is_document(content_type: str) -> bool:
    """Whether an answer of this type may be read as ActivityPub: no other JSON, no plain text."""
    kind, parameters = _split(content_type)
    if kind == ACTIVITY_JSON:
        return True
    return kind == _LD and _PROFILE in parameters.get("profile", "").split()


def is_inbox_body(content_type: str) -> bool:
    """Whether a body of this type may be posted to an inbox; some leave out the profile."""
    return _split(content_type)[0] in {ACTIVITY_JSON, _LD}


def is_jrd(content_type: str) -> bool:
    """Whether an answer of this type may be read as WebFinger; older software says plain JSON."""
    return _split(content_type)[0] in {JRD_JSON, "application/json"}


def wants_activity(accept: str) -> bool:
    """Whether whoever sends this Accept is better served with ActivityPub than with a page."""
    peers = people = 0.0
    for part in accept[:_LONGEST].split(","):
        kind, parameters = _split(part)
        if kind in _FOR_PEERS:
            peers = max(peers, _quality(parameters))
        elif kind in _FOR_PEOPLE:
            people = max(people, _quality(parameters))
    return peers > 0 and peers >= people


def _split(value: str) -> tuple[str, dict[str, str]]:
    kind, _, rest = value[:_LONGEST].partition(";")
    if not rest:
        return kind.strip().lower(), {}
    found = {name.lower(): text.strip('"') for name, text in _parameters.findall(f";{rest}")}
    return kind.strip().lower(), found


def _quality(parameters: dict[str, str]) -> float:
    try:
        return min(max(float(parameters.get("q", "1")), 0.0), 1.0)
    except ValueError:
        return 0.0
