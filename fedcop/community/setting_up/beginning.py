"""A node that nobody owns is set up: its link, the answers so far, and all of it made at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from fedcop.community import accounts, actors, audit, communities, house_rules
from fedcop.community.accounts import Keys, NewPerson
from fedcop.community.communities import Description, Plan
from fedcop.community.joining import modes, one_time
from fedcop.community.joining.one_time import DAY, HOUR
from fedcop.community.offices import OWNER
from fedcop.community.setting_up.questions import CONDUCT, find_question
from fedcop.errors import Gone, Malformed, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries import node_values
from fedcop.store.rows import ActorRow
from fedcop.tongues import _
from fedcop.values import is_username

HASH: Final = "password_hash"
_NAME: Final = "setting-up"
_LASTS: Final = DAY
_SEAT_LASTS: Final = 12 * HOUR
_UNASKED: Final = frozenset({HASH, "locale"})
_PAGE: Final = 500
_LONGEST: Final = 2_000

Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class NewKeys:
    """The keys of the owner to be, and of the first community if there is to be one."""

    owner: Keys
    community: Keys = ()


async def has_owner(reader: Reader) -> bool:
    """Whether somebody owns this node."""
    helpers = await logins.list_helpers(reader, _PAGE)
    return any(account.role == OWNER and not actor.deleted for account, actor in helpers)


async def make_setup_link(unit: Unit) -> str:
    """Make the link by which a browser sets up the node; earlier ones end. Raises Refused."""
    if await has_owner(unit):
        raise Refused("This node has an owner already.")
    one_time.end_all_of(unit, one_time.SET_UP, 0)
    token = one_time.make(unit, one_time.SET_UP, 0, _LASTS)
    return f"{unit.uris.origin}/setup/{token}"


async def require_link(reader: Reader, token: str) -> None:
    """Let nobody begin without the link. Raises NotFound, whatever is wrong."""
    await _require_nobody(reader)
    try:
        await one_time.look(reader, one_time.SET_UP, token)
    except Gone as error:
        raise NotFound("There is nothing here.") from error


async def take_seat(unit: Unit, token: str) -> str:
    """Use the link: this browser sets up the node, and no other. Raises NotFound."""
    await require_link(unit, token)
    await one_time.spend(unit, one_time.SET_UP, token)
    one_time.end_all_of(unit, one_time.SEAT, 0)
    return one_time.make(unit, one_time.SEAT, 0, _SEAT_LASTS)


async def require_seat(reader: Reader, token: str) -> None:
    """Let nobody go on but the browser that used the link. Raises NotFound."""
    await _require_nobody(reader)
    try:
        await one_time.look(reader, one_time.SEAT, token)
    except Gone as error:
        raise NotFound("There is nothing here.") from error


async def read_answers(reader: Reader) -> Answers:
    """Read what was answered so far."""
    text = await node_values.find_value(reader, _NAME)
    return dict(orjson.loads(text)) if text else {}


async def keep_answers(unit: Unit, given: Mapping[str, str]) -> Answers:
    """Keep the answers of one step beside the others. Raises Malformed and Refused."""
    await _check(unit, given)
    known = {**await read_answers(unit), **given}
    unit.touch(f"value:{_NAME}")
    unit.add(node_values.keep_latest(_NAME, orjson.dumps(known).decode()))
    return known


async def finish(unit: Unit, answers: Mapping[str, str], keys: NewKeys) -> ActorRow:
    """Make the owner, the first community and what was decided: all of it, or nothing.

    Raises NotFound when somebody was quicker, Malformed and Refused.
    """
    await _require_nobody(unit)
    unit.touch(f"value:{_NAME}")
    if not answers.get("owner") or not answers.get(HASH):
        raise Malformed("owner: the first person has no name or no password yet")
    person = NewPerson(
        answers["owner"],
        answers.get("owner_display", ""),
        answers.get("email", ""),
        answers[HASH],
        OWNER,
        locale=answers.get("locale", "en"),
    )
    owner = await accounts.create(unit, person, keys.owner)
    await _found(unit, owner, answers, keys.community)
    if mode := answers.get("registrations", ""):
        await modes.decide(unit, owner.id, {"registrations": mode})
    if answers.get("conduct") == "template":
        for text in CONDUCT:
            await house_rules.add_rule(unit, owner.id, _(text))
    for kind in (one_time.SET_UP, one_time.SEAT):
        one_time.end_all_of(unit, kind, 0)
    unit.add(node_values.keep_latest(_NAME, ""))
    audit.note(unit, owner.id, "set-up-node", owner.name)
    return owner


async def _found(unit: Unit, owner: ActorRow, answers: Mapping[str, str], keys: Keys) -> None:
    """Found the first community, if there is to be one."""
    name = answers.get("community", "")
    if not name:
        return
    said = Description(
        display=answers.get("community_display", "") or name,
        domain=answers.get("community_domain", ""),
    )
    await communities.found(unit, owner, Plan(name, said), keys, needs_approval=False)


async def _check(unit: Unit, given: Mapping[str, str]) -> None:
    for name, text in given.items():
        _check_one(name, text)
    if given.get("email"):
        accounts.tidy_email(given["email"])
    for name in ("owner", "community"):
        if given.get(name):
            await _check_name(unit, name, given[name])


def _check_one(name: str, text: str) -> None:
    if len(text) > _LONGEST:
        raise Malformed(f"{name}: this is too long")
    if name in _UNASKED:
        return
    question = find_question(name)
    if question.needed and not text:
        raise Malformed(f"{name}: this is needed")
    if question.choices and text not in {one.value for one in question.choices}:
        raise Malformed(f"{name}: choose one")


async def _check_name(unit: Unit, field: str, name: str) -> None:
    if not is_username(name):
        raise Malformed(f"{field}: write 1 to 30 small letters, digits or underscores")
    try:
        await actors.require_name(unit, name)
    except Refused as error:
        raise Malformed(f"{field}: {error.safe.partition(': ')[2]}") from error


async def _require_nobody(reader: Reader) -> None:
    if await has_owner(reader):
        raise NotFound("There is nothing here.")
