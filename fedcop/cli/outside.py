"""What `fedcop check` sees of the node from outside: at its own address, as a peer would."""

from ipaddress import ip_network
from statistics import median
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
from fedcop.transport.approach import see_addresses, see_certificate
from fedcop.transport.client import Answer, Client, OutRequest
from fedcop.transport.guard import GuardPolicy
from fedcop.values import Handle
from fedcop.watching.door import READY
from fedcop.watching.outward import drift_of, drifts_of_peers

_OK: Final = 200
_MOST_DRIFT: Final = 60.0
_FEW_DAYS: Final = 7
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


async def see_dns(parts: Parts) -> str:
    """Look our name up. Raises Unavailable and Misconfigured."""
    if parts.settings.development:
        return "a name of this machine alone"
    return f"{parts.settings.host} leads to {', '.join(await see_addresses(parts.settings.host))}"


async def see_tls(parts: Parts) -> str:
    """See whether peers would trust our certificate. Raises Unavailable and Misconfigured."""
    if parts.settings.development:
        return "none is needed in the development profile"
    host = parts.settings.host
    days = await see_certificate(host, host)
    if days < _FEW_DAYS:
        raise Misconfigured(f"it is good for {days} more days; does its renewal work?")
    return f"good for {days} more days"


async def see_readiness(parts: Parts) -> str:
    """Ask the running node whether it is ready. Raises Unavailable and Misconfigured."""
    url = f"{parts.settings.origin}{READY}"
    answer = await ask(parts, OutRequest("GET", url))
    if answer.status not in {_OK, Unavailable.status}:
        raise Misconfigured(f"{url} answers {answer.status}; does the proxy lead to this node?")
    found = _document(answer)
    said = {name: word for name, word in found.items() if isinstance(word, str) and word != "ok"}
    wrong = [f"{name}: {word}" for name, word in said.items()]
    if wrong:
        raise Misconfigured(f"{'; '.join(wrong)}; the log of that process says why")
    return "its loops turn, and it can write"


async def see_clock(parts: Parts) -> str:
    """Compare our clock with those of peers, and of our own address. Raises Misconfigured."""
    answer = await _get(parts, parts.store.uris.node_actor(), ACCEPT)
    own = drift_of(answer)
    if own is None:
        raise Misconfigured("our answers carry no Date; peers need one, let the proxy keep it")
    if abs(own) > _MOST_DRIFT:
        raise Misconfigured(f"it differs from that of our own address by {abs(own):.0f} s")
    drifts = await drifts_of_peers(parts)
    if not drifts:
        return f"within {abs(own):.0f} s of what our address says; no peer was there to be asked"
    drift = median(drifts)
    if abs(drift) > _MOST_DRIFT:
        side = "behind" if drift > 0 else "ahead of"
        raise Misconfigured(
            f"it is {abs(drift):.0f} s {side} the clocks of peers ({len(drifts)} asked); let ntp"
            " set it, or they refuse what we sign"
        )
    return f"within {abs(drift):.0f} s of the clocks of peers ({len(drifts)} asked)"


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
    """Fetch from ourselves what must be there."""
    answer = await ask(parts, OutRequest("GET", url, (("Accept", accept),)))
    if answer.status != _OK:
        raise Misconfigured(f"{url} answers {answer.status}; does the proxy lead to this node?")
    return answer


async def ask(parts: Parts, request: OutRequest) -> Answer:
    """Ask ourselves, which the way out of a node refuses to do. Raises Unavailable."""
    policy = GuardPolicy(allowed_networks=_ANYWHERE, development=parts.settings.development)
    client = Client(policy, f"fedcop/{__version__} (check)")
    try:
        return await client.send(request)
    except FedcopError as error:
        raise Unavailable(
            f"{error.safe}; does the node run, and do name, proxy and certificate lead to it?"
        ) from error
    finally:
        await client.close()


def _document(answer: Answer) -> dict[str, JSON]:
    return json_guard.load(answer.body)
