"""Not to hear of somebody, of a thread, of a node: quiet, nobody else is told of it."""

from typing import Final

from fedcop import clock, ids
from fedcop.community import policy
from fedcop.errors import Invalid, Malformed, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import mutes, posts
from fedcop.store.queries.mutes import Muted
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow, DomainBlockRow, MuteRow
from fedcop.values import normalise_host

_LONGEST_S: Final = 366 * 86_400
_MOST_HOSTS: Final = 1000


async def mute(
    unit: Unit, actor: ActorRow, muted: ActorRow, seconds: int = 0, *, notifications: bool = True
) -> MuteRow:
    """Let somebody not see another, for a while or for good; again changes for how long."""
    policy.require(policy.may_act(actor))
    if actor.id == muted.id:
        raise Refused("Nobody mutes themselves.")
    now = clock.now_ms()
    until = now + min(seconds, _LONGEST_S) * 1000 if seconds > 0 else 0
    row = MuteRow(ids.new_id(), actor.id, muted.id, int(notifications), until, now)
    unit.add(mutes.insert_mute(row))
    return row


async def unmute(unit: Unit, actor: ActorRow, muted: ActorRow) -> None:
    """Let somebody see another again."""
    unit.add(mutes.delete_mute(actor.id, muted.id))


async def mute_thread(unit: Unit, actor: ActorRow, post_id: int) -> None:
    """Let somebody be told no more of the thread of a post. Raises NotFound."""
    root = await _root_of(unit, post_id)
    unit.add(mutes.insert_thread_mute(ids.new_id(), actor.id, root, clock.now_ms()))


async def unmute_thread(unit: Unit, actor: ActorRow, post_id: int) -> None:
    """Let somebody be told of a thread again. Raises NotFound."""
    unit.add(mutes.delete_thread_mute(actor.id, await _root_of(unit, post_id)))


async def block_host(unit: Unit, actor: ActorRow, text: str) -> None:
    """Let somebody have nothing from a node. Raises Malformed and Invalid."""
    policy.require(policy.may_act(actor))
    host = _host(text)
    if unit.uris.names_our_host(f"https://{host}"):
        raise Invalid("domain: this is the node you live on")
    if await mutes.count_hosts(unit, actor.id) >= _MOST_HOSTS:
        raise Invalid(f"domain: {_MOST_HOSTS} at most")
    row = DomainBlockRow(ids.new_id(), actor.id, host, clock.now_ms())
    unit.add(mutes.insert_host_block(row))


async def unblock_host(unit: Unit, actor: ActorRow, text: str) -> None:
    """Let somebody hear of a node again. Raises Malformed."""
    unit.add(mutes.delete_host_block(actor.id, _host(text)))


async def sweep(unit: Unit) -> None:
    """Forget the mutes that are over."""
    unit.add(mutes.sweep_mutes(clock.now_ms()))


# Reads


async def find(reader: Reader, actor: int, muted: int) -> MuteRow | None:
    """Find a mute that is not over."""
    row = await mutes.find_mute(reader, actor, muted)
    return row if row and (not row.until or row.until > clock.now_ms()) else None


async def is_thread_muted(reader: Reader, actor: int, root: int) -> bool:
    """Whether somebody wants to be told no more of a thread."""
    return await mutes.is_thread_muted(reader, actor, root)


async def is_host_blocked(reader: Reader, actor: int, host: str) -> bool:
    """Whether somebody wants nothing from a node."""
    return bool(host) and await mutes.is_host_blocked(reader, actor, host)


async def list_muted(reader: Reader, actor: int, span: Span, size: int) -> list[Muted]:
    """Read a window of whom somebody mutes, by the ids of the mutes."""
    return await mutes.list_muted(reader, actor, span, size, clock.now_ms())


async def list_hosts(reader: Reader, actor: int, span: Span, size: int) -> list[DomainBlockRow]:
    """Read a window of the nodes from which somebody wants nothing."""
    return await mutes.list_hosts(reader, actor, span, size)


async def _root_of(unit: Unit, post_id: int) -> int:
    post = await posts.find_post(unit, post_id)
    if post is None:
        raise NotFound("There is no such post.")
    return post.root_id


def _host(text: str) -> str:
    """Read the name of a node, also out of an address or a handle. Raises Invalid."""
    bare = text.strip().rpartition("://")[2].partition("/")[0].rpartition("@")[2]
    try:
        return normalise_host(bare)
    except Malformed as error:
        raise Invalid("domain: this is no name of a node") from error
