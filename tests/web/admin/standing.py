"""Short makers of how other servers stand: lanes that lag, items beside them, rules."""

from fedcop import clock, ids
from fedcop.store.batch import Store, Unit
from fedcop.store.statements import Statement

HOUR_MS = 3_600_000


async def change(store: Store, sql: str, *params: object) -> None:
    """Write something directly."""
    unit = Unit(store)
    unit.add(Statement(sql, params))
    await unit.commit()


async def lagging_peer(
    store: Store, host: str = "slow.example", *, behind: int = 3, since_ms: int = 2 * HOUR_MS
) -> int:
    """A peer that reads a stream of which it lacks the last entries; `since_ms` ago told."""
    peer, lane, stream = ids.new_id(), ids.new_id(), ids.new_id()
    now = clock.now_ms()
    await change(
        store, "INSERT INTO peer (id, host, created) VALUES (?, ?, ?)", peer, host, now - since_ms
    )
    first = int((await store.read("SELECT head FROM log_head WHERE id = 1"))[0][0])
    for position in range(first + 1, first + behind + 1):
        await change(
            store,
            "INSERT INTO log_entry (position, actor_id, kind, key, forms, event_id, created)"
            " VALUES (?, 1, 'Create', ?, 3, ?, ?)",
            position,
            f"k{position}",
            position,
            now - since_ms,
        )
        await change(
            store,
            "INSERT INTO log_address (position, stream_id, form) VALUES (?, ?, 0)",
            position,
            stream,
        )
    head = first + behind
    await change(store, "UPDATE log_head SET head = ? WHERE id = 1", head)
    await change(
        store,
        "INSERT INTO stream (id, owner_id, audience, head) VALUES (?, ?, 0, ?)",
        stream,
        stream,
        head,
    )
    await change(
        store,
        "INSERT INTO lane (id, inbox, peer_id, shared, place) VALUES (?, ?, ?, 1, ?)",
        lane,
        f"https://{host}/inbox",
        peer,
        first,
    )
    await change(
        store,
        "INSERT INTO lane_stream (lane_id, stream_id, after) VALUES (?, ?, ?)",
        lane,
        stream,
        first,
    )
    return peer


async def failing_peer(store: Store, host: str = "down.example", why: str = "no answer") -> int:
    """A peer that has not answered for an hour."""
    peer, now = ids.new_id(), clock.now_ms()
    await change(
        store,
        "INSERT INTO peer (id, host, created, software, software_version, failures, failing_since,"
        " next_try, last_error) VALUES (?, ?, ?, 'mastodon', '4.3.2', 7, ?, ?, ?)",
        peer,
        host,
        now - HOUR_MS,
        now - HOUR_MS,
        now + HOUR_MS,
        why,
    )
    return peer


async def stuck_item(store: Store, host: str, position: int = 0, *, state: int = 4) -> int:
    """Something a lane of a peer would not take; returns its position."""
    lane = int(
        (
            await store.read(
                "SELECT l.id FROM lane l JOIN peer p ON p.id = l.peer_id WHERE p.host = ?", host
            )
        )[0][0]
    )
    if not position:
        position = int((await store.read("SELECT head FROM log_head WHERE id = 1"))[0][0])
    await change(
        store,
        "INSERT INTO lane_item (lane_id, position, key, state, tries, next_try, status, error,"
        " created) VALUES (?, ?, 'k', ?, 9, 0, 500, 'it fell over', ?)",
        lane,
        position,
        state,
        clock.now_ms(),
    )
    return position
