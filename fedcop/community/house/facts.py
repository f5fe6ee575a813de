"""How a node stands: the numbers that its overview shows, read anew after some seconds."""

import asyncio
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fedcop import clock
from fedcop.community import backups, quarantine
from fedcop.community.house import days, samples
from fedcop.community.house.outlook import Outlook, read_outlook
from fedcop.community.joining import deciding
from fedcop.errors import FedcopError
from fedcop.store.queries import gauges, inbox, outgoing, overview
from fedcop.store.queries.gauges import Beside, Peers
from fedcop.store.queries.overview import Waits
from fedcop.store.queries.samples import Lagging
from fedcop.store.rows import DayRow
from fedcop.store.schema import require_schema

if TYPE_CHECKING:
    from fedcop.settings import Settings
    from fedcop.store.batch import Store

DAYS: Final = 28
_FRESH_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How a node stands just now; times are milliseconds, 0 for never."""

    read_at: int
    free: int  # bytes, where its data is
    whole: int
    dialect: str
    size: int  # bytes of the database
    answered_ms: int
    schema: str  # what is wrong with it, if anything
    arrived: int
    arrived_since: int
    untold: int
    untold_since: int
    beside: Beside
    lagging: Lagging
    peers: Peers
    waits: Waits
    newcomers: int  # who waits to be let in
    backup: str  # what is wrong with backups, if anything
    backed_up: int  # when the last good one was made
    days: tuple[DayRow, ...]
    secure: bool  # whether the address of the node needs a certificate
    outlook: Outlook
    quiet_since: int  # when a restored node was put into quarantine


class Overview:
    """The facts as one process knows them: read by whoever asks first, for all who ask then."""

    def __init__(self, store: "Store", settings: "Settings") -> None:
        self._store = store
        self._settings = settings
        self._known: Facts | None = None
        self._until = 0.0
        self._one = asyncio.Lock()

    async def get(self) -> Facts:
        """Say how the node stands, some seconds late at most."""
        async with self._one:
            if self._known is None or time.monotonic() >= self._until:
                self._known = await read_facts(self._store, self._settings)
                self._until = time.monotonic() + _FRESH_SECONDS
            return self._known


async def read_facts(store: "Store", settings: "Settings") -> Facts:
    """Read how a node stands. Raises Unavailable."""
    begun = time.perf_counter()
    waits = await overview.count_waits(store)
    answered = int((time.perf_counter() - begun) * 1000)
    room = await asyncio.to_thread(shutil.disk_usage, settings.data)
    arrived, arrived_since = await inbox.count_waiting(store)
    untold, untold_since = await outgoing.count_events(store)
    state = await backups.read_state(store)
    return Facts(
        read_at=clock.now_ms(),
        free=room.free,
        whole=room.total,
        dialect=store.backend.dialect,
        size=await gauges.measure_database(store),
        answered_ms=answered,
        schema=await _schema(store),
        arrived=arrived,
        arrived_since=arrived_since,
        untold=untold,
        untold_since=untold_since,
        beside=await gauges.count_beside(store),
        lagging=await samples.count_lagging(store),
        peers=await gauges.count_peers(store),
        waits=waits,
        newcomers=await deciding.count_waiting(store),
        backup=backups.trouble_of(settings.backup_daily_at, state, clock.now_ms()),
        backed_up=state.done,
        days=tuple(await days.list_last(store, DAYS)),
        secure=settings.origin.startswith("https:"),
        outlook=await read_outlook(store),
        quiet_since=await quarantine.find_since(store),
    )


async def _schema(store: "Store") -> str:
    try:
        await require_schema(store.backend)
    except FedcopError as error:
        return error.safe
    return ""
