"""Short makers of posts, and looks at what became of them."""

from typing import Any

from fedcop import clock
from fedcop.community import events, posts
from fedcop.community.drafts import Draft
from fedcop.community.events import Event
from fedcop.community.notifications import tell
from fedcop.community.perform import perform
from fedcop.community.spreading import spread
from fedcop.store.batch import Store, Unit
from fedcop.store.queries.events import claim, finish
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, CommunityRow, EventRow, PostRow
from fedcop.store.statements import Statement


async def write(store: Store, author: ActorRow, content: str = "", **draft: Any) -> PostRow:
    """A post by somebody; what comes from elsewhere gets a uri of its author's host."""
    if not author.local and "uri" not in draft:
        draft["uri"] = f"{author.uri}/posts/{abs(hash((content, *draft.values())))}"
    return await perform(store, posts.write, author, Draft(content=content or "<p>Hi</p>", **draft))


async def answer(
    store: Store, author: ActorRow, parent: PostRow, content: str = "", **draft: Any
) -> PostRow:
    """A reply by somebody."""
    return await write(store, author, content or "<p>Yes</p>", reply_to_id=parent.id, **draft)


async def again(store: Store, post: PostRow) -> PostRow:
    """The post as it is stored now."""
    found = await find_post(store, post.id)
    assert found is not None
    return found


async def practice_of(store: Store, community: ActorRow) -> CommunityRow:
    """The practice side of a community as it is stored now."""
    sql = f"SELECT {CommunityRow.columns()} FROM community WHERE actor_id = ?"
    return CommunityRow.of((await store.read(sql, community.id))[0])


async def recorded(store: Store, *kinds: type[Event]) -> list[tuple[EventRow, Any]]:
    """The events that were recorded, in order, of some kinds or of all."""
    rows = EventRow.all(await store.read(f"SELECT {EventRow.columns()} FROM event ORDER BY id"))
    names = {kind.__name__ for kind in kinds}
    return [(row, events.read(row)) for row in rows if not names or row.kind in names]


async def count(store: Store, what: str, *params: object) -> int:
    """Count rows: `count(store, "mention WHERE post_id = ?", 7)`."""
    return int((await store.read(f"SELECT count(*) FROM {what}", *params))[0][0])


async def echo(store: Store) -> int:
    """Tell everything on but to peers, as the worker does; how many steps it took."""
    steps = 0
    while runs := await claim(store, clock.now_ms(), 64):
        for run in runs:
            for row in run:
                steps += 1
                if not await perform(store, _tell_on, row):
                    break
    return steps


async def _tell_on(unit: Unit, row: EventRow) -> bool:
    event = events.read(row)
    whole = await spread(unit, row, event)
    await tell(unit, row, event)
    unit.add(Statement("UPDATE event SET published = 1 WHERE id = ?", (row.id,)))
    unit.add(finish(row.id, clock.now_ms()))
    return whole
