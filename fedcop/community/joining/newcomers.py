"""Somebody asks for an account: what they want is kept until nothing is missing any more.

Nobody who still waits has an actor: peers and members see them only once they are let in. Whether
a mail address has an account already is told to its owner alone; whoever asks sees no difference.
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from fedcop import clock, ids
from fedcop.community import accounts, actors, letters
from fedcop.community.accounts import Keys, NewPerson
from fedcop.community.joining import invites, mail_rules, modes, one_time
from fedcop.community.joining.one_time import DAY
from fedcop.community.letters import Letter
from fedcop.community.offices import Right, may
from fedcop.community.options import Options
from fedcop.errors import Conflict, Gone, Malformed, NotFound, Refused
from fedcop.settings import Settings
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries import newcomers as rows
from fedcop.store.rows import ActorRow, InviteRow, NewcomerRow

LASTS: Final = 2 * DAY  # of a link that proves a mail address
_LONGEST_REASON: Final = 2_000
_MOST_OF_AN_ADDRESS: Final = 3  # so many letters at once does nobody get who asked for none
_PAGE: Final = 500
_SWEPT: Final = 200
_REFUSED_MS: Final = 30 * DAY


class State(IntEnum):
    """How far somebody has come."""

    UNCONFIRMED = 0
    WAITING = 1
    ADMITTED = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who wants to join; without a password's hash they sign in elsewhere."""

    name: str
    display: str = ""
    email: str = ""
    password_hash: str = ""
    locale: str = ""
    reason: str = ""
    code: str = ""  # of an invitation


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked of somebody who wants to join now."""

    mode: str
    mails: bool  # whether letters can be sent
    confirm: bool  # whether they have to prove their mail address
    approve: bool  # whether somebody has to agree
    invite: InviteRow | None = None

    @property
    def at_once(self) -> bool:
        """Whether they are let in as soon as they ask."""
        return not (self.confirm or self.approve)


def confirms(settings: Settings, options: Options) -> bool:
    """Whether mail addresses are proved here: where mail is sent, unless an admin decided not."""
    return settings.mails and options.confirm_mail != "no"


async def terms_for(reader: Reader, settings: Settings, options: Options, wish: Wish) -> Terms:
    """Say what is asked of somebody who wants to join. Raises Refused, NotFound and Gone."""
    mode = modes.mode_of(settings, options)
    if mode == modes.CLOSED:
        raise Refused("Nobody can sign up here; those who run this node make the accounts.")
    invite = await invites.find_invitation(reader, wish.code) if wish.code else None
    if mode == modes.INVITATION and invite is None:
        raise Refused("Whoever wants to join here needs an invitation.")
    known = invite is not None and bool(invite.email) and invite.email == _tidy(wish.email)
    approve = mode == modes.APPROVAL and not await invites.vouches_for(reader, invite)
    confirm = confirms(settings, options) and not known
    return Terms(mode, settings.mails, confirm, approve, invite)


async def ask(unit: Unit, wish: Wish, terms: Terms, options: Options, keys: Keys) -> NewcomerRow:
    """Ask for an account; where nothing is missing, `keys` become those of the new person.

    Raises Malformed, Refused when the name is taken, and Gone when the invitation is used up.
    """
    await actors.require_name(unit, wish.name)
    row = await _row_of(unit, wish, terms, options)
    if wish.code:
        await invites.use(unit, wish.code)
    if row.state == State.ADMITTED:
        await _make_account(unit, row, keys)
        row = replace(row, held_name=None, password="")
    elif row.state == State.WAITING:
        await _tell_moderators(unit, row, mails=terms.mails)
    unit.add(rows.insert_newcomer(row))
    if terms.confirm:
        await _send_link(unit, row)
    return row


async def confirm(
    unit: Unit, token: str, keys: Keys, *, mails: bool
) -> tuple[NewcomerRow, ActorRow | None]:
    """Take a link for the proof of a mail address; whom nobody has to agree to is let in.

    Raises NotFound, Gone, and Refused when the address got an account meanwhile.
    """
    link = await one_time.spend(unit, one_time.CONFIRM, token)
    row = await rows.find_newcomer(unit, link.subject_id)
    if row is None or row.state != State.UNCONFIRMED or row.email != link.address:
        raise Gone("This link is about something else by now. Ask for a new one.")
    unit.guard(rows.AS_IT_WAS, row.id, row.state)
    row = replace(row, confirmed=clock.now_ms())
    if row.approval:
        row = replace(row, state=State.WAITING)
        unit.add(rows.settle_newcomer(row))
        await _tell_moderators(unit, row, mails=mails)
        return row, None
    return row, await admit(unit, row, keys)


async def admit(unit: Unit, row: NewcomerRow, keys: Keys, by: int = 0) -> ActorRow:
    """Make the account of somebody who asked; their apps act for them from now on."""
    now = clock.now_ms()
    let_in = replace(row, state=State.ADMITTED, decided=now, decided_by=by)
    made = await _make_account(unit, let_in, keys)
    unit.add(rows.settle_newcomer(replace(let_in, held_name=None, password="")))
    unit.wake("account", row.id)
    return made


async def another_address(
    unit: Unit, number: int, email: str, options: Options, *, mails: bool
) -> NewcomerRow:
    """Send somebody who waits the link again, or to another address; the old one ends."""
    row = await rows.find_newcomer(unit, number)
    if row is None or row.state != State.UNCONFIRMED or not mails:
        raise Refused("Your e-mail address is confirmed already.")
    if email:
        tidy = mail_rules.require_domain(email, options)
        taken = await logins.find_login_by_email(unit, tidy) is not None
        row = replace(row, email=tidy, taken=int(taken))
        unit.add(rows.settle_newcomer(row))
    one_time.end_all_of(unit, one_time.CONFIRM, row.id)
    await _send_link(unit, row)
    return row


async def find_newcomer(reader: Reader, number: int) -> NewcomerRow | None:
    """Find somebody who asked for an account, by the id that it has or would have."""
    return await rows.find_newcomer(reader, number)


async def find_by_name(reader: Reader, name: str) -> NewcomerRow | None:
    """Find who waits for an account of this name."""
    return await rows.find_holder(reader, name)


async def asking_by(reader: Reader, token: str) -> NewcomerRow:
    """Find whose mail address a link proves. Raises NotFound and Gone."""
    link = await one_time.look(reader, one_time.CONFIRM, token)
    row = await rows.find_newcomer(reader, link.subject_id)
    if row is None or row.state != State.UNCONFIRMED or row.email != link.address:
        raise Gone("This link is about something else by now. Ask for a new one.")
    return row


async def sweep(unit: Unit) -> None:
    """Forget those who never proved their address, and a while later those who were refused."""
    now = clock.now_ms()
    for state, since, lasts in (
        (State.UNCONFIRMED, "created", LASTS),
        (State.REFUSED, "decided", _REFUSED_MS),
    ):
        unit.add(rows.sweep_newcomers(state, since, now - lasts, _SWEPT))


async def _row_of(unit: Unit, wish: Wish, terms: Terms, options: Options) -> NewcomerRow:
    """Make what is kept of a wish. Raises Malformed."""
    if len(wish.reason) > _LONGEST_REASON:
        raise Malformed(f"reason: write {_LONGEST_REASON:,} characters at most")
    if terms.approve and not wish.reason.strip():
        raise Malformed("reason: say in a sentence who you are and why you want to join")
    invited = terms.invite.email if terms.invite else ""
    email = _tidy(wish.email)
    if email != invited:
        email = mail_rules.require_domain(wish.email, options) if email else ""
    if terms.confirm and not email:
        raise Malformed("email: write your mail address")
    proved = bool(email) and email == invited
    if terms.at_once and not proved:
        email = ""  # nobody proved that it is theirs: it must open nothing
    login = await logins.find_login_by_email(unit, email) if email else None
    state = State.UNCONFIRMED if terms.confirm else State.ADMITTED
    if not terms.confirm and terms.approve:
        state = State.WAITING
    if login is not None and not terms.confirm:
        email = ""
    return NewcomerRow(
        id=ids.new_id(),
        held_name=wish.name,
        name=wish.name,
        display=actors.display_of(wish.display, wish.name),
        email=email,
        password=wish.password_hash,
        locale=wish.locale,
        reason=wish.reason.strip(),
        invite_id=terms.invite.id if terms.invite else 0,
        state=state,
        approval=int(terms.approve),
        taken=int(login is not None and terms.confirm),
        confirmed=clock.now_ms() if proved else 0,
        created=clock.now_ms(),
        decided=clock.now_ms() if state == State.ADMITTED else 0,
    )


async def _make_account(unit: Unit, row: NewcomerRow, keys: Keys) -> ActorRow:
    """Make the account of somebody. Raises Refused when somebody was quicker."""
    if not keys:
        raise Conflict("what is asked of newcomers was changed meanwhile; please try again")
    person = NewPerson(
        row.name,
        row.display,
        row.email,
        row.password,
        id=row.id,
        locale=row.locale,
    )
    return await accounts.create(unit, person, keys)


async def _send_link(unit: Unit, row: NewcomerRow) -> None:
    """Send the link that proves an address; if it has an account, tell its owner instead.

    Both write as much: nobody can tell by the time it takes.
    """
    many = await rows.count_of_address(unit, row.email) >= _MOST_OF_AN_ADDRESS
    kind = one_time.NOTHING if row.taken else one_time.CONFIRM
    token = one_time.make(unit, kind, row.id, LASTS, row.email)
    if row.taken:
        today = clock.now_ms() // DAY
        facts = {"link": f"{unit.uris.origin}/password/forgot", "name": row.name}
        letter = Letter("address-taken", row.email, facts, mark=f"taken:{row.email}:{today}"[:200])
    else:
        facts = {"link": f"{unit.uris.origin}/signup/confirm/{token}", "name": row.name}
        hour = clock.now_ms() // one_time.HOUR
        mark = f"many:{row.email}:{hour}"[:200] if many else ""
        letter = Letter("confirm-sign-up", row.email, facts, locale=row.locale, mark=mark)
    letters.owe(unit, letter)


async def _tell_moderators(unit: Unit, row: NewcomerRow, *, mails: bool) -> None:
    """Write to those who may let somebody in."""
    if not mails:
        return
    facts = {
        "name": row.name,
        "display": row.display,
        "reason": row.reason,
        "link": f"{unit.uris.origin}/admin/waiting",
    }
    for account, _ in await logins.list_helpers(unit, _PAGE):
        if account.email and not account.disabled and may(account.role, Right.ADMIT_PEOPLE):
            letters.owe(
                unit,
                Letter(
                    "newcomer-waits",
                    account.email,
                    facts,
                    account.actor_id,
                    account.locale,
                    mark=f"waits:{row.id}:{account.actor_id}",
                ),
            )


def _tidy(email: str) -> str:
    try:
        return accounts.tidy_email(email)
    except Malformed:
        return email


async def require_waiting(reader: Reader, number: int) -> NewcomerRow:
    """Find somebody who waits to be let in. Raises NotFound."""
    row = await rows.find_newcomer(reader, number)
    if row is None or row.state != State.WAITING:
        raise NotFound("Nobody waits here any more; perhaps somebody else was quicker.")
    return row
