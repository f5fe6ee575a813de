"""`fedcop check`: a node looks at itself, deeply, and says how to mend what is wrong."""

import shutil
from collections.abc import Awaitable, Callable
from typing import Final

import click

from fedcop import clock
from fedcop.assembly import Parts, open_parts
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import opened_store
from fedcop.cli.output import FAILED
from fedcop.cli.outside import (
    see_actor,
    see_clock,
    see_dns,
    see_name,
    see_readiness,
    see_signatures,
    see_software,
    see_tls,
)
from fedcop.cli.posted import see_mail
from fedcop.cli.proxied import see_proxy
from fedcop.community import actors, backups, quarantine
from fedcop.errors import FedcopError, Misconfigured, Unavailable
from fedcop.store.files import try_once
from fedcop.store.leases import try_to_write
from fedcop.store.queries import inbox, outgoing, peers
from fedcop.store.queries.actors import find_local_actor
from fedcop.store.queries.moving import find_moving, place_of
from fedcop.store.verify import verify
from fedcop.transport.blobs import NoAnswer
from fedcop.watching.readiness import folders_of, write_once

_LEAST_FREE: Final = 1 << 30
_LONGEST_WAIT_MS: Final = 10 * 60_000
_NAMED: Final = 3  # of the servers that do not answer

Step = tuple[str, Callable[[Parts], Awaitable[str]]]


@click.command("check", cls=Verb)
@command
async def check(desk: Desk) -> None:
    """Look at everything the node needs, and say how to mend what is wrong."""
    if not await _try(desk, "settings", _settings(desk)):
        return
    if not await _try(desk, "database", _database(desk)):
        return
    try:
        parts = await open_parts(desk.settings(), beside=True)
    except FedcopError as error:
        _say(desk, "master key", error.safe, well=False)
        return
    try:
        for name, look in _INSIDE:
            await _try(desk, name, look(parts))
        for issuer in parts.settings.sign_on:
            await _try(desk, f"sign-on {issuer.key}", parts.sign_on.look(issuer.key))
        await _look_from_outside(desk, parts)
    finally:
        await parts.close()
    if desk.code:
        desk.output.result("something is to be mended", well=False)
    else:
        desk.output.result("all is well", well=True)


async def _look_from_outside(desk: Desk, parts: Parts) -> None:
    """Come as peers do; where the way ends, what lies behind it would fail for the same cause."""
    for name, look in _OUTSIDE:
        try:
            found = await look(parts)
        except Unavailable as error:
            _say(desk, name, error.safe, well=False)
            desk.output.note("        what lies behind that was not looked at")
            return
        except FedcopError as error:
            _say(desk, name, error.safe, well=False)
        else:
            _say(desk, name, found, well=True)


async def _try(desk: Desk, name: str, look: Awaitable[str]) -> bool:
    try:
        found = await look
    except FedcopError as error:
        _say(desk, name, error.safe, well=False)
        return False
    _say(desk, name, found, well=True)
    return True


def _say(desk: Desk, name: str, found: str, *, well: bool) -> None:
    if not well:
        desk.code = FAILED
    word = click.style("ok    ", fg="green") if well else click.style("failed", fg="red")
    if not (well and desk.output.quiet):
        desk.output.item(f"{word}  {name}: {found}", check=name, well=well, found=found)


async def _settings(desk: Desk) -> str:
    chosen = desk.settings()
    kind = "development" if chosen.development else "production"
    return f"{chosen.origin}, {kind} profile"


async def _database(desk: Desk) -> str:
    async with opened_store(desk) as store:
        dialect = store.backend.dialect
    findings = await verify(desk.settings().database)
    if findings:
        raise Unavailable(f"{'; '.join(findings)}; put back a backup, or ask for help")
    return f"{dialect}, schema up to date, whole"


async def _key(parts: Parts) -> str:
    for name in (actors.NODE, actors.ORGANIZATION):
        actor = await find_local_actor(parts.store, name)
        if actor is None:
            raise Misconfigured(f"{name}: this actor of ours is missing; run `fedcop init`")
        await parts.keyring.signer(actor.id)
    return "it opens the private keys of the node and of the organization"


async def _queue(parts: Parts) -> str:
    now = clock.now_ms()
    count, since = await inbox.count_waiting(parts.store)
    untold, first = await outgoing.count_events(parts.store)
    for number, oldest, what in ((count, since, "to be processed"), (untold, first, "to be told")):
        if number and now - oldest > _LONGEST_WAIT_MS:
            minutes = (now - oldest) // 60_000
            raise Unavailable(
                f"{number} {what}, the oldest for {minutes} minutes; does `fedcop serve` (or"
                " `fedcop worker`) run? Its log says what it meets"
            )
    return f"{count} to be processed, {untold} to be told, none for long"


async def _servers(parts: Parts) -> str:
    """Say which other servers do not answer, and why; that is theirs to mend, so it is no fault."""
    failing = await peers.search_failing(parts.store, "", "", _NAMED + 1)
    if not failing:
        return "none is known not to answer"
    causes = [_cause(peer.host, peer.last_error) for peer in failing[:_NAMED]]
    more = "; more: `fedcop federation peers --show failing`" if len(failing) > _NAMED else ""
    return f"what is for these waits, because they do not answer: {'; '.join(causes)}{more}"


def _cause(host: str, said: str) -> str:
    return said if said.startswith(host) else f"{host}: {said or 'nothing'}"


async def _room(parts: Parts) -> str:
    free = shutil.disk_usage(parts.settings.data).free
    if free < _LEAST_FREE:
        raise Unavailable(f"{free >> 20} MiB are left in {parts.settings.data}; make room")
    return f"{free >> 30} GiB are free in {parts.settings.data}"


async def _storage(parts: Parts) -> str:
    """Write where the node must be able to write, and take it back."""
    folders = folders_of(parts)
    for folder in folders:
        write_once(folder)
    await try_to_write(parts.store)
    return f"the database and {', '.join(map(str, folders))} can be written"


async def _files(parts: Parts) -> str:
    """Write into each place where files may be, read it again, and take it back."""
    usual = parts.settings.media_storage
    now = await place_of(parts.store, usual)
    if now not in parts.files.places:
        raise Misconfigured("s3_bucket: files were moved there, and it is not known any more")
    for place in parts.files.places.values():
        try:
            await try_once(place)
        except NoAnswer as error:
            raise Unavailable(error.why) from error
    moving = await find_moving(parts.store)
    if moving is not None and not moving.done:
        return f"on their way to {_PLACES[now]}; `fedcop media move-to-{now}` goes on"
    if now != usual:
        raise Misconfigured(f'media_storage: files were moved; write media_storage = "{now}"')
    return f"kept in {_PLACES[now]}"


_PLACES: Final = {"folder": "the folder of this machine", "s3": "the bucket"}


async def _backups(parts: Parts) -> str:
    chosen = parts.settings
    state = await backups.read_state(parts.store)
    trouble = backups.trouble_of(chosen.backup_daily_at, state, clock.now_ms())
    if trouble:
        raise Unavailable(trouble)
    if not chosen.backup_daily_at:
        return "none are scheduled; set backup_recipient and backup_daily_at"
    if not chosen.backup_recipient:
        raise Misconfigured("backup_recipient: is not set; `fedcop backup key` makes one")
    last = f"the last of {clock.iso(state.done)}" if state.done else "none yet"
    return f"each day at {chosen.backup_daily_at} UTC, {last}"


async def _quarantine(parts: Parts) -> str:
    if await quarantine.find_since(parts.store):
        raise Unavailable(quarantine.WORDS)
    return "it speaks"


_INSIDE: Final[tuple[Step, ...]] = (
    ("master key", _key),
    ("disk", _room),
    ("storage", _storage),
    ("files", _files),
    ("queue", _queue),
    ("other servers", _servers),
    ("backups", _backups),
    ("quarantine", _quarantine),
    ("signatures", see_signatures),
    ("mail", see_mail),
)
_OUTSIDE: Final[tuple[Step, ...]] = (
    ("name", see_dns),
    ("certificate", see_tls),
    ("proxy", see_proxy),
    ("own address", see_actor),
    ("processes", see_readiness),
    ("clock", see_clock),
    ("webfinger", see_name),
    ("nodeinfo", see_software),
)
