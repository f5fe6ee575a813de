"""Many hosts behind one port that take everything: `… SINK.PEM PORT KEY.PEM`.

It answers 202 to a POST, verifies the signature of 1 in 50, and counts what came to which inbox.
`count` is answered with all that, `clear` begins anew.
"""

import asyncio
import ssl
import sys
from collections import Counter
from pathlib import Path
from typing import cast

import orjson

from benchmarks.certificates import DOMAIN
from benchmarks.programs import speaking
from fedcop import clock
from fedcop.activitypub.signatures.keys import PublicKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Profile, read_claims, verify
from fedcop.errors import FedcopError

_CHECKED = 50
_TAKEN = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n"
_ABSENT = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"


class Tally:
    """What came, by whom it was for."""

    def __init__(self, key: PublicKey) -> None:
        self._key = key
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.received: Counter[tuple[bytes, str]] = Counter()
        self.kinds: Counter[str] = Counter()
        self.posts = self.verified = self.false = 0

    def take(self, head: bytes, body: bytes) -> None:
        """Count a delivery, and hold some of them to their signatures."""
        self.posts += 1
        document = orjson.loads(body) if body.startswith(b"{") else {}
        target = head[5 : head.index(b" ", 5)]
        self.received[target, document.get("id", "")] += 1
        self.kinds[document.get("type", "")] += 1
        if document and self.posts % _CHECKED == 1:
            self.verified += 1
            self.false += not self._holds(head, target, body)

    def _holds(self, head: bytes, target: bytes, body: bytes) -> bool:
        lines = [line.partition(b":") for line in head.split(b"\r\n")[1:] if line]
        headers = [(name.lower(), value.strip()) for name, _, value in lines]
        host = dict(headers)[b"host"].decode()
        message = RequestMessage("POST", target, headers, body)
        try:
            for claim in read_claims(message, Profile.of(host), clock.now()):
                verify(claim, self._key)
        except FedcopError as error:
            print(f"sink: {error}", file=sys.stderr)
            return False
        return True

    def say(self) -> dict[str, object]:
        """Sum up."""
        return {
            "posts": self.posts,
            "distinct": len(self.received),
            "kinds": dict(self.kinds),
            "inboxes": len({target for target, _ in self.received}),
            "verified": self.verified,
            "false": self.false,
        }


class Host(asyncio.Protocol):
    """One connection."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep whom to answer."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its looks

    def data_received(self, data: bytes) -> None:
        """Answer each request that is there as a whole."""
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = self._read[:end]
            if not head.startswith(b"POST "):
                self._read = self._read[end + 4 :]
                self._transport.write(_ABSENT)
                continue
            lower = head.lower()
            at = lower.index(b"content-length:") + 15
            length = int(lower[at:].split(b"\r", 1)[0])
            if len(self._read) < end + 4 + length:
                return
            body = self._read[end + 4 : end + 4 + length]
            self._read = self._read[end + 4 + length :]
            self._transport.write(_TAKEN)
            self._tally.take(head, body)


async def listen(certificate: Path, port: int, key: PublicKey) -> None:
    """Take everything, and say what came when asked."""
    tally = Tally(key)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: Host(tally), "127.0.0.1", port, ssl=tls, backlog=2048)
    speaking.answer(DOMAIN)
    async for question in speaking.questions():
        if question == "clear":
            tally.clear()
        speaking.answer(tally.say())


if __name__ == "__main__":
    KEY = PublicKey.from_pem(Path(sys.argv[3]).read_text("ascii"))
    speaking.run(listen(Path(sys.argv[1]), int(sys.argv[2]), KEY))
