"""Post once, however often it is asked for; or later, once."""

from hashlib import sha256
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import media, policy, polls, posts
from fedcop.community.drafts import Draft, PollDraft, Wish
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import posting
from fedcop.store.queries import posts as post_queries
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow, KeyedRow, PostRow, ScheduledRow
from fedcop.values import Audience

REMEMBERED_MS: Final = 3_600_000  # how long a key means the same request
SOONEST_MS: Final = 300_000  # what is to be posted later lies so far ahead
_LATEST_MS: Final = 5 * 366 * 86_400_000
_MOST: Final = 300
_TRIES: Final = 12
_SHOWN: Final = 20  # of those that could not be posted
_PAUSE_MS: Final = 300_000


async def write_once(unit: Unit, author: ActorRow, draft: Draft, key: str = "") -> PostRow:
    """Write a post, unless a request with this key did: then it is that one.

    Raises what `posts.write` raises.
    """
    before = await _find_keyed(unit, author, key)
    known = _fresh(before)
    if known is not None and not known.scheduled:
        post = await post_queries.find_post(unit, known.thing_id)
        if post is None:
            raise NotFound("There is no such post.")
        return post
    post = await posts.write(unit, author, draft)
    if key:
        _keep_key(unit, before, _keyed(author, key, post.id))
    return post


async def take_back(unit: Unit, author: ActorRow, post: int) -> PostRow | None:
    """Take a post of one's own back to write it anew: what it showed waits for that.

    Raises Refused and NotFound.
    """
    unit.add(media.free(post))
    return await posts.remove(unit, author, post)


async def schedule(
    unit: Unit, author: ActorRow, wish: Wish, due: int, key: str = ""
) -> ScheduledRow:
    """Let a post wait for its time, unless a request with this key did. Raises Invalid."""
    before = await _find_keyed(unit, author, key)
    known = _fresh(before)
    if known is not None and known.scheduled:
        return await get_scheduled(unit, author, known.thing_id)
    policy.require(policy.may_act(author))
    _check_due(due)
    if wish.poll:
        polls.check(wish.poll)
    if await posting.count_scheduled(unit, author.id) >= _MOST:
        raise Invalid(f"scheduled_at: {_MOST} posts wait already; let some of them go first")
    text, number = orjson.dumps(wish).decode(), ids.new_id()
    row = ScheduledRow(number, author.id, due, text, 0, due, "", clock.now_ms())
    unit.add(posting.insert_scheduled(row))
    await media.reserve(unit, author, wish.media)
    if key:
        _keep_key(unit, before, _keyed(author, key, number, scheduled=1))
    unit.wake("scheduled")
    return row


async def reschedule(unit: Unit, author: ActorRow, number: int, due: int) -> ScheduledRow:
    """Let a post wait for another time. Raises NotFound and Invalid."""
    row = await get_scheduled(unit, author, number)
    _check_due(due)
    unit.touch(f"scheduled:{number}")
    unit.guard(posting.WAITS, number, row.due)
    unit.add(posting.move_scheduled(number, due))
    unit.wake("scheduled")
    return ScheduledRow(row.id, row.actor_id, due, row.wish, 0, due, "", row.created)


async def cancel(unit: Unit, author: ActorRow, number: int) -> None:
    """Let a post wait no longer. Raises NotFound."""
    row = await get_scheduled(unit, author, number)
    unit.touch(f"scheduled:{number}")
    unit.guard(posting.WAITS, number, row.due)
    await media.release(unit, author, read_wish(row).media)
    unit.add(posting.delete_scheduled(number))


async def publish(unit: Unit, author: ActorRow, row: ScheduledRow, draft: Draft) -> PostRow:
    """Write a post whose time has come: it is written and waits no longer, or neither.

    Raises what `posts.write` raises, and Conflict when somebody was quicker.
    """
    unit.touch(f"scheduled:{row.id}")
    unit.guard(posting.WAITS, row.id, row.due)
    post = await posts.write(unit, author, draft)
    unit.add(posting.delete_scheduled(row.id), posting.became(author.id, row.id, post.id))
    return post


async def drop(unit: Unit, row: ScheduledRow) -> None:
    """Forget a post whose author is gone."""
    unit.guard(posting.WAITS, row.id, row.due)
    unit.add(posting.delete_scheduled(row.id))


async def put_off(unit: Unit, row: ScheduledRow, why: str, *, again: bool) -> None:
    """Note why a post could not be written; what is refused waits for its author alone."""
    later = again and row.tries < _TRIES
    at = clock.now_ms() + _PAUSE_MS * 2 ** min(row.tries, 8) if later else posting.NEVER
    unit.guard(posting.WAITS, row.id, row.due)
    unit.add(posting.fail_scheduled(row.id, at, why))


async def sweep(unit: Unit) -> None:
    """Forget the keys that are no longer asked for."""
    unit.add(posting.sweep_keyed(clock.now_ms() - REMEMBERED_MS))


# Reads


async def find_keyed(reader: Reader, author: ActorRow, key: str) -> KeyedRow | None:
    """Find what came of a request with this key within the last hour."""
    return _fresh(await _find_keyed(reader, author, key))


async def get_scheduled(reader: Reader, author: ActorRow, number: int) -> ScheduledRow:
    """Read one of the posts somebody has yet to say. Raises NotFound."""
    row = await posting.find_scheduled(reader, number)
    if row is None or row.actor_id != author.id:
        raise NotFound("No such post waits.")
    return row


async def list_scheduled(reader: Reader, author: int, span: Span, size: int) -> list[ScheduledRow]:
    """Read a window of what somebody has yet to say."""
    return await posting.list_scheduled(reader, author, span, size)


async def list_stuck(reader: Reader, author: ActorRow) -> list[ScheduledRow]:
    """Read what somebody wanted to be posted by now and what could not be, the latest first."""
    return await posting.list_stuck(reader, author.id, _SHOWN)


async def list_due(reader: Reader, limit: int = 50) -> list[ScheduledRow]:
    """Read the posts whose time has come: make a draft of each and `publish` it."""
    return await posting.list_due(reader, clock.now_ms(), limit)


def read_wish(row: ScheduledRow) -> Wish:
    """Read back what somebody asked to be posted."""
    told = orjson.loads(row.wish)
    poll = told.pop("poll", None)
    asked = PollDraft(**{**poll, "options": tuple(poll["options"])}) if poll else None
    return Wish(**{**told, "audience": Audience(told["audience"]), "poll": asked})


async def _find_keyed(reader: Reader, author: ActorRow, key: str) -> KeyedRow | None:
    return await posting.find_keyed(reader, author.id, _hash(key)) if key else None


def _fresh(row: KeyedRow | None) -> KeyedRow | None:
    return row if row and row.created > clock.now_ms() - REMEMBERED_MS else None


def _keyed(author: ActorRow, key: str, thing: int, scheduled: int = 0) -> KeyedRow:
    return KeyedRow(ids.new_id(), author.id, _hash(key), thing, scheduled, clock.now_ms())


def _keep_key(unit: Unit, before: KeyedRow | None, row: KeyedRow) -> None:
    """Keep what came of a request; of two at once with one key the second finds the first.

    `before` is what was found at the start, and not looked for again: what another request has
    kept meanwhile would pass for an old one.
    """
    if before is not None:
        unit.touch(f"key:{before.id}")
        unit.guard(posting.SAME_KEY, before.id)
        unit.add(posting.forget_keyed(before.id))
    unit.add(posting.insert_keyed(row))


def _hash(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _check_due(due: int) -> None:
    ahead = due - clock.now_ms()
    if ahead < SOONEST_MS:
        raise Invalid("Validation failed: Scheduled at must be at least 5 minutes ahead")
    if ahead > _LATEST_MS:
        raise Invalid("Validation failed: Scheduled at is too far ahead")
