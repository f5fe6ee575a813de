"""What is for members goes to a peer only while its software keeps it among them."""

from fedcop.community import events
from fedcop.community.events import PeerLearned
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.outbox.publish import publish
from fedcop.store.batch import Unit
from fedcop.store.rows import EventRow
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import keyring

OPEN = "SELECT count(*) FROM lane_stream WHERE until = 0"


async def lay_out(store):
    unit = Unit(store)
    unit.add(
        Statement("INSERT INTO peer (id, host, created) VALUES (1, 'peer.example', 0)"),
        Statement(
            "INSERT INTO lane (id, inbox, peer_id) VALUES (2, 'https://peer.example/inbox', 1)"
        ),
        Statement(
            "INSERT INTO stream (id, owner_id, audience) VALUES (3, 10, ?)",
            (Audience.MEMBERS.value,),
        ),
        Statement(
            "INSERT INTO follow (id, follower_id, target_id, state, lane_id, created, changed)"
            " VALUES (4, 11, 10, 'accepted', 2, 0, 0)"
        ),
    )
    await unit.commit()


async def tell(store, *, discreet):
    unit = Unit(store)
    number = events.record(unit, PeerLearned(1, int(discreet)))
    await unit.commit()
    columns = EventRow.columns()
    rows = await store.read(f"SELECT {columns} FROM event WHERE id = ?", number)
    row = EventRow.of(rows[0])
    unit = Unit(store)
    await publish(unit, row, events.read(row), Outbound(store, keyring(store)))
    await unit.commit()


async def count_open(store):
    return (await store.read(OPEN))[0][0]


async def test_members_are_told_of_once_it_is_known_to_keep_it(store):
    await lay_out(store)
    await tell(store, discreet=True)
    assert await count_open(store) == 1


async def test_it_is_cut_at_once_when_the_software_does_not_any_more(store):
    await lay_out(store)
    await tell(store, discreet=True)
    await tell(store, discreet=False)
    assert await count_open(store) == 0
