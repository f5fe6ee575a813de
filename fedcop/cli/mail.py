"""`fedcop mail`: whether mail goes out, what waits, and what came back."""

import sys
from typing import Final

import click

from fedcop import clock, ids
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_store
from fedcop.cli.output import FAILED
from fedcop.community import bounces, letters, mail_state
from fedcop.errors import Misconfigured, Refused
from fedcop.mailing.returns import LARGEST, read_return
from fedcop.mailing.sending import send_test
from fedcop.settings import Settings
from fedcop.store.queries import addresses
from fedcop.store.queries import letters as rows

NO_MAIL: Final = "mail: smtp_host and mail_from are not set; see docs/how-to/mail.md"
_HEADS: Final = ("id", "kind", "address", "since", "tries", "again", "error")
_STATES: Final = {"owed": rows.OWED, "sent": rows.SENT, "given-up": rows.GIVEN_UP}


@click.group("mail", cls=Noun)
def mail() -> None:
    """Look after the mail that this node sends."""


@mail.command("test")
@click.argument("address")
@command
async def test(desk: Desk, /, address: str) -> None:
    """Send a letter to ADDRESS now, past the queue, and say what the mail server makes of it."""
    chosen = mailing_settings(desk)
    if desk.dry_run:
        return
    posted = await send_test(chosen, address, ids.new_id())
    if posted:
        desk.code = FAILED
        desk.output.result(f"{address}: not taken: {posted}", well=False)
    else:
        where = f"{chosen.smtp_host}:{chosen.smtp_port}"
        desk.output.result(f"{where} took a letter for {address}", well=True)


@mail.command("queue")
@click.option("--state", type=click.Choice(list(_STATES)), default="owed", help="Which letters.")
@click.option("--limit", default=50, type=click.IntRange(1, 10_000), help="How many at most.")
@command
async def queue(desk: Desk, /, state: str, limit: int) -> None:
    """Show the letters that wait, were sent or were given up, and how the mail server does."""
    async with opened_store(desk) as store:
        found = await rows.list_letters(store, _STATES[state], limit)
        known = await mail_state.read_mail_state(store)
        failing = await addresses.count_failing(store)
    if not letters.possible(desk.settings()):
        desk.output.note(NO_MAIL)
    elif known.since:
        desk.output.note(f"since {clock.iso(known.since)} nothing is sent: {known.said}")
    if failing:
        desk.output.note(f"{failing} addresses get no mail any more; `fedcop mail failing`")
    desk.output.table(
        _HEADS,
        [
            (
                str(row.id),
                row.kind,
                row.address,
                clock.iso(row.created),
                str(row.tries),
                clock.iso(row.due) if row.state == rows.OWED else "",
                row.error,
            )
            for row in found
        ],
    )


@mail.command("retry")
@click.argument("letter", type=int, default=0)
@command
async def retry(desk: Desk, /, letter: int) -> None:
    """Try everything that waits now, or one LETTER that was given up."""
    async with opened_store(desk) as store:
        await carry_out(desk, store, letters.retry, 0, letter)
    desk.output.result("what waits is tried now", well=True)


@mail.command("failing")
@click.option("--clear", default="", metavar="ADDRESS", help="Send mail to this address again.")
@command
async def failing(desk: Desk, /, clear: str) -> None:
    """Show the addresses that refused mail for good and get none any more."""
    async with opened_store(desk) as store:
        if clear:
            await carry_out(desk, store, letters.clear_address, 0, clear.strip().lower())
        found = await addresses.list_failing(store, 1_000)
    desk.output.table(
        ("address", "since", "refusals", "said"),
        [(one.address, clock.iso(one.failing), str(one.fails), one.said) for one in found],
    )


@mail.command("bounce")
@click.option("--recipient", default="", help="Where it came back to, if its headers do not say.")
@command
async def bounce(desk: Desk, /, recipient: str) -> None:
    """Read from standard input a message that says that a letter came back; for mail servers."""
    chosen = desk.settings()
    if not chosen.mail_bounces:
        raise Misconfigured("mail_bounces: is not set, so no letter has an address to come back to")
    returned = read_return(sys.stdin.buffer.read(LARGEST + 1))
    places = (recipient,) if recipient else returned.recipients
    found = (bounces.read_return_path(chosen.secret, chosen.mail_bounces, one) for one in places)
    letter = next((number for number in found if number), 0)
    if not letter:
        raise Refused("recipient: it came back to none of our addresses; see --recipient")
    if not returned.for_good:
        desk.output.note("it is not given up for good; nothing changes")
        return
    async with opened_store(desk) as store:
        row = await carry_out(desk, store, bounces.take_back, letter, returned.said)
    said = f"{row.address}: {returned.said}" if row else "this is known already"
    desk.output.result(said, well=True)


def mailing_settings(desk: Desk) -> Settings:
    """Read the settings of a node that sends mail. Raises Misconfigured."""
    chosen = desk.settings()
    if not letters.possible(chosen):
        raise Misconfigured(NO_MAIL)
    return chosen
