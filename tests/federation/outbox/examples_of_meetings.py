"""What FEDERATION.md shows of meetings: ours with who comes, and who of ours goes elsewhere."""

from typing import Any

from fedcop.community.perform import perform
from fedcop.community.practice import rsvps
from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice.rsvps import Answer
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, PostRow
from tests.federation.inbox.rig import open_node
from tests.federation.outbox.examples_picked import RIVERSIDE, Others, pick
from tests.federation.outbox.telling import Told, tell
from tests.writing import write

_STARTS = 1_770_127_200_000  # 3 February 2026, 14:00
_ENDS = _STARTS + 5_400_000


async def meetings(store: Store, ana: ActorRow, others: Others) -> dict[str, list[Any]]:
    """Let people of another node come to a meeting, and one of ours to one of theirs."""
    group, mira, _ = others
    post = await _call(
        store,
        ana,
        community_id=group.id,
        place="Room 4",
        link="https://meet.example/handovers",
        format="peer-assist",
        capacity=20,
    )
    create = await pick(store, "Create", ana)
    accept = await _asks_to_come(store, mira, (ana, post), "Accept")
    ticket = {"join_mode": "external", "link": "https://tickets.example/7"}
    elsewhere = await _call(store, ana, **ticket)
    await tell(store)
    ignore = await _asks_to_come(store, mira, (ana, elsewhere), "Ignore")
    return {
        "Create": [create.plain],
        "Accept": [accept.plain],
        "Ignore": [ignore.plain],
        **await _goes(store, ana, mira),
    }


async def _goes(store: Store, ana: ActorRow, mira: ActorRow) -> dict[str, list[Any]]:
    """One of ours may come to a meeting elsewhere, comes, and does not after all."""
    post = await _call(store, mira, uri=f"{RIVERSIDE}/e/115000000000000003")
    await tell(store)
    await perform(store, rsvps.answer, ana, post.id, Answer("maybe"))
    maybe = await pick(store, "TentativeAccept", ana)
    await perform(store, rsvps.answer, ana, post.id, Answer("going"))
    join = await pick(store, "Join", ana)
    await perform(store, rsvps.withdraw, ana, post.id)
    leave = await pick(store, "Leave", ana)
    return {"TentativeAccept": [maybe.plain], "Join": [join.plain], "Leave": [leave.plain]}


async def _call(
    store: Store, author: ActorRow, community_id: int = 0, uri: str = "", **meeting: Any
) -> PostRow:
    given = {"starts": _STARTS, "ends": _ENDS, "timezone": "Europe/London", **meeting}
    return await write(
        store,
        author,
        "<p>Bring a case.</p>",
        source="Bring a case.",
        title="Handover clinic",
        kind="Event",
        community_id=community_id,
        uri=uri,
        practice=MeetingPart(**given),
    )


async def _asks_to_come(
    store: Store, who: ActorRow, meeting: tuple[ActorRow, PostRow], said: str
) -> Told:
    """Somebody elsewhere joins; what they are told."""
    author, post = meeting
    join = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{RIVERSIDE}/activities/{post.id}-join",
        "type": "Join",
        "actor": who.uri,
        "to": [author.uri],
        "object": post.uri,
    }
    node = open_node(store)
    assert await node.deliver(join) == 202
    await node.processor.drain()
    return await pick(store, said, author)
