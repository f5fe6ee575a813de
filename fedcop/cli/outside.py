"""What `fedcop check` sees of the node from outside: at its own address, as a peer would."""

from email.utils import parsedate_to_datetime
from ipaddress import ip_network
from typing import Final

from fedcop import __version__, clock, uris
from fedcop.activitypub import json_guard, nodeinfo, reading, webfinger
from fedcop.activitypub.media_types import ACCEPT
from fedcop.activitypub.signatures.claim import Profile, Scheme
from fedcop.activitypub.signatures.keys import PublicKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import read_claims, sign, verify
from fedcop.activitypub.vocabulary import JSON, Actor
from fedcop.assembly import Parts
from fedcop.community import actors
from fedcop.errors import FedcopError, Misconfigured, Unavailable
from fedcop.store.queries.actors import find_local_actor
from fedcop.store.queries.keys import list_keys
from fedcop.transport.client import Answer, Client, OutRequest
from fedcop.transport.guard import GuardPolicy
from fedcop.values import Handle

_OK: Final = 200
_MOST_DRIFT: Final = 60.0
_ANYWHERE: Final = (ip_network("0.0.0.0/0"), ip_network("::/0"))
_SCHEMES: Final = (Scheme.CAVAGE, Scheme.RFC9421)


async def see_actor(parts: Parts) -> str:
    """Fetch our own actor at its address. Raises Misconfigured and Unavailable."""
    uri = parts.store.uris.node_actor()
    actor = reading.read(_document(await _get(parts, uri, ACCEPT)))
    if not isinstance(actor, Actor) or actor.id != uri:
        raise Misconfigured(f"{uri} answers with something else; does the proxy lead here?")
    shown = {key.id for key in actor.keys}
    if uris.main_key(uri) not in shown:
        raise Misconfigured(f"{uri} shows another key than ours; is this the same database?")
    return f"{uri} answers and shows our key"


async def see_signatures(parts: Parts) -> str:
    """Sign and verify in both ways, as a peer and we would. Raises Misconfigured."""
    node = await find_local_actor(parts.store, actors.NODE)
    if node is None:
        raise Misconfigured("node: this actor of ours is missing; run `fedcop init`")
    signer = await parts.keyring.signer(node.id)
    kept = {row.key_id: row for row in await list_keys(parts.store, node.id)}
    public = PublicKey.from_pem(kept[signer.key_id].public)
    host = "peer.localhost" if parts.settings.development else "peer.example"
    for scheme in _SCHEMES:
        asked = RequestMessage("POST", b"/inbox", _headers(host), b"{}")
        added = sign(asked, signer.key, signer.key_id, scheme, clock.now())
        signed = RequestMessage("POST", b"/inbox", (*asked.headers, *added), b"{}")
        for claim in read_claims(signed, Profile.of(host), clock.now()):
            verify(claim, public)
    return "made and verified in both ways"


async def see_clock(parts: Parts) -> str:
    """Compare our clock with that of whoever answers at our address. Raises Misconfigured."""
    answer = await _get(parts, parts.store.uris.node_actor(), ACCEPT)
    said = answer.header("Date")
    if said is None:
        raise Misconfigured("the answer carries no Date; peers need one, let the proxy keep it")
    drift = abs(parsedate_to_datetime(said).timestamp() - clock.now())
    if drift > _MOST_DRIFT:
        raise Misconfigured(f"it differs by {drift:.0f} s; let ntp set it, or peers refuse us")
    return f"within {drift:.0f} s of what our address says"


async def see_name(parts: Parts) -> str:
    """Ask our own WebFinger. Raises Misconfigured and Unavailable."""
    handle = Handle(actors.ORGANIZATION, parts.settings.host)
    url = f"{parts.settings.origin}{webfinger.question(handle)}"
    jrd = webfinger.read_jrd(_document(await _get(parts, url, "application/jrd+json")))
    found = webfinger.actor_uri(jrd)
    if found != parts.store.uris.organization():
        raise Misconfigured(f"{handle} leads to {found}; pass /.well-known on to fedcop")
    return f"{handle} leads to {found}"


async def see_software(parts: Parts) -> str:
    """Read our own NodeInfo. Raises Misconfigured and Unavailable."""
    links = _document(await _get(parts, f"{parts.settings.origin}{nodeinfo.PATH}", "*/*"))
    where = nodeinfo.read_links(links)
    software = nodeinfo.read_software(_document(await _get(parts, where, "*/*")))
    return f"{software.name} {software.version}"


def _headers(host: str) -> tuple[tuple[bytes, bytes], ...]:
    return ((b"host", host.encode()), (b"content-type", b"application/activity+json"))


async def _get(parts: Parts, url: str, accept: str) -> Answer:
    """Fetch from ourselves, which the way out of a node refuses to do."""
    policy = GuardPolicy(allowed_networks=_ANYWHERE, development=parts.settings.development)
    client = Client(policy, f"fedcop/{__version__} (check)")
    try:
        answer = await client.send(OutRequest("GET", url, (("Accept", accept),)))
    except FedcopError as error:
        raise Unavailable(
            f"{error.safe}; does the node run, and do name, proxy and certificate lead to it?"
        ) from error
    finally:
        await client.close()
    if answer.status != _OK:
        raise Misconfigured(f"{url} answers {answer.status}; does the proxy lead to this node?")
    return answer


def _document(answer: Answer) -> dict[str, JSON]:
    return json_guard.load(answer.body)
