"""Signatures after draft-cavage-http-signatures-12, as the fediverse practises it."""

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import formatdate

from fedcop.activitypub.signatures.claim import (
    LARGEST_HEADER,
    Claim,
    Profile,
    Scheme,
    check_key_id,
    window_end,
)
from fedcop.activitypub.signatures.digest import check_digest, digest_of
from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey
from fedcop.activitypub.signatures.message import BODILESS, Header, RequestMessage
from fedcop.errors import Malformed, Unauthenticated

# name=token or name="quoted string", then a comma or the end. No loop can match what follows it.
_PARAMETER = re.compile(
    r'[ \t]*([A-Za-z][\w-]*)=(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([\w.+-]+))[ \t]*(,|\Z)',
    re.ASCII,
)
_ESCAPED = re.compile(r"\\(.)")
_DATE = re.compile(
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4})"
    rb" ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT"
)
_MONTHS = {
    name: number
    for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_KINDS = {
    "": None,
    "hs2019": None,
    "rsa-sha256": KeyKind.RSA,
    "ed25519": KeyKind.ED25519,
}
_NAMES = {KeyKind.RSA: b"rsa-sha256", KeyKind.ED25519: b"hs2019"}
_TARGET = b"(request-target)"
_CREATED = b"(created)"
_EXPIRES = b"(expires)"
_ALWAYS = frozenset({_TARGET, b"host"})
_WITH_BODY = _ALWAYS | {b"digest"}
_SIGNED_WITH_BODY = (
    _TARGET,
    b"host",
    b"date",
    b"digest",
    b"content-type",
    b"collection-synchronization",
)


def parse(value: bytes) -> dict[str, str]:
    """Read the parameters of a Signature header. Raises Malformed."""
    if len(value) > LARGEST_HEADER:
        raise Malformed("signature: the header is too long")
    try:
        text = value.decode("ascii").removeprefix("Signature ")
    except UnicodeDecodeError as error:
        raise Malformed("signature: the header is not ASCII") from error
    parameters: dict[str, str] = {}
    position, comma = 0, ","
    while comma:
        match = _PARAMETER.match(text, position)
        if match is None:
            raise Malformed(f"signature: it cannot be read from character {position} on")
        name, quoted, token, comma = match.groups()
        if name in parameters:
            raise Malformed(f"signature: {name[:40]} stands twice")
        if quoted is None:
            quoted = token
        elif "\\" in quoted:
            quoted = _ESCAPED.sub(r"\1", quoted)
        parameters[name] = quoted
        position = match.end()
    return parameters


def signing_string(names: Iterable[bytes], values: Mapping[bytes, bytes]) -> bytes:
    """Write what is signed: a line for each covered name. Raises Unauthenticated, Malformed."""
    try:
        lines = [name + b": " + values[name].strip() for name in names]
    except KeyError as error:
        raise Unauthenticated("signature: it covers something that was not sent") from error
    text = b"\n".join(lines)
    if text.count(b"\n") >= len(lines):
        raise Malformed("signature: a covered value holds a line break")
    return text


def read_claim(
    message: RequestMessage, fields: Mapping[bytes, bytes], profile: Profile, now: float
) -> Claim:
    """Read the signature and hold it to every rule that needs no key. Raises as those do."""
    parameters = parse(fields[b"signature"])
    algorithm = parameters.get("algorithm", "").lower()
    if algorithm not in _KINDS:
        raise Unauthenticated("algorithm: it is not one we verify")
    names = _covered(parameters, message.method)
    key_id = parameters.get("keyId", "")
    check_key_id(key_id, profile)
    if _CREATED in names and algorithm.startswith("rsa"):
        raise Unauthenticated("algorithm: (created) goes with hs2019 only")
    valid_until = _window_end(names, parameters, fields.get(b"date"), now)
    signature = _signature(parameters)
    values = {**fields, **_pseudo(parameters, message.method, message.target)}
    texts = [signing_string(names, values)]
    if message.method not in BODILESS:
        check_digest(fields[b"digest"], message.body)
    elif b"?" in message.target:  # old Mastodon, PieFed, Fedify and Pleroma leave the query out
        values |= _pseudo(parameters, message.method, message.target.partition(b"?")[0])
        texts.append(signing_string(names, values))
    return Claim(key_id, Scheme.CAVAGE, _KINDS[algorithm], signature, tuple(texts), valid_until)


def make(message: RequestMessage, key: PrivateKey, key_id: str, now: float) -> tuple[Header, ...]:
    """Sign a request; return the headers to add, Date and Digest included where missing."""
    values = dict(message.headers)
    added: dict[bytes, bytes] = {}
    if b"date" not in values:
        added[b"date"] = formatdate(now, usegmt=True).encode()
    bodiless = message.method in BODILESS
    if not bodiless and b"digest" not in values:
        added[b"digest"] = digest_of(message.body)
    values |= added
    values |= _pseudo({}, message.method, message.target)
    wanted = _SIGNED_WITH_BODY[:3] if bodiless else _SIGNED_WITH_BODY
    names = [name for name in wanted if name in values]
    signature = b2a_base64(key.sign(signing_string(names, values)), newline=False)
    added[b"signature"] = b'keyId="%b",algorithm="%b",headers="%b",signature="%b"' % (
        key_id.encode("ascii"),
        _NAMES[key.kind],
        b" ".join(names),
        signature,
    )
    return tuple(added.items())


def _covered(parameters: Mapping[str, str], method: str) -> list[bytes]:
    names = parameters.get("headers", "").lower().encode().split()
    known = set(names)
    if len(known) != len(names):
        raise Malformed("signature: it covers a name twice")
    missing = (_ALWAYS if method in BODILESS else _WITH_BODY) - known
    if missing:
        raise Unauthenticated(f"signature: it must cover {min(missing).decode()}")
    return names


def _window_end(
    names: list[bytes], parameters: Mapping[str, str], date: bytes | None, now: float
) -> float:
    expires = _seconds(parameters["expires"]) if "expires" in parameters else None
    times = []
    if b"date" in names:
        times.append(_date(date))
    if _CREATED in names:
        times.append(_seconds(parameters.get("created", "")))
    if not times:
        raise Unauthenticated("signature: it must cover date or (created)")
    return min([window_end(time, expires, now) for time in times])


def _seconds(text: str) -> int:
    if _SECONDS.fullmatch(text) is None:
        raise Malformed("signature: created and expires are whole seconds")
    return int(text)


def _date(value: bytes | None) -> float:
    """Read the one form of Date that peers send; the two obsolete ones are refused."""
    match = _DATE.fullmatch(value) if value is not None else None
    if match is None:
        raise Malformed("date: it cannot be read")
    day, month, *rest = match.groups()
    year, hour, minute, second = map(int, rest)
    try:
        when = datetime(year, _MONTHS[month], int(day), hour, minute, second, tzinfo=UTC)
    except (KeyError, ValueError) as error:
        raise Malformed("date: there is no such day or time") from error
    return when.timestamp()


def _signature(parameters: Mapping[str, str]) -> bytes:
    try:
        signature = a2b_base64(parameters.get("signature", ""), strict_mode=True)
    except ValueError as error:
        raise Malformed("signature: it is no base64") from error
    if not signature:
        raise Malformed("signature: it is empty")
    return signature


def _pseudo(parameters: Mapping[str, str], method: str, target: bytes) -> dict[bytes, bytes]:
    values = {_TARGET: method.lower().encode() + b" " + target}
    if "created" in parameters:
        values[_CREATED] = parameters["created"].encode()
    if "expires" in parameters:
        values[_EXPIRES] = parameters["expires"].encode()
    return values
