"""People as those who run the node look after them: their roles, their logins, notes on them.

Nobody acts on themselves here, nobody on those who stand as high or higher, and there is always an
owner who can sign in.
"""

from dataclasses import dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.community import accounts, audit, factors, offices, ways_in
from fedcop.community.offices import Right
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries import person_notes
from fedcop.store.queries.accounts import STATES, STILL_OWNER, Login, Wanted
from fedcop.store.queries.person_notes import Counts
from fedcop.store.rows import PersonNoteRow
from fedcop.values import is_username

LONGEST_NOTE: Final = 2000
_MONTH_MS: Final = 30 * 86_400_000

__all__ = ["STATES", "Hand", "Person", "Wanted"]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: somebody with a role, or the command line, which stands as high as an owner."""

    actor_id: int = 0
    role: str = offices.OWNER


@dataclass(frozen=True, slots=True)
class Person:
    """One person as those who run the node see them: nothing of what they wrote to whom."""

    login: Login
    counts: Counts
    second_factor: bool
    passkeys: int
    came: str  # lately, earlier or never: no more than that
    notes: list[PersonNoteRow]


async def change_role(unit: Unit, by: Hand, person: int, role: str) -> None:
    """Give somebody another role. Raises Malformed and Refused."""
    if role not in offices.ROLES:
        raise Malformed(f"role: write {', '.join(offices.ROLES)}")
    account, actor = await _below(unit, by, person)
    if account.role == role:
        return
    if by.actor_id and not offices.outranks(by.role, role):
        raise Refused("role: only somebody who stands above it can give it.")
    if account.role == offices.OWNER:
        await require_other_owner(unit, person)
    unit.add(logins.set_role(person, role))
    audit.note(unit, by.actor_id, "set-role", actor.name, {"from": account.role, "to": role})


async def disable(unit: Unit, by: Hand, person: int) -> None:
    """Let somebody sign in no more, and sign them out everywhere. Raises Refused."""
    account, actor = await _below(unit, by, person)
    if account.role == offices.OWNER:
        await require_other_owner(unit, person)
    await accounts.disable(unit, person)
    audit.note(unit, by.actor_id, "disable-person", actor.name)


async def enable(unit: Unit, by: Hand, person: int) -> None:
    """Let somebody sign in again. Raises Refused."""
    _, actor = await _below(unit, by, person)
    await accounts.enable(unit, person)
    audit.note(unit, by.actor_id, "enable-person", actor.name)


async def sign_out(unit: Unit, by: Hand, person: int) -> None:
    """End all browsers and apps of somebody. Raises Refused."""
    _, actor = await _below(unit, by, person)
    await accounts.sign_out_everywhere(unit, person)
    audit.note(unit, by.actor_id, "sign-out-person", actor.name)


async def reset(unit: Unit, by: Hand, person: int) -> None:
    """Leave somebody nothing but their password, and sign them out. Raises Refused."""
    _, actor = await _below(unit, by, person)
    await ways_in.reset_ways_in(unit, by.actor_id, actor)


async def annotate(unit: Unit, by: Hand, person: int, text: str) -> None:
    """Note something about somebody, for those who run the node. Raises Malformed."""
    text = text.strip()
    if not text or len(text) > LONGEST_NOTE:
        raise Malformed(f"note: write between 1 and {LONGEST_NOTE:,} characters")
    login = await logins.find_login(unit, person)
    if login is None:
        raise NotFound("There is no such person here.")
    row = PersonNoteRow(ids.new_id(), person, by.actor_id, text, clock.now_ms())
    unit.add(person_notes.insert_note(row))
    audit.note(unit, by.actor_id, "note-person", login[1].name)


async def require_other_owner(unit: Unit, person: int) -> None:
    """Rely on another owner who can sign in until the commit. Raises Refused."""
    other = await logins.find_other_owner(unit, person)
    if not other:
        raise Refused(
            "This is the last owner of the node: make somebody else an owner first, or nobody"
            " could run it."
        )
    unit.touch("owners")
    unit.guard(STILL_OWNER, other)


async def list_page(store: Store, wanted: Wanted, after: int, limit: int) -> list[Login]:
    """Read a page of people, the oldest first; `after` is the last id of the page before."""
    return await logins.search_logins(store, wanted, after, limit)


async def look_at(reader: Reader, name: str) -> Person:
    """Look at one person. Raises NotFound."""
    known = is_username(name.lower())
    login = await logins.find_login_by_name(reader, name.lower()) if known else None
    if login is None:
        raise NotFound("There is no such person here.")
    number, now = login[1].id, clock.now_ms()
    read_at = login[0].read_at
    came = "never" if not read_at else "lately" if read_at > now - _MONTH_MS else "earlier"
    has = await factors.factors_of(reader, number)
    return Person(
        login,
        await person_notes.count_of(reader, number, now),
        has.counted,
        has.passkeys,
        came,
        await person_notes.list_notes(reader, number),
    )


def may_act_on(by: Hand, login: Login) -> bool:
    """Whether somebody may act on another's account."""
    above = not by.actor_id or offices.outranks(by.role, login[0].role)
    return by.actor_id != login[1].id and above and offices.may(by.role, Right.MANAGE_PEOPLE)


async def _below(unit: Unit, by: Hand, person: int) -> Login:
    """Find the login of somebody one may act on. Raises NotFound and Refused."""
    login = await logins.find_login(unit, person)
    if login is None or login[1].deleted:
        raise NotFound("There is no such person here.")
    if by.actor_id == person:
        raise Refused("Nobody does this to themselves: ask another who runs the node.")
    if not may_act_on(by, login):
        raise Refused("Only somebody who stands above them can do that.")
    return login
