"""What a signature claims, and the rules it must meet before anybody asks for its key."""

import re
from dataclasses import dataclass
from enum import StrEnum

from fedcop.activitypub.signatures.keys import KeyKind
from fedcop.digests import sha256
from fedcop.errors import Malformed, Unauthenticated
from fedcop.values import normalise_host

LARGEST_HEADER = 8 * 1024
_PAST = 65 * 60
_AHEAD = 60 * 60
_GRACE = 5 * 60
_LONGEST_KEY_ID = 2048
_KEY_ID = re.compile(
    r"(https?)://((?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)(?:[/?#][!-~]*)?",
    re.ASCII,
)
_LOOPBACK = re.compile(r"(?:[a-z0-9.-]+\.)?localhost(?::[0-9]+)?")


class Scheme(StrEnum):
    """The ways to sign a request; the last is for peers that leave the query out."""

    CAVAGE = "cavage"
    RFC9421 = "rfc9421"
    CAVAGE_WITHOUT_QUERY = "cavage-without-query"


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom we are: the hosts a request may name, and those whose keys we never ask for."""

    hosts: frozenset[str]
    own: frozenset[str]

    @classmethod
    def of(cls, *hosts: str) -> "Profile":
        """Make the profile of a node that is reached under these names (with odd ports)."""
        names = frozenset(normalise_host(host) for host in hosts)
        return cls(names, names)

    @property
    def development(self) -> bool:
        """Whether we live on loopback names, where http is allowed between such names."""
        return all(_LOOPBACK.fullmatch(host) for host in self.hosts)


@dataclass(frozen=True, slots=True)
class Claim:
    """A signature that met every rule but the one that needs the key: `verify` it next.

    `texts` are what may have been signed; more than one only for the query quirk.
    """

    key_id: str
    scheme: Scheme
    kind: KeyKind | None
    signature: bytes
    texts: tuple[bytes, ...]
    valid_until: float

    @property
    def fingerprint(self) -> bytes:
        """What the replay cache remembers until `valid_until`."""
        return sha256(self.signature)


def check_host(value: bytes | None, profile: Profile) -> None:
    """Refuse a request to a host that is not ours. Raises Malformed, Unauthenticated."""
    if value is None:
        raise Malformed("host: the header is missing")
    host = value.decode("latin-1")
    if host not in profile.hosts and normalise_host(host) not in profile.hosts:
        raise Unauthenticated("host: it is not one of ours")


def check_key_id(key_id: str, profile: Profile) -> None:
    """Refuse a key id that must never be fetched. Raises Unauthenticated."""
    match = _KEY_ID.fullmatch(key_id) if len(key_id) <= _LONGEST_KEY_ID else None
    if match is None:
        raise Unauthenticated("keyId: it is no https URL that we would fetch")
    scheme, host = match.groups()
    if normalise_host(host) in profile.own:
        raise Unauthenticated("keyId: it names our own host")
    if scheme != "https" and not (profile.development and _LOOPBACK.fullmatch(host)):
        raise Unauthenticated("keyId: it must be https")


def window_end(created: float, expires: float | None, now: float) -> float:
    """Return until when a signature may be used. Raises Unauthenticated outside its window."""
    if created > now + _AHEAD:
        raise Unauthenticated("date: it lies too far ahead")
    end = created + _PAST
    if expires is not None:
        end = min(end, expires + _GRACE)
    if end < now:
        raise Unauthenticated("date: the signature is too old or has expired")
    return end
