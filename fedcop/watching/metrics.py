"""What Prometheus is told: what this process counted, and how the store stands."""

import asyncio
import os
import resource
import shutil
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from fedcop import __version__, clock
from fedcop.assembly import Parts
from fedcop.community import backups, mail_state, quarantine
from fedcop.errors import FedcopError
from fedcop.figures import Gauge, page_of
from fedcop.store.queries import addresses, gauges, inbox, letters, outgoing, usage
from fedcop.watching.door import LIVES, READY, Watched
from fedcop.watching.readiness import Readiness

METRICS: Final = "/metrics"
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SOON: Final = 10.0  # seconds for which what is read from the store is told again
_SELDOM: Final = 300.0  # the same for what reads whole tables
_FEWEST: Final = 5  # people, so that none of them can be told from the number
_STATM: Final = Path("/proc/self/statm")
_FILES: Final = Path("/proc/self/fd")

Ask = Callable[[], Awaitable[tuple[Gauge, ...]]]


class _Kept:
    """Gauges that are read anew when they are older than so many seconds, once for all who ask."""

    def __init__(self, ask: Ask, seconds: float) -> None:
        self._ask = ask
        self._seconds = seconds
        self._until = 0.0
        self._found: tuple[Gauge, ...] = ()
        self._one = asyncio.Lock()

    async def get(self) -> tuple[Gauge, ...]:
        """Return what was found; nothing while the store does not answer."""
        async with self._one:
            if time.monotonic() >= self._until:
                try:
                    self._found = await self._ask()
                except FedcopError:
                    self._found = ()
                self._until = time.monotonic() + self._seconds
            return self._found


class Metrics:
    """The page that is scraped, at an address of its own, with what tells whether all is well."""

    def __init__(self, parts: Parts, kind: str) -> None:
        self._parts = parts
        self._kind = kind
        self._began = clock.now()
        self._soon = _Kept(self._queues, _SOON)
        self._seldom = _Kept(self._sizes, _SELDOM)
        self._watched: ASGIApp = Watched(Readiness(parts), parts.settings.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["path"] in {LIVES, READY}:
            await self._watched(scope, receive, send)
            return
        answer = await self._answer(Request(scope))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.url.path != METRICS or request.method not in {"GET", "HEAD"}:
            return PlainTextResponse(f"here are {METRICS}, {LIVES} and {READY}\n", 404)
        return Response(await self.page(), media_type=_TYPE)

    async def page(self) -> str:
        """Write the page."""
        kept = [*await self._soon.get(), *await self._seldom.get()]
        return page_of((*self._process(), *self._parts.figures.counted(), *kept))

    def _process(self) -> tuple[Gauge, ...]:
        words = (self._kind, str(os.getpid()), __version__, self._parts.store.backend.dialect)
        labels = ("process", "pid", "version", "database")
        spent = resource.getrusage(resource.RUSAGE_SELF)
        pages = int(_STATM.read_text("ascii").split()[1]) if _STATM.exists() else 0
        files = len(os.listdir(_FILES)) if _FILES.exists() else 0  # noqa: PTH208 - only counted
        loops = self._parts.figures.pulse.loops().items()
        return (
            Gauge("fedcop_info", "Which process this is.", labels, ((words, 1),)),
            Gauge(
                "fedcop_loop_alive",
                "Whether a loop of the worker gets on.",
                ("job",),
                tuple(((name,), float(well)) for name, well in loops),
            ),
            Gauge.of("process_start_time_seconds", "When it began.", self._began),
            Gauge(
                "process_cpu_seconds_total",
                "What it has worked.",
                (),
                (((), spent.ru_utime + spent.ru_stime),),
                "counter",
            ),
            Gauge.of(
                "process_resident_memory_bytes", "Its memory.", pages * resource.getpagesize()
            ),
            Gauge.of("process_open_fds", "Its open files and connections.", files),
        )

    async def _queues(self) -> tuple[Gauge, ...]:
        store, now = self._parts.store, clock.now_ms()
        waiting, since = await inbox.count_waiting(store)
        untold, first = await outgoing.count_events(store)
        lag = await gauges.measure_lag(store)
        beside = await gauges.count_beside(store)
        peers = await gauges.count_peers(store)
        queues = (
            (("inbox",), waiting),
            (("events",), untold),
            (("beside",), beside.waiting),
            (("given_up",), beside.given_up),
        )
        ages = ((("inbox",), _age(now, since)), (("events",), _age(now, first)))
        behind = "The most positions of the log that a lane has not come to."
        free = shutil.disk_usage(self._parts.settings.data).free
        kept = await backups.read_state(store)
        silent = await quarantine.find_since(store) > 0
        return (
            Gauge.of("fedcop_quarantine", "Whether nothing leaves: it was restored.", silent),
            Gauge.of(
                "fedcop_backup_done_seconds", "When the last good one began.", kept.done / 1000
            ),
            Gauge.of("fedcop_backup_failed", "Whether the last one failed.", bool(kept.error)),
            Gauge("fedcop_queue_items", "What waits.", ("queue",), queues),
            Gauge("fedcop_queue_age_seconds", "How long the oldest waits.", ("queue",), ages),
            Gauge.of("fedcop_lanes_behind", "Inboxes that lack something.", lag.lanes),
            Gauge.of("fedcop_lag_positions", behind, lag.positions),
            Gauge.of("fedcop_peers", "Servers we know.", peers.known),
            Gauge.of("fedcop_peers_failing", "Servers that do not answer.", peers.failing),
            Gauge.of("fedcop_disk_free_bytes", "Room left for `data`.", free),
            *await self._mail(now),
        )

    async def _mail(self, now: int) -> tuple[Gauge, ...]:
        store = self._parts.store
        owed, since = (await letters.count_letters(store)).get(letters.OWED, (0, 0))
        down = (await mail_state.read_mail_state(store)).since
        failing = await addresses.count_failing(store)
        return (
            Gauge.of("fedcop_mail_waiting", "Letters that are owed.", owed),
            Gauge.of("fedcop_mail_age_seconds", "How long the oldest waits.", _age(now, since)),
            Gauge.of("fedcop_mail_down_seconds", "For how long none is taken.", _age(now, down)),
            Gauge.of("fedcop_mail_addresses_failing", "Those that get none any more.", failing),
        )

    async def _sizes(self) -> tuple[Gauge, ...]:
        store = self._parts.store
        media = await gauges.measure_media(store)
        used = await usage.count_usage(store, clock.now_ms())
        sizes = ((("own",), media.own), (("copies",), media.copies))
        size = await gauges.measure_database(store)
        people = Gauge.of(
            "fedcop_people_active", "Who came within 30 days, of five and more.", used.active_month
        )
        return (
            Gauge.of("fedcop_database_bytes", "The database.", size),
            Gauge("fedcop_media_bytes", "Files, of people here and copies.", ("kind",), sizes),
            *((people,) if used.active_month >= _FEWEST else ()),
        )


def _age(now: int, since: int) -> float:
    return max(0, now - since) / 1000 if since else 0.0
