"""Why the mail server takes nothing, in words that tell an operator where to look."""

import ssl
from enum import Enum
from pathlib import Path
from socket import gaierror  # noqa: TID251 - this is transport
from typing import Final, Self

from aiosmtplib import SMTPAuthenticationError, SMTPResponseException

from fedcop.errors import FedcopError
from fedcop.settings import Settings

FOR_GOOD: Final = range(500, 600)
_LONGEST: Final = 300
_ABOUT_ADDRESS: Final = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")


class Cause(Enum):
    """Why nothing can be sent, in a word that tells an operator where to look."""

    NAME = "name"  # its name is not found
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    LOGIN = "login"
    SENDER = "sender"  # it does not take mail from our address
    UNSAFE = "unsafe"  # no TLS, and it is not near
    SAYS_NO = "says no"


class MailServerError(FedcopError):
    """The mail server takes nothing just now; trying again can help."""

    status = 502
    retryable = True

    def __init__(self, cause: Cause, safe: str) -> None:
        super().__init__(safe)
        self.cause = cause

    @classmethod
    def breaks_off(cls, words: str) -> Self:
        """Speak of a server that breaks off in the middle of letters, one after another."""
        return cls(Cause.UNREACHABLE, f"breaks off again and again; {words}")


def tls(chosen: Settings) -> ssl.SSLContext:
    """Make what TLS goes by: certificates are checked, always."""
    file = str(chosen.smtp_ca) if chosen.smtp_ca != Path() else None
    try:
        context = ssl.create_default_context(cafile=file)
    except (OSError, ssl.SSLError) as error:
        raise MailServerError(Cause.TLS, f"smtp_ca: {file} cannot be read") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def named(where: str, chosen: Settings, error: Exception) -> MailServerError:
    """Turn what went wrong on the way in into a cause, and what to do about it."""
    chain = _chain(error)
    return _named_by_kind(where, chain) or _named_by_words(where, chosen, error)


def _named_by_kind(where: str, chain: list[BaseException]) -> MailServerError | None:
    for one in chain:
        match one:
            case gaierror():
                cause, words = Cause.NAME, "this name is not found; see smtp_host and your DNS"
            case ssl.SSLError():
                cause, words = Cause.TLS, f"TLS fails, {_why_no_tls(one)}"
            case SMTPAuthenticationError():
                words = f"smtp_user and smtp_password are not taken: {said(one)}"
                cause = Cause.LOGIN
            case ConnectionRefusedError():
                words = "refuses connections; does it run, and is smtp_port right?"
                cause = Cause.UNREACHABLE
            case TimeoutError():
                words = "does not answer in time; does a firewall stand between?"
                cause = Cause.TIMEOUT
            case _:
                continue
        return MailServerError(cause, f"{where}: {words}")
    return None


def _named_by_words(where: str, chosen: Settings, error: Exception) -> MailServerError:
    if isinstance(error, SMTPResponseException):
        return MailServerError(Cause.SAYS_NO, f"{where}: says {said(error)}")
    if "TLS" in str(error).upper():
        words = f"{where}: does not offer STARTTLS; see smtp_security and smtp_port"
        return MailServerError(Cause.TLS, words)
    if chosen.smtp_user and "AUTH" in str(error).upper():
        return MailServerError(Cause.LOGIN, f"{where}: lets nobody sign in; see smtp_user")
    return MailServerError(Cause.UNREACHABLE, f"{where}: {said(error)}")


def not_taken(sender: str, error: Exception) -> MailServerError:
    """Name why no letter of ours is taken."""
    if isinstance(error, SMTPResponseException) and error.code in FOR_GOOD:
        words = f"mail_from: mail from {sender} is not taken: {said(error)}"
        return MailServerError(Cause.SENDER, words)
    return MailServerError(Cause.SAYS_NO, f"the mail server takes nothing just now: {said(error)}")


def _why_no_tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message}); see smtp_ca"
    return "it does not speak TLS at this port; see smtp_security and smtp_port"


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__
    return found


def said(error: Exception) -> str:
    """Put what the server said into one line that is safe in a log."""
    if isinstance(error, SMTPResponseException):
        text = f"{error.code} {error.message}"
    else:
        text = str(error) or type(error).__name__
    return "".join(one if one.isprintable() else " " for one in text)[:_LONGEST]


def speaks_of_address(message: str) -> bool:
    """Whether a refusal is about the address, whatever the letter."""
    return message.startswith(_ABOUT_ADDRESS)
