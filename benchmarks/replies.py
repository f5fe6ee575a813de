"""Replies of Mastodon users, about 2.9 kB each, signed and ready to be sent."""

from collections.abc import Sequence

import orjson

from benchmarks import node
from fedcop import clock, uris
from fedcop.activitypub.media_types import ACTIVITY_JSON
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Scheme, sign
from fedcop.store.rows import ActorRow, PostRow

_PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    {
        "ostatus": "http://ostatus.org#",
        "atomUri": "ostatus:atomUri",
        "inReplyToAtomUri": "ostatus:inReplyToAtomUri",
        "conversation": "ostatus:conversation",
        "sensitive": "as:sensitive",
        "toot": "http://joinmastodon.org/ns#",
        "votersCount": "toot:votersCount",
    },
]
_WORDS = (
    "On our ward the one who leaves says three things and the one who comes repeats them; only"
    " then do the keys change hands. It takes four minutes, and the calls at night have halved."
)


def people(hosts: int, count: int) -> list[ActorRow]:
    """Describe remote people, spread over some hosts with shared inboxes."""
    described = []
    for number in range(count):
        host = f"m{number % hosts}.example"
        uri = f"https://{host}/users/reader{number}"
        described.append(node.remote_person(uri, host, shared_inbox=f"https://{host}/inbox"))
    return described


def signed_replies(
    authors: Sequence[ActorRow], threads: Sequence[PostRow], community: ActorRow, ids: range
) -> list[bytes]:
    """Write one request for each id, the authors by turns, each to one of the threads."""
    requests = []
    for number in ids:
        who = number % len(authors)
        author, parent = authors[who], threads[number // len(authors) % len(threads)]
        body = orjson.dumps(_create(author, parent, community, number))
        requests.append(signed("POST", "/inbox", who, author.uri, body))
    return requests


def signed(method: str, path: str, who: int, actor_uri: str, body: bytes = b"") -> bytes:
    """Write a request signed by a remote person, whole as it goes over the wire."""
    headers = [(b"host", node.HOST.encode()), (b"user-agent", b"Mastodon/4.5.2")]
    if body:
        headers.append((b"content-type", ACTIVITY_JSON.encode()))
    else:
        headers.append((b"accept", ACTIVITY_JSON.encode()))
    message = RequestMessage(method, path.encode(), headers, body)
    key = node.key_of(who)
    headers += sign(message, key, uris.main_key(actor_uri), Scheme.CAVAGE, clock.now())
    if body:
        headers.append((b"content-length", str(len(body)).encode()))
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    return f"{method} {path} HTTP/1.1\r\n".encode() + lines + b"\r\n" + body


def _create(author: ActorRow, parent: PostRow, community: ActorRow, number: int) -> object:
    note = f"{author.uri}/statuses/{number + 113_000_000_000_000_000}"
    published = clock.iso(clock.now_ms())
    to, cc = [_PUBLIC], [author.followers, community.uri]
    said = (
        f'<p><span class="h-card" translate="no"><a href="{community.uri}" class="u-url mention">'
        f"@<span>{community.name}</span></a></span> {_WORDS} ({number})</p>"
    )
    written = {
        "id": note,
        "type": "Note",
        "summary": None,
        "inReplyTo": parent.uri,
        "published": published,
        "url": f"https://{author.host}/@{author.name}/{number}",
        "attributedTo": author.uri,
        "to": to,
        "cc": cc,
        "sensitive": False,
        "atomUri": note,
        "inReplyToAtomUri": parent.uri,
        "conversation": f"tag:{author.host},2026-11-20:objectId={number}:objectType=Conversation",
        "content": said,
        "contentMap": {"en": said},
        "attachment": [],
        "tag": [
            {"type": "Mention", "href": community.uri, "name": f"@{community.name}@{node.HOST}"}
        ],
        "replies": {
            "id": f"{note}/replies",
            "type": "Collection",
            "first": {
                "type": "CollectionPage",
                "next": f"{note}/replies?only_other_accounts=true&page=true",
                "partOf": f"{note}/replies",
                "items": [],
            },
        },
        "likes": {"id": f"{note}/likes", "type": "Collection", "totalItems": 0},
        "shares": {"id": f"{note}/shares", "type": "Collection", "totalItems": 0},
    }
    return {
        "@context": _CONTEXT,
        "id": f"{note}/activity",
        "type": "Create",
        "actor": author.uri,
        "published": published,
        "to": to,
        "cc": cc,
        "object": written,
    }
