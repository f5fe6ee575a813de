"""People for whom an issuer vouches: who may come, who they are here, and when they are gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fedcop import clock, ids
from fedcop.community import accounts, audit, oauth
from fedcop.community.accounts import Keys, NewPerson
from fedcop.errors import Conflict, Malformed, Refused
from fedcop.settings import Issuer
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import factors
from fedcop.store.queries import sign_on as kept
from fedcop.store.queries.accounts import Login
from fedcop.store.rows import ActorRow, LinkRow
from fedcop.values import is_username

_MOST_GROUPS: Final = 500
_LONGEST: Final = 200
_STRONG: Final = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "pop", "sc"})


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody for whom an issuer vouches."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""  # only if the issuer has verified it
    handle: str = ""  # what could be theirs here
    groups: tuple[str, ...] = ()
    sid: str = ""
    strong: bool = False  # whether more than a password was asked for there

    @property
    def shown(self) -> str:
        """What they know the link by."""
        return self.email or self.name


def read_claims(issuer: Issuer, claims: Mapping[str, Any]) -> Vouched:
    """Read what an issuer says of somebody."""
    email = _word(claims, issuer.mail_claim).lower()
    try:
        email = accounts.tidy_email(email) if claims.get("email_verified") is True else ""
    except Malformed:
        email = ""
    handle = _word(claims, issuer.handle_claim).lower()
    methods = claims.get("amr")
    return Vouched(
        issuer=issuer.issuer,
        subject=str(claims["sub"]),
        name=_word(claims, issuer.name_claim),
        email=email,
        handle=handle if is_username(handle) and "@" not in handle else "",
        groups=_groups(claims, issuer.groups_claim),
        sid=_word(claims, "sid"),
        strong=isinstance(methods, list) and bool(_STRONG & set(map(str, methods))),
    )


def require_welcome(issuer: Issuer, who: Vouched) -> None:
    """Let in only whom the groups allow. Raises Refused."""
    groups = set(who.groups)
    allowed = not issuer.allow_groups or groups & set(issuer.allow_groups)
    if not allowed or groups & set(issuer.deny_groups):
        raise Refused("Your organization has not given you access to this node.")


def suggested(issuer: Issuer, who: Vouched) -> list[str]:
    """Name the communities that are suggested to people of these groups."""
    pairs = (pair.rpartition("=") for pair in issuer.communities)
    found = [community.strip() for group, _, community in pairs if group.strip() in who.groups]
    return list(dict.fromkeys(found))


def role_of(issuer: Issuer, who: Vouched) -> str:
    """Say which role follows from groups; nothing where roles do not follow from them."""
    if not issuer.roles:
        return ""
    pairs = (pair.rpartition("=") for pair in issuer.roles)
    held = {role.strip() for group, _, role in pairs if group.strip() in who.groups}
    return next((role for role in ("admin", "moderator", "auditor") if role in held), "member")


async def find_known(reader: Reader, who: Vouched) -> Login | None:
    """Find who here is the one for whom an issuer vouches."""
    link = await kept.find_link(reader, who.issuer, who.subject)
    return await accounts.find_login_of(reader, link.account_id) if link else None


async def come_again(unit: Unit, login: Login, who: Vouched, role: str) -> None:
    """Note that somebody came by an issuer, and what follows from their groups."""
    link = await kept.find_link(unit, who.issuer, who.subject)
    if link is None:
        raise Conflict("They are not known here any more.")
    unit.add(kept.use_link(link.id, clock.now_ms(), who.shown[:254]))
    _follow_groups(unit, login[0].actor_id, login[1].name, login[0].role, role)


async def link_to(unit: Unit, account: int, who: Vouched) -> None:
    """Note who somebody here is to an issuer. Raises Refused when that is somebody else."""
    known = await kept.find_link(unit, who.issuer, who.subject)
    if known is not None and known.account_id != account:
        raise Refused("Somebody else here signs in with this account of your organization.")
    if known is None:
        unit.add(kept.insert_link(_link(account, who)))


async def come_first(
    unit: Unit, person: NewPerson, keys: Keys, who: Vouched, role: str
) -> ActorRow:
    """Let somebody in for whom an issuer vouches. Raises Malformed and Refused."""
    if await kept.find_link(unit, who.issuer, who.subject) is not None:
        raise Refused("name: you have an account here already; sign in once more")
    row = await accounts.create(unit, person, keys)
    unit.add(kept.insert_link(_link(row.id, who)))
    _follow_groups(unit, row.id, row.name, person.role, role)
    return row


async def unlink(unit: Unit, account: int, number: int) -> None:
    """Forget who somebody is to an issuer, unless it is their last way in. Raises Refused."""
    unit.touch(f"factors:{account}")
    login = await accounts.find_login_of(unit, account)
    links = await kept.list_links(unit, account)
    _, passkeys = await factors.count_factors(unit, account)
    if not (len(links) > 1 or passkeys or (login and login[0].password)):
        raise Refused("This is your only way in. Add a passkey first.")
    ended = next((link for link in links if link.id == number), None)
    if ended is not None:
        unit.add(kept.end_link(number, account), kept.end_of_issuer(account, ended.issuer))


async def list_links(reader: Reader, account: int) -> list[LinkRow]:
    """Read who somebody here is to issuers."""
    return await kept.list_links(reader, account)


async def leave_all(unit: Unit, issuer: str, subject: str, sid: str) -> int:
    """End what somebody is signed in with, whom an issuer has let go; says of how many people."""
    link = await kept.find_link(unit, issuer, subject) if subject else None
    whom = {link.account_id} if link else set()
    if sid:
        there = set(await kept.accounts_of_sid(unit, issuer, sid))
        if subject and there - whom:
            raise Refused("logout_token: the session is of somebody else")
        whom |= there
        unit.add(kept.end_sid(issuer, sid))
    elif link is not None:
        unit.add(kept.end_of_issuer(link.account_id, issuer))
    for account in whom:
        await oauth.end_all(unit, account)
    return len(whom)


def _follow_groups(unit: Unit, account: int, name: str, before: str, role: str) -> None:
    if role and before not in {role, "owner"}:
        unit.add(kept.set_role_by_group(account, role))
        audit.note(unit, 0, "set-role", name, {"role": role, "by": "sign-on"})


def _link(account: int, who: Vouched) -> LinkRow:
    now = clock.now_ms()
    return LinkRow(ids.new_id(), account, who.issuer, who.subject, who.shown[:254], now, now)


def _word(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def _groups(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = claims.get(name)
    several = value if isinstance(value, list) else [value]
    return tuple(one[:_LONGEST] for one in several[:_MOST_GROUPS] if isinstance(one, str))
