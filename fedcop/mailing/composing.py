"""The message of a letter, as bytes: no header holds what somebody else could end early."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from fedcop import clock
from fedcop.errors import Malformed
from fedcop.mailing.rendering import Words
from fedcop.mailing.stops import StopLink
from fedcop.markup.text import one_line
from fedcop.settings import Settings
from fedcop.settings.checks import is_mailbox
from fedcop.store.rows import LetterRow

_LONGEST_NAME: Final = 78
_POLICY: Final = SMTP.clone(cte_type="7bit")


def compose(chosen: Settings, row: LetterRow, words: Words, stop: StopLink | None = None) -> bytes:
    """Put a letter into a message; the same letter has the same Message-ID each time.

    Raises Malformed when its address is none.
    """
    if not is_mailbox(row.address):
        raise Malformed("this is no address that mail can be sent to")
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(one_line(chosen.mail_name, _LONGEST_NAME), addr_spec=chosen.mail_from)
    message["To"] = Address(addr_spec=row.address)
    message["Subject"] = words.subject
    message["Date"] = format_datetime(clock.utc(clock.now_ms()))
    message["Message-ID"] = message_id(chosen, row.id)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notes, please
    message["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    if stop is not None:
        message["Precedence"] = "bulk"
        message["List-Id"] = f"<{row.kind}.{chosen.mail_from.rpartition('@')[2]}>"
        message["List-Unsubscribe"] = f"<{stop.address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(words.text, cte="quoted-printable")
    message.add_alternative(words.html, subtype="html", cte="quoted-printable")
    boundary = f"=_{row.id:x}_fedcop"
    message.set_boundary(boundary)
    return message.as_bytes()


def message_id(chosen: Settings, number: int) -> str:
    """Name a letter among all messages of the world."""
    return f"<letter.{number}@{chosen.mail_from.rpartition('@')[2]}>"
