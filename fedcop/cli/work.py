"""`fedcop worker`: do what those who answer leave to be done, until told to stop."""

import logging

import click

from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.running import begin, opened, require_postgresql, stop_signal, told, until
from fedcop.transport.notify import READY, tell_systemd
from fedcop.worker import Worker

log = logging.getLogger(__name__)


@click.command("worker", cls=Verb)
@command
async def worker(desk: Desk) -> None:
    """Process what arrived and deliver what is owed; `fedcop web` answers. Needs PostgreSQL."""
    chosen = begin(desk)
    require_postgresql(chosen, "worker")
    async with opened(chosen) as parts:
        stop = stop_signal(None)
        log.info("ready: at work for %s", chosen.origin)
        tell_systemd(READY)
        await until(stop, Worker(parts).run(stop), *told(parts, "worker", stop))
