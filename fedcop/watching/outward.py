"""Look at the node from outside now and then: the certificate of its address, and its clock."""

from contextlib import suppress
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Final

from fedcop import clock
from fedcop.activitypub import nodeinfo
from fedcop.assembly import Parts
from fedcop.community.house import outlook
from fedcop.community.house.outlook import Outlook
from fedcop.community.perform import perform
from fedcop.errors import FedcopError
from fedcop.store.queries.peers import list_lively
from fedcop.transport.approach import see_certificate
from fedcop.transport.client import Answer, OutRequest

EVERY_MS: Final = 6 * 3_600_000
_FIRST_MS: Final = 5 * 60_000  # so long a new node has to be made known
_PEERS: Final = 5  # of which we ask the time


async def look(parts: Parts) -> int:
    """See certificate and clock when that is some hours ago; how many times that was done."""
    known, now = await outlook.read_outlook(parts.store), clock.now_ms()
    if not known.looked:
        soon = Outlook(looked=now - EVERY_MS + _FIRST_MS)
        await perform(parts.store, outlook.keep_outlook, soon)
        return 0
    if now < known.looked + EVERY_MS:
        return 0
    days, trouble = await _certificate(parts)
    drifts = await drifts_of_peers(parts)
    seen = Outlook(
        looked=clock.now_ms(),
        days=days,
        trouble=trouble,
        drift=median(drifts) if drifts else None,
        asked=len(drifts),
    )
    await perform(parts.store, outlook.keep_outlook, seen)
    return 1


async def drifts_of_peers(parts: Parts) -> list[float]:
    """Ask some peers for the time; those that do not answer do not count."""
    rules = await parts.reach.domains.refresh()
    hosts = [host for host in await list_lively(parts.store, _PEERS) if rules.admit(host)]
    scheme = "http" if parts.settings.development else "https"
    drifts = []
    for host in hosts:
        request = OutRequest("GET", f"{scheme}://{host}{nodeinfo.PATH}")
        with suppress(FedcopError):
            drift = drift_of(await parts.client.client.tell(request))
            if drift is not None:
                drifts.append(drift)
    return drifts


def drift_of(answer: Answer) -> float | None:
    """Say by how many seconds another clock is ahead of ours; None when it says nothing."""
    try:
        return parsedate_to_datetime(answer.header("Date") or "").timestamp() - clock.now()
    except (ValueError, OverflowError):
        return None


async def _certificate(parts: Parts) -> tuple[int | None, str]:
    if not parts.settings.origin.startswith("https:"):
        return None, ""
    try:
        return await see_certificate(parts.settings.host, parts.settings.host), ""
    except FedcopError as error:
        return None, error.safe
