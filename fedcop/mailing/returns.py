"""What a mail server says of a letter that it could not deliver (RFC 3464), read with doubt."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from typing import Final

from fedcop.errors import Malformed
from fedcop.markup.text import one_line

LARGEST: Final = 2_000_000
_WHERE_TO: Final = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
_LONGEST: Final = 300
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Returned:
    """A message that says of letters that they came back: to where, and why, if for good."""

    recipients: tuple[str, ...]
    for_good: bool
    said: str = ""


def read_return(message: bytes) -> Returned:
    """Read what a mail server says. Raises Malformed when it says nothing of a letter."""
    if len(message) > LARGEST:
        raise Malformed("the message is too large to be about a letter that came back")
    try:
        read = message_from_bytes(message, policy=policy.default)
        fields = list(_fields(read))
        to = tuple(_addresses(read))
    except (MessageError, ValueError, LookupError, IndexError, AttributeError) as error:
        raise Malformed("the message cannot be read") from error
    if not fields:
        raise Malformed("the message does not say of a letter that it came back (RFC 3464)")
    for field in fields:
        action, status = _said(field, "Action").lower(), _said(field, "Status")
        if action == "failed" and status.startswith("5"):
            why = _said(field, "Diagnostic-Code").partition(";")[2].strip()
            return Returned(to, for_good=True, said=one_line(f"{status} {why}", _LONGEST))
    return Returned(to, for_good=False)


def _fields(message: EmailMessage | Message) -> Iterator[Message]:
    """List what is said of each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            said = part.get_payload()
            if isinstance(said, list):
                yield from (one for one in said[:_MOST] if isinstance(one, Message))


def _addresses(message: EmailMessage | Message) -> Iterator[str]:
    for name in _WHERE_TO:
        for value in message.get_all(name, [])[:_MOST]:
            yield from (part.strip() for part in str(value).split(",")[:_MOST])


def _said(field: Message, name: str) -> str:
    return one_line(str(field.get(name, "")), _LONGEST).strip()
