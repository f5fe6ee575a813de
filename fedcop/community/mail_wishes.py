"""How somebody wants mail: what needs them, digests of each community, or nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from fedcop import clock
from fedcop.community import stopping
from fedcop.community.stopping import Stop
from fedcop.errors import Invalid
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import accounts, addresses, communities, mail_readers, routing
from fedcop.store.rows import GroupRow, MailAddressRow, MailReaderRow

OFF, AT_ONCE, HOURLY = 0, 1, 2
NEVER, DAILY, WEEKLY = 0, 1, 2
_HOURS: Final = range(24)
_MOST: Final = 200


async def read_wish(reader: Reader, account: int) -> MailReaderRow:
    """Read how somebody wants mail."""
    return await mail_readers.find_reader(reader, account)


async def list_choices(
    reader: Reader, account: int, wish: MailReaderRow
) -> list[tuple[GroupRow, int]]:
    """List the communities of somebody, and how often they want to read of each."""
    chosen = await mail_readers.list_digests(reader, account)
    joined = await communities.list_communities_of(reader, account, 0, _MOST)
    return [(group, chosen.get(group.actor.id, wish.every)) for group in joined]


async def set_wish(unit: Unit, wish: MailReaderRow, choices: Mapping[int, int]) -> MailReaderRow:
    """Say how one wants mail; `choices` by community. Raises Invalid."""
    if wish.timezone and wish.timezone not in available_timezones():
        raise Invalid("timezone: We know no such time zone.")
    if wish.hour not in _HOURS:
        raise Invalid("hour: Choose an hour from 0 to 23.")
    if wish.needs not in (OFF, AT_ONCE, HOURLY) or wish.every not in (NEVER, DAILY, WEEKLY):
        raise Invalid("needs: Choose one of these.")
    zone = await zone_of(unit, wish)
    row = replace(wish, digest_due=next_digest(zone, wish.hour, clock.now_ms()))
    unit.touch(f"mail:{wish.account_id}")
    unit.add(
        mail_readers.put_wish(row, clock.now_ms()), mail_readers.forget_choices(wish.account_id)
    )
    for community, every in choices.items():
        if every != wish.every and every in (NEVER, DAILY, WEEKLY):
            unit.add(mail_readers.choose_digest(wish.account_id, community, every))
    return row


async def stop(unit: Unit, wanted: Stop) -> None:
    """Send somebody no more of what they do not want; twice is once."""
    unit.touch(f"mail:{wanted.account_id}")
    if wanted.what == stopping.DIGEST:
        unit.add(mail_readers.choose_digest(wanted.account_id, wanted.community_id, NEVER))
        return
    wish = await mail_readers.find_reader(unit, wanted.account_id)
    if wanted.what == stopping.NEEDS:
        unit.add(mail_readers.put_wish(replace(wish, needs=OFF), clock.now_ms()))
    else:
        unit.add(mail_readers.put_wish(replace(wish, every=NEVER), clock.now_ms()))
        unit.add(mail_readers.forget_choices(wanted.account_id))


async def find_failing(reader: Reader, account: int) -> MailAddressRow | None:
    """Say whether the address of somebody gets no mail any more."""
    login = await accounts.find_login(reader, account)
    if login is None or not login[0].email:
        return None
    found = await addresses.find_address(reader, login[0].email)
    return found if found and found.failing else None


async def try_again(unit: Unit, account: int) -> None:
    """Send mail again to the address of somebody, who says that it is right."""
    login = await accounts.find_login(unit, account)
    if login is not None:
        unit.add(addresses.clear_address(login[0].email))


async def zone_of(reader: Reader, wish: MailReaderRow) -> ZoneInfo:
    """Say in which time zone somebody lives, as far as they ever said."""
    said = wish.timezone
    if not said:
        asked = await routing.find_ask_me(reader, wish.account_id)
        said = asked.timezone if asked else ""
    return ZoneInfo(said if said in available_timezones() else "UTC")


def next_digest(zone: ZoneInfo, hour: int, now: int) -> int:
    """Say when it is that hour next, in that zone."""
    here = clock.utc(now).astimezone(zone)
    at = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    if at <= here:
        at = (here + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return int(at.timestamp() * 1000)
