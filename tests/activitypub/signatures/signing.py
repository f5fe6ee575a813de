"""Requests signed by one key, to be changed here and there."""

from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Profile, Scheme, sign
from tests.activitypub.signatures.rig import with_header, with_headers

KEY = PrivateKey.make_ed25519()  # quick to sign with; the vectors are signed with RSA
KEY_ID = "https://remote.example/users/alice#main-key"
PROFILE = Profile.of("cop.example")
NOW = 1767225600
MINUTE = 60
BODY = b'{"type":"Like"}'
POST = RequestMessage(
    "POST",
    b"/inbox",
    ((b"host", b"cop.example"), (b"content-type", b"application/activity+json")),
    BODY,
)
GET = RequestMessage("GET", b"/n/1?page=2", ((b"host", b"cop.example"),))
DIGEST = b"SHA-256=" + b"A" * 43 + b"="


def signed(
    message: RequestMessage = POST,
    scheme: Scheme = Scheme.CAVAGE,
    *,
    key_id: str = KEY_ID,
    at: float = NOW,
) -> RequestMessage:
    return with_headers(message, *sign(message, KEY, key_id, scheme, at))


def changed(message: RequestMessage, name: bytes, old: bytes, new: bytes) -> RequestMessage:
    value = message.fields()[name]
    assert old in value
    return with_header(message, name, value.replace(old, new))
