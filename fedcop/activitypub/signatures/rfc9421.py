"""HTTP Message Signatures (RFC 9421), as far as the fediverse uses them."""

from binascii import b2a_base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fedcop.activitypub.signatures.claim import (
    LARGEST_HEADER,
    Claim,
    Profile,
    Scheme,
    check_key_id,
    window_end,
)
from fedcop.activitypub.signatures.digest import check_content_digest, content_digest_of
from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey
from fedcop.activitypub.signatures.message import BODILESS, Header, RequestMessage
from fedcop.activitypub.signatures.structured import (
    Parameters,
    read_bytes,
    read_dictionary,
    texts,
)
from fedcop.errors import FedcopError, Malformed, Unauthenticated

_MOST_LABELS = 8
_MOST_KEYS = 2  # each may cost us a request to a host that the sender names
_KINDS: Mapping[object, KeyKind | None] = {
    None: None,
    "rsa-v1_5-sha256": KeyKind.RSA,
    "ed25519": KeyKind.ED25519,
}
_ALGORITHMS = {KeyKind.RSA: "rsa-v1_5-sha256", KeyKind.ED25519: "ed25519"}
_NOT_READ = "@"
_PORTS = {"https": b":443", "http": b":80"}

Fields = Mapping[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One label of Signature-Input with its signature; `text` is the input as received."""

    names: tuple[str, ...]
    parameters: Parameters
    text: bytes
    signature: bytes


def parse(signature_input: bytes, signature: bytes) -> list[Labelled]:
    """Read both headers; labels that lack one half are left out. Raises Malformed."""
    if max(len(signature_input), len(signature)) > LARGEST_HEADER:
        raise Malformed("signature-input: a signature header is too long")
    inputs = read_dictionary(signature_input, "signature-input")
    signatures = read_bytes(signature, "signature")
    if max(len(inputs), len(signatures)) > _MOST_LABELS:
        raise Malformed("signature-input: it has too many labels")
    received = texts(signature_input)
    found = []
    for label, (items, parameters) in inputs.items():
        made = signatures.get(label)
        if made and isinstance(items, list):
            found.append(Labelled(_names(items), parameters, received[label], made))
    if not found:
        raise Malformed("signature-input: it has no label with a signature")
    return found


def signature_base(lines: Iterable[tuple[bytes, bytes]], text: bytes) -> bytes:
    """Write what is signed: a line for each component, and the input itself. Raises Malformed."""
    written = [name + b": " + value for name, value in lines]
    written.append(b'"@signature-params": ' + text)
    base = b"\n".join(written)
    if base.count(b"\n") >= len(written):
        raise Malformed("signature-input: a covered value holds a line break")
    return base


def component(name: str, message: RequestMessage, fields: Fields) -> bytes:
    """Return the value of one covered component. Raises Unauthenticated when it has none."""
    if name.startswith("@"):
        if name not in _DERIVED:
            raise Unauthenticated("signature-input: it covers an unknown component")
        return _DERIVED[name](message, fields)
    value = fields.get(name.encode())
    if value is None:
        raise Unauthenticated("signature-input: it covers something that was not sent")
    return value.strip()


def read_claims(
    message: RequestMessage, fields: Fields, profile: Profile, now: float
) -> tuple[Claim, ...]:
    """Read the signatures and hold them to every rule that needs no key; one valid is enough."""
    claims: list[Claim] = []
    refusals: list[FedcopError] = []
    for labelled in parse(fields[b"signature-input"], fields[b"signature"]):
        try:
            valid_until = _check(labelled, message, profile, now)
            claims.append(_claim(labelled, message, fields, valid_until))
        except (Malformed, Unauthenticated) as refusal:
            refusals.append(refusal)
    if not claims:
        raise refusals[0]
    if message.method not in BODILESS:
        check_content_digest(fields[b"content-digest"], message.body)
    return tuple(claims[:_MOST_KEYS])


def make(message: RequestMessage, key: PrivateKey, key_id: str, now: float) -> tuple[Header, ...]:
    """Sign a request; return the headers to add, Content-Digest included where missing."""
    fields = dict(message.headers)
    added: dict[bytes, bytes] = {}
    covered = ["@method", "@target-uri"]
    if message.method not in BODILESS:
        covered.append("content-digest")
        if b"content-digest" not in fields:
            added[b"content-digest"] = content_digest_of(message.body)
            fields |= added
    names = " ".join(f'"{name}"' for name in covered)
    text = f'({names});created={int(now)};keyid="{key_id}";alg="{_ALGORITHMS[key.kind]}"'.encode()
    base = signature_base([_line(name, message, fields) for name in covered], text)
    added[b"signature-input"] = b"sig1=" + text
    added[b"signature"] = b"sig1=:" + b2a_base64(key.sign(base), newline=False) + b":"
    return tuple(added.items())


def _check(labelled: Labelled, message: RequestMessage, profile: Profile, now: float) -> float:
    """Hold one signature to the rules; return until when it may be used."""
    _check_cover(labelled.names, message)
    parameters = labelled.parameters
    if parameters.get("alg") not in _KINDS:
        raise Unauthenticated("alg: it is not one we verify")
    key_id = parameters.get("keyid")
    if type(key_id) is not str:
        raise Unauthenticated("keyid: it is missing")
    check_key_id(key_id, profile)
    created = _seconds(parameters, "created")
    if created is None:
        raise Unauthenticated("created: it is missing")
    return window_end(created, _seconds(parameters, "expires"), now)


def _claim(
    labelled: Labelled, message: RequestMessage, fields: Fields, valid_until: float
) -> Claim:
    lines = [_line(name, message, fields) for name in labelled.names]
    return Claim(
        key_id=str(labelled.parameters["keyid"]),
        scheme=Scheme.RFC9421,
        kind=_KINDS[labelled.parameters.get("alg")],
        signature=labelled.signature,
        texts=(signature_base(lines, labelled.text),),
        valid_until=valid_until,
    )


def _names(items: list[tuple[object, Parameters]]) -> tuple[str, ...]:
    """Return what is covered; a component that no rule knows stands for what we do not read."""
    return tuple(
        name if isinstance(name, str) and not parameters else _NOT_READ
        for name, parameters in items
    )


def _check_cover(covered: tuple[str, ...], message: RequestMessage) -> None:
    names = set(covered)
    if _NOT_READ in names:
        raise Unauthenticated("signature-input: parameters of components are not read")
    if len(names) != len(covered):
        raise Malformed("signature-input: it covers a component twice")
    whole = "@target-uri" in names
    path = "@path" in names and ("@query" in names or b"?" not in message.target)
    if "@method" not in names:
        raise Unauthenticated("signature-input: it must cover @method")
    if not (whole or path or "@request-target" in names):
        raise Unauthenticated("signature-input: it must cover @target-uri, or @path and @query")
    if not (whole or "@authority" in names or "host" in names):
        raise Unauthenticated("signature-input: it must cover @target-uri or @authority")
    if message.method not in BODILESS and "content-digest" not in names:
        raise Unauthenticated("signature-input: it must cover content-digest")


def _seconds(parameters: Parameters, name: str) -> int | None:
    value = parameters.get(name)
    if value is not None and type(value) is not int:
        raise Malformed(f"{name}: it is no whole number")
    return value


def _line(name: str, message: RequestMessage, fields: Fields) -> tuple[bytes, bytes]:
    return b'"' + name.encode() + b'"', component(name, message, fields)


def _authority(message: RequestMessage, fields: Fields) -> bytes:
    return fields[b"host"].lower().removesuffix(_PORTS.get(message.scheme, b""))


_DERIVED: Mapping[str, Callable[[RequestMessage, Fields], bytes]] = {
    "@method": lambda message, _: message.method.encode(),
    "@target-uri": lambda message, fields: (
        message.scheme.encode() + b"://" + _authority(message, fields) + message.target
    ),
    "@authority": _authority,
    "@scheme": lambda message, _: message.scheme.encode(),
    "@request-target": lambda message, _: message.target,
    "@path": lambda message, _: message.target.partition(b"?")[0],
    "@query": lambda message, _: b"?" + message.target.partition(b"?")[2],
}
