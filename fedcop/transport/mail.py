"""Hand letters to the mail server, one after another, and name what became of each.

Three things go wrong and are told apart: the server (nothing can be sent just now), one letter for
now, one letter for good. What the server says is kept for those who run the node, never shown to
others.
"""

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from fedcop.errors import Malformed
from fedcop.settings import Settings
from fedcop.settings.checks import is_mailbox
from fedcop.transport.mail_causes import (
    FOR_GOOD,
    Cause,
    MailServerError,
    named,
    not_taken,
    said,
    speaks_of_address,
    tls,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECONDS: Final = 30.0  # for one command; a server that takes longer is given up for now
_CLOSING: Final = 421
_TOO_LARGE: Final = 552


class Outcome(Enum):
    """What became of one letter."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"  # for good, whatever the address
    NO_SUCH_ADDRESS = "no such address"  # for good, and so it will be for others to it


@dataclass(frozen=True, slots=True)
class Posted:
    """The outcome of one attempt; `lost` when the connection went with it."""

    outcome: Outcome
    said: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as bytes, whom it is from (where it comes back to) and for."""

    sender: str
    recipient: str
    message: bytes

    def __post_init__(self) -> None:
        """Refuse what could end a command early. Raises Malformed."""
        if not is_mailbox(self.recipient):
            raise Malformed("this is no address that mail can be sent to")
        if not is_mailbox(self.sender):
            raise Malformed("mail_from: this is no address")


class Mail:
    """The way out to the mail server of the settings."""

    def __init__(self, chosen: Settings, seconds: float = SECONDS) -> None:
        self._chosen = chosen
        self._seconds = seconds

    @asynccontextmanager
    async def connected(self) -> "AsyncIterator[Connection]":
        """Connect and sign in. Raises MailServerError, which names the cause."""
        chosen = self._chosen
        client = SMTP(
            hostname=chosen.smtp_host,
            port=chosen.smtp_port,
            use_tls=chosen.smtp_security == "tls",
            start_tls=chosen.smtp_security == "starttls",
            tls_context=tls(chosen) if chosen.smtp_security != "none" else None,
            timeout=self._seconds,
            local_hostname=chosen.host.partition(":")[0],
        )
        try:
            await self._open(client)
            yield Connection(client)
        finally:
            await _close(client)

    async def try_out(self, sender: str) -> str:
        """Go as far as one can without a letter; say how it went. Raises MailServerError."""
        chosen = self._chosen
        async with self.connected() as connection:
            await connection.name_sender(sender)
        signed = f", signed in as {chosen.smtp_user}" if chosen.smtp_user else ""
        return f"{chosen.smtp_host}:{chosen.smtp_port} ({chosen.smtp_security}){signed}"

    async def _open(self, client: SMTP) -> None:
        chosen = self._chosen
        where = f"{chosen.smtp_host}:{chosen.smtp_port}"
        try:
            await client.connect()
            if chosen.smtp_security == "none":
                self._must_be_near(client)
            if chosen.smtp_user:
                await client.login(chosen.smtp_user, chosen.smtp_password)
        except (SMTPException, OSError, ValueError) as error:
            raise named(where, chosen, error) from error

    def _must_be_near(self, client: SMTP) -> None:
        """Without TLS go no further than this machine, or where an admin allows it."""
        peer = client.get_transport_info("peername")
        address = ip_address(str(peer[0]).partition("%")[0]) if peer else None
        near = address is not None and (
            address.is_loopback or any(address in one for one in self._chosen.allowed_networks)
        )
        if not near:
            raise MailServerError(
                Cause.UNSAFE,
                f"smtp_security: {self._chosen.smtp_host} is not on this machine nor in"
                " allowed_networks; use starttls or tls",
            )


class Connection:
    """An open way to the mail server."""

    def __init__(self, client: SMTP) -> None:
        self._client = client

    @property
    def alive(self) -> bool:
        """Whether it can take another letter."""
        return self._client.is_connected

    async def name_sender(self, sender: str) -> None:
        """Begin a letter. Raises MailServerError when none is taken from us."""
        try:
            await self._client.mail(sender, options=[])
            await self._client.rset()
        except (SMTPException, OSError) as error:
            raise not_taken(sender, error) from error

    async def post(self, envelope: Envelope) -> Posted:
        """Hand over one letter. Raises MailServerError when none is taken just now."""
        client, stage = self._client, None
        try:
            await client.mail(envelope.sender, options=[])
            stage = Outcome.NO_SUCH_ADDRESS
            await client.rcpt(envelope.recipient, options=[])
            stage = Outcome.REFUSED
            await client.data(envelope.message)
        except SMTPResponseException as error:
            if stage is None and error.code != _TOO_LARGE:
                raise not_taken(envelope.sender, error) from error
            return await self._settled(error, stage or Outcome.REFUSED)
        except (SMTPException, OSError) as error:
            return self._lost(error)
        return Posted(Outcome.SENT)

    async def _settled(self, error: SMTPResponseException, outcome: Outcome) -> Posted:
        """Name what became of a letter that was not taken, and make room for the next."""
        words = said(error)
        if error.code == _CLOSING:
            self._client.close()
            raise MailServerError(Cause.SAYS_NO, f"the mail server closes: {words}") from error
        with suppress(SMTPException, OSError):
            await self._client.rset()
        if error.code not in FOR_GOOD:
            return Posted(Outcome.LATER, words)
        if speaks_of_address(error.message):
            return Posted(Outcome.NO_SUCH_ADDRESS, words)
        # Some refuse at the address what they would refuse for everybody: relaying, spam.
        enhanced = error.message[:1] == "5" and error.message[1:2] == "."
        for_all = outcome is Outcome.NO_SUCH_ADDRESS and enhanced
        return Posted(Outcome.REFUSED if for_all else outcome, words)

    def _lost(self, error: Exception) -> Posted:
        """Name what became of a letter whose connection broke: it may have arrived, or not."""
        self._client.close()
        words = "it did not answer in time" if isinstance(error, TimeoutError) else said(error)
        return Posted(Outcome.LATER, f"the mail server broke off: {words}", lost=True)


async def _close(client: SMTP) -> None:
    if client.is_connected:
        with suppress(SMTPException, OSError, TimeoutError):
            async with asyncio.timeout(2.0):
                await client.quit()
    client.close()
