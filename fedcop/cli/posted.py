"""What `fedcop check` says of mail: as far as one can go without sending a letter."""

from typing import Final

from fedcop import clock
from fedcop.assembly import Parts
from fedcop.errors import Unavailable
from fedcop.store.queries import letters
from fedcop.transport.mail import Mail

_LONGEST_WAIT_MS: Final = 60 * 60_000
_SECONDS: Final = 10.0


async def see_mail(parts: Parts) -> str:
    """Sign in at the mail server, name our address, and see whether letters wait for long.

    Raises MailServerError, which names the cause, and Unavailable.
    """
    chosen = parts.settings
    if not chosen.mails:
        return "none is sent: smtp_host and mail_from are not set"
    found = await Mail(chosen, _SECONDS).try_out(chosen.mail_from)
    count, since = (await letters.count_letters(parts.store)).get(letters.OWED, (0, 0))
    waited = clock.now_ms() - since
    if count and waited > _LONGEST_WAIT_MS:
        raise Unavailable(
            f"{found} would take mail, but {count} letters wait, the oldest for"
            f" {waited // 60_000} minutes; `fedcop mail queue` says why"
        )
    return f"{found}, {count} letters wait"
