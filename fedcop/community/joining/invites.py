"""Invitations: links by which people join, made by those who may, for so many and so long."""

import secrets
from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import accounts, audit, letters, offices
from fedcop.community.joining.one_time import DAY, hash_link
from fedcop.community.letters import Letter
from fedcop.community.offices import Right
from fedcop.community.options import Options
from fedcop.errors import Gone, Malformed, NotFound, Refused, TooMany
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, invites, newcomers
from fedcop.store.rows import AccountRow, ActorRow, InviteRow, NewcomerRow

_BYTES: Final = 18
_LONGEST_CODE: Final = 100
_LONGEST_NOTE: Final = 200
_LONGEST_WORDS: Final = 2_000
_MOST_USES: Final = 10_000
_MOST_DAYS: Final = 365
_A_DAY_OF_MEMBERS: Final = 10  # so many may a member make in a day
_MEMBERS_USES: Final = 5
_UNKNOWN: Final = "This invitation is not known here. Perhaps a part of its link was lost."
_OVER: Final = "This invitation is used up, taken back or expired. Ask for a new one."


@dataclass(frozen=True, slots=True)
class NewInvite:
    """An invitation to be: for how many (0: any number), how long, and where to."""

    most: int = 1
    days: int = 7  # 0: for ever
    email: str = ""  # it is sent there, and counts as proof of exactly this address
    community_id: int = 0
    note: str = ""  # for those who run the node
    words: str = ""  # to whom it is sent


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its code, which is known only now."""

    code: str
    row: InviteRow
    address: str


def may_invite(account: AccountRow | None, options: Options) -> bool:
    """Whether somebody may invite others."""
    if account is None:
        return False
    return options.members_invite or offices.may(account.role, Right.ADMIT_PEOPLE)


async def invite(
    unit: Unit, by: AccountRow | None, new: NewInvite, options: Options, *, mails: bool
) -> Invited:
    """Make an invitation; `by` nobody is the command line. Raises Malformed and Refused."""
    if by is not None and not may_invite(by, options):
        raise Refused("Inviting people is for those who look after this node.")
    if by is not None and not offices.may(by.role, Right.ADMIT_PEOPLE):
        await _require_little(unit, by, new)
    email = accounts.tidy_email(new.email)
    _check(new, email)
    await _require_community(unit, new.community_id)
    now, code = clock.now_ms(), secrets.token_urlsafe(_BYTES)
    row = InviteRow(
        id=ids.new_id(),
        code_hash=hash_link(code),
        creator_id=by.actor_id if by else 0,
        email=email,
        community_id=new.community_id,
        note=" ".join(new.note.split()),
        most=new.most,
        used=0,
        expires=now + new.days * DAY if new.days else 0,
        revoked=0,
        created=now,
    )
    unit.add(invites.insert_invite(row))
    address = f"{unit.uris.origin}/invite/{code}"
    if email and mails:
        await _send(unit, row, address, new.words)
    about = {"for": email or new.most or "any number", "note": row.note}
    audit.note(unit, row.creator_id, "invite-people", str(row.id), about)
    return Invited(code, row, address)


async def find_invitation(reader: Reader, code: str) -> InviteRow:
    """Find an invitation that still lets somebody in. Raises NotFound and Gone."""
    row = None
    if 0 < len(code) <= _LONGEST_CODE:
        row = await invites.find_invite_by_code(reader, hash_link(code))
    if row is None:
        raise NotFound(_UNKNOWN)
    if not is_good(row):
        raise Gone(_OVER)
    return row


def is_good(row: InviteRow) -> bool:
    """Whether somebody can still join by it."""
    expired = row.expires and row.expires <= clock.now_ms()
    return not (row.revoked or expired or (row.most and row.used >= row.most))


async def use(unit: Unit, code: str) -> InviteRow:
    """Join by an invitation. Raises NotFound and Gone."""
    row = await find_invitation(unit, code)
    unit.touch(f"invite:{row.id}")
    unit.guard(invites.STILL_GOOD, row.id)
    unit.add(invites.use_invite(row.id))
    return replace(row, used=row.used + 1)


async def vouches_for(reader: Reader, row: InviteRow | None) -> bool:
    """Whether whoever invited may let people in without anybody else's consent."""
    if row is None:
        return False
    if not row.creator_id:
        return True
    login = await accounts.find_login_of(reader, row.creator_id)
    return login is not None and offices.may(login[0].role, Right.ADMIT_PEOPLE)


async def list_own(reader: Reader, creator: int, before: int, limit: int) -> list[InviteRow]:
    """Read what somebody invited by, the latest first."""
    return await invites.list_invites_of(reader, creator, before, limit)


async def list_all(reader: Reader, before: int, limit: int) -> list[InviteRow]:
    """Read all invitations, the latest first."""
    return await invites.list_invites(reader, before, limit)


async def list_joined_by(reader: Reader, number: int) -> list[NewcomerRow]:
    """Read who joined by an invitation."""
    return await newcomers.list_invited(reader, number)


async def place_of(reader: Reader, number: int) -> ActorRow | None:
    """Find the community that an invitation leads to, if there is one."""
    row = await invites.find_invite(reader, number) if number else None
    return await actors.find_actor(reader, row.community_id) if row else None


async def revoke(unit: Unit, by: AccountRow | None, number: int) -> None:
    """Let nobody join by an invitation any more. Raises NotFound and Refused."""
    row = await invites.find_invite(unit, number)
    if row is None:
        raise NotFound("There is no such invitation.")
    own = by is not None and row.creator_id == by.actor_id
    if by is not None and not own and not offices.may(by.role, Right.ADMIT_PEOPLE):
        raise NotFound("There is no such invitation.")
    unit.add(invites.revoke_invite(number, clock.now_ms()))
    audit.note(unit, by.actor_id if by else 0, "revoke-invitation", str(number))


async def _require_little(unit: Unit, by: AccountRow, new: NewInvite) -> None:
    """Let members invite a few."""
    if not 0 < new.most <= _MEMBERS_USES or not new.days:
        raise Malformed(f"most: members invite {_MEMBERS_USES} people at once at most")
    since = ids.first_at(clock.now_ms() - DAY)
    if await invites.count_invites_of(unit, by.actor_id, since) >= _A_DAY_OF_MEMBERS:
        raise TooMany("These are many invitations for one day.", DAY // 1000)


def _check(new: NewInvite, email: str) -> None:
    if not 0 <= new.most <= _MOST_USES:
        raise Malformed(f"most: write 1 to {_MOST_USES:,}, or 0 for any number")
    if not 0 <= new.days <= _MOST_DAYS:
        raise Malformed(f"days: write 1 to {_MOST_DAYS}, or 0 for ever")
    if email and new.most != 1:
        raise Malformed("most: an invitation to one mail address is for one person")
    if len(new.note) > _LONGEST_NOTE:
        raise Malformed(f"note: write {_LONGEST_NOTE} characters at most")
    if len(new.words) > _LONGEST_WORDS:
        raise Malformed(f"words: write {_LONGEST_WORDS:,} characters at most")


async def _require_community(unit: Unit, number: int) -> None:
    """Lead newcomers to a community of ours, or nowhere."""
    place = await actors.find_actor(unit, number) if number else None
    if number and (place is None or place.kind != "Group" or not place.local or place.deleted):
        raise Malformed("community: there is no such community here")


async def _send(unit: Unit, row: InviteRow, address: str, words: str) -> None:
    by = await actors.find_actor(unit, row.creator_id) if row.creator_id else None
    place = await actors.find_actor(unit, row.community_id) if row.community_id else None
    facts = {
        "link": address,
        "by": (by.display or by.name) if by else "",
        "community": (place.display or place.name) if place else "",
        "words": words,
        "until": row.expires,
    }
    letters.owe(unit, Letter("invitation", row.email, facts))
