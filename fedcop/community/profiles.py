"""What a member says of themselves, and how they usually post."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import orjson

from fedcop import clock
from fedcop.community import actors, events, media, policy
from fedcop.community.media import Kept
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Unit
from fedcop.store.queries import accounts
from fedcop.store.queries import actors as actor_queries
from fedcop.store.rows import AccountRow, ActorRow
from fedcop.values import Audience

MOST_DETAILS: Final = 4
LONGEST_DETAIL: Final = 255
LONGEST_SOURCE: Final = 5000
_USUAL: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.FOLLOWERS, Audience.NAMED)


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of a profile: what it is, what it says, and that as HTML."""

    name: str
    source: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What shall change of a profile; None stays. `summary` is `source` as HTML."""

    display: str | None = None
    source: str | None = None
    summary: str | None = None
    details: tuple[Detail, ...] | None = None
    locked: bool | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    reticent: bool | None = None
    icon: Kept | None = None
    image: Kept | None = None
    no_icon: bool = False
    no_image: bool = False


@dataclass(frozen=True, slots=True)
class Usual:
    """How somebody usually posts; None stays."""

    audience: Audience | None = None
    sensitive: bool | None = None
    language: str | None = None


async def change(unit: Unit, actor: ActorRow, profile: Profile) -> ActorRow:
    """Let a local person say something else of themselves; peers are told. Raises Invalid."""
    row = await actor_queries.find_actor(unit, actor.id)
    if row is None or not row.local or row.deleted:
        raise NotFound("There is no such account here.")
    policy.require(policy.may_act(row))
    _check(profile)
    icon = await _dressed(unit, row, row.icon, profile.icon, bare=profile.no_icon)
    image = await _dressed(unit, row, row.image, profile.image, bare=profile.no_image)
    changed = replace(_changed(row, profile), icon=icon, image=image)
    if changed == row:
        return row
    changed = replace(changed, version=row.version + 1, updated=clock.now_ms())
    unit.touch(f"actor:{row.uri}")
    unit.guard("FROM actor WHERE id = ? AND version = ?", row.id, row.version)
    unit.add(actor_queries.update_actor(changed))
    unit.wake("account", row.id)
    events.record(unit, events.ActorChanged(row.id))
    return changed


async def _dressed(
    unit: Unit, row: ActorRow, before: str, wanted: Kept | None, *, bare: bool
) -> str:
    """Give the address of a picture of a profile as it is to be."""
    if wanted is not None:
        return await media.dress(unit, row, wanted, before)
    if bare:
        await media.undress(unit, row, before)
        return ""
    return before


async def post_as_usual(unit: Unit, account: AccountRow, usual: Usual) -> None:
    """Keep how somebody usually posts. Raises Invalid."""
    if usual.audience is not None and usual.audience not in _USUAL:
        raise Invalid("Validation failed: a post cannot usually be for these")
    audience = account.audience if usual.audience is None else int(usual.audience)
    sensitive = account.sensitive if usual.sensitive is None else int(usual.sensitive)
    language = account.language if usual.language is None else usual.language
    if (audience, sensitive, language) != (account.audience, account.sensitive, account.language):
        unit.add(accounts.set_usual(account.actor_id, audience, sensitive, language))
        unit.wake("account", account.actor_id)


def read_details(text: str) -> list[Detail]:
    """Read back the lines of a profile, of ours or of another's."""
    return [Detail(name, source, shown) for name, shown, source in orjson.loads(text or "[]")]


def write_details(details: Sequence[Detail]) -> str:
    """Write the lines of a profile the way they are kept."""
    return orjson.dumps([[one.name, one.shown, one.source] for one in details]).decode()


def _changed(row: ActorRow, profile: Profile) -> ActorRow:
    display = profile.display
    details = profile.details
    return replace(
        row,
        display=row.display if display is None else actors.display_of(display, row.name),
        source=row.source if profile.source is None else profile.source,
        summary=row.summary if profile.summary is None else profile.summary,
        details=row.details if details is None else write_details(details),
        locked=_flag(profile.locked, row.locked),
        discoverable=_flag(profile.discoverable, row.discoverable),
        indexable=_flag(profile.indexable, row.indexable),
        reticent=_flag(profile.reticent, row.reticent),
    )


def _flag(wish: bool | None, otherwise: int) -> int:  # noqa: FBT001 - the wish is the value
    return otherwise if wish is None else int(wish)


def _check(profile: Profile) -> None:
    if profile.source is not None and len(profile.source) > LONGEST_SOURCE:
        raise Invalid(f"Validation failed: Note: write {LONGEST_SOURCE} characters at most")
    details = profile.details or ()
    if len(details) > MOST_DETAILS:
        raise Invalid(f"Validation failed: Fields: {MOST_DETAILS} at most")
    if any(len(text) > LONGEST_DETAIL for one in details for text in (one.name, one.source)):
        raise Invalid(f"Validation failed: Fields: write {LONGEST_DETAIL} characters at most")
