"""Two nodes that tell each other what happens, without sockets: one's log is the other's post."""

from dataclasses import dataclass

from multidict import CIMultiDict, CIMultiDictProxy

from fedcop.community import membership
from fedcop.community.perform import perform
from fedcop.federation.remote import lookup
from fedcop.store.batch import Store
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.inbox import State, Verdict, find_verdicts
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow, PostRow
from fedcop.transport.client import Answer, OutRequest
from fedcop.values import host_of
from tests.builders import make_node
from tests.federation.endpoints.rig import Peers, open_door
from tests.federation.inbox.rig import Node, Web, open_node
from tests.federation.outbox.telling import PLAIN, Told, readers_of, tell


class Line(Web):
    """The web as one node sees it: the reading door of the other."""

    def __init__(self, own_host: str) -> None:
        super().__init__(own_host)
        self.doors: dict[str, Peers] = {}

    async def send(self, request: OutRequest) -> Answer:
        door = self.doors.get(host_of(request.url))
        if door is None:
            return await super().send(request)
        self.asked.append(request.url)
        path = request.url.removeprefix(door.store.uris.origin)
        said = await door.client.get(path, headers=dict(request.headers))
        headers = CIMultiDictProxy(CIMultiDict(said.headers))
        return Answer(said.status_code, headers, said.content, request.url)


@dataclass
class Side:
    """One of two nodes."""

    store: Store
    node: Node
    line: Line

    @property
    def host(self) -> str:
        """Its name."""
        return host_of(self.store.uris.origin)

    async def known(self, uri: str) -> ActorRow:
        """Somebody, looked up at the other node if need be."""
        found = await lookup.find(self.node.reach, uri)
        assert isinstance(found, ActorRow)
        return found

    async def post(self, uri: str) -> PostRow:
        """A post, as this node has it."""
        found = await find_post_by_uri(self.store, uri)
        assert found is not None, f"{self.host} does not have {uri}"
        return found


async def open_pair(one: Store, other: Store) -> tuple[Side, Side]:
    """Two nodes that reach each other and nobody else."""
    sides = []
    for store in (one, other):
        await make_node(store)
        line = Line(host_of(store.uris.origin))
        sides.append(Side(store, open_node(store, line), line))
    for side, peer in (sides, sides[::-1]):
        side.line.doors[peer.host] = open_door(peer.store)
    return sides[0], sides[1]


async def carry(sender: Side, receiver: Side) -> list[Verdict]:
    """Publish what happened at one node, and deliver what the other is owed of it, in order."""
    verdicts = []
    for told, actor in await owed(sender, receiver):
        await deliver(receiver, told, actor)
        verdicts += await find_verdicts(receiver.store, sender.host, told.wrapped["id"])
    return verdicts


async def owed(sender: Side, receiver: Side) -> list[tuple[Told, str]]:
    """Publish what happened at one node; returns what the other is owed, and by whom."""
    found = []
    for told in await tell(sender.store):
        actor = await find_actor(sender.store, told.actor_id)
        if actor is not None and await _is_owed(sender, receiver, told):
            found.append((told, actor.uri))
    return found


async def deliver(receiver: Side, told: Told, actor: str) -> None:
    """Put one thing into the letter box of a node, and let it be processed."""
    answer = await receiver.node.post(told.wrapped_bytes, actor)
    assert answer.status_code == 202, answer.text
    await receiver.node.processor.drain()


async def exchange(one: Side, other: Side) -> list[Verdict]:
    """Carry to and fro until neither has anything to say."""
    verdicts: list[Verdict] = []
    while True:
        said = [*await carry(one, other), *await carry(other, one)]
        if not said:
            return verdicts
        verdicts += said


async def exchange_all(*sides: Side) -> list[Verdict]:
    """Carry between several nodes until none has anything to say."""
    verdicts: list[Verdict] = []
    while True:
        said = [one for sender in sides for one in await _carry_on(sender, sides)]
        if not said:
            return verdicts
        verdicts += said


async def _carry_on(sender: Side, sides: tuple[Side, ...]) -> list[Verdict]:
    """Publish what happened at one node, and deliver to each other what it is owed of it."""
    verdicts: list[Verdict] = []
    for told in await tell(sender.store):
        actor = await find_actor(sender.store, told.actor_id)
        for receiver in sides:
            owes = receiver is not sender and await _is_owed(sender, receiver, told)
            if actor is not None and owes:
                await deliver(receiver, told, actor.uri)
                verdicts += await find_verdicts(receiver.store, sender.host, told.wrapped["id"])
    return verdicts


async def join(follower: ActorRow, at: Side, community: ActorRow, home: Side) -> ActorRow:
    """Let somebody be a member of a community of the other node; returns it as theirs knows it."""
    away = await at.known(community.uri)
    await perform(at.store, membership.ask, follower, away)
    await exchange(at, home)
    assert await membership.is_member(at.store, follower.id, away.id)
    return away


def refused(verdicts: list[Verdict]) -> list[str]:
    """What was refused or could not be done yet, and why; echoes of one's own are ignored."""
    settled = {State.APPLIED, State.IGNORED}
    return [f"{one.kind}: {one.reason}" for one in verdicts if one.state not in settled]


async def _is_owed(sender: Side, receiver: Side, told: Told) -> bool:
    if not told.wrapped_bytes:
        return False
    named = {inbox for inbox, form in told.lanes if form != PLAIN}
    for owner, audience, form in told.streams:
        if form != PLAIN:
            readers = await readers_of(sender.store, owner)
            named |= {inbox for inbox, read in readers if read == audience}
    return any(host_of(inbox) == receiver.host for inbox in named)
