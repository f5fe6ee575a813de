"""Know who asked without a name, for serious harm: two must want it, and all stewards see that."""

import secrets
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community import moderation, policy, quiet_links
from fedcop.community.moderation import Complaint
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, quiet, stewards
from fedcop.store.rows import ActorRow, QuietOpeningRow, QuietRow
from fedcop.store.seal import Seal

_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody wanted to know who asked."""

    row: QuietOpeningRow
    by: ActorRow | None


async def want(
    unit: Unit, by: ActorRow, community: ActorRow, number: int, reason: str
) -> QuietOpeningRow | None:
    """Want to know who asked; a second one who wants it too makes it so.

    Of a question that another node brought, that node is told of the harm instead, and None is
    returned. Raises Refused, Invalid, NotFound, and Conflict when asked for twice.
    """
    if not await may_want(unit, by, community):
        raise Refused("Only stewards and safety officers can ask for this.")
    if not reason.strip():
        raise Invalid("reason: Say which harm this is about; all stewards will read it.")
    row = await quiet.find(unit, number)
    if row is None or row.community_id != community.id:
        raise NotFound("There is no such question.")
    if row.relay_id:
        await _report(unit, by, row, reason)
        return None
    if await quiet.find_link(unit, number) is None:
        raise Refused("Nobody knows any more who asked this.")
    if by.id not in {share.holder_id for share in await quiet.list_shares(unit, number)}:
        raise Refused("This was asked before you looked after this community.")
    now = clock.now_ms()
    words = reason.strip()[:_LONGEST]
    wanted = QuietOpeningRow(secrets.randbelow(2**59), number, community.id, by.id, words, now)
    unit.add(quiet.insert_opening(wanted))
    return wanted


async def may_want(reader: Reader, by: ActorRow, community: ActorRow) -> policy.Answer:
    """Whether somebody may have a part in this: stewards and safety officers."""
    if by.id in await quiet.list_officers(reader):
        return policy.may_act(by)
    steward = await stewards.find_steward(reader, community.id, by.id)
    return policy.may_steward(by, community, steward=steward is not None)


async def who_asked(reader: Reader, seal: Seal, viewer: ActorRow, row: QuietRow) -> ActorRow | None:
    """Say who asked to one of the two who wanted to know; None to all others."""
    link = await quiet.find_link(reader, row.id)
    wanted = await quiet.list_openings(reader, row.community_id)
    by = {one.by_id for one in wanted if one.question_id == row.id}
    if link is None or viewer.id not in by:
        return None
    shares = {one.holder_id: one for one in await quiet.list_shares(reader, row.id)}
    own = shares.get(viewer.id)
    for holder, share in shares.items():
        if own is None or holder == viewer.id or holder not in by:
            continue
        asker = quiet_links.open_with(seal, link, own, share)
        if asker is not None:
            return await actors.find_actor(reader, asker)
    return None


async def list_openings(reader: Reader, community: int) -> list[Opening]:
    """Read who wanted to know who asked what, for all stewards to see."""
    wanted = await quiet.list_openings(reader, community)
    known = await actors.list_actors(reader, sorted({one.by_id for one in wanted}))
    return [Opening(one, known.get(one.by_id)) for one in wanted]


async def _report(unit: Unit, by: ActorRow, row: QuietRow, reason: str) -> None:
    """Tell the node that brought a question of the harm: it can act without naming anybody."""
    complaint = Complaint(
        subject_id=row.relay_id,
        community_id=row.community_id,
        post_uris=(row.relay_uri,),
        text=reason,
    )
    await moderation.report(unit, by, complaint)
