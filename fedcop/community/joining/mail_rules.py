"""Which mail addresses newcomers may have."""

from fedcop.community import accounts
from fedcop.community.options import Options
from fedcop.errors import Malformed

_NOT_HERE = "email: addresses of this kind are not taken here; use the one of your organization"


def domains_of(text: str) -> tuple[str, ...]:
    """Read domains separated by blanks, commas or lines. Raises Malformed."""
    found = [word.strip().strip("@.").lower() for word in text.replace(",", " ").split()]
    for one in found:
        if not one or "@" in one or "/" in one or "." not in one:
            raise Malformed(f"domains: {one[:60]} is none; write example.org")
    return tuple(dict.fromkeys(found))


def require_domain(email: str, options: Options) -> str:
    """Take a mail address as it is kept, of a domain that newcomers may have. Raises Malformed."""
    tidy = accounts.tidy_email(email)
    host = tidy.rpartition("@")[2]
    if _is_of(host, domains_of(options.mail_refused)):
        raise Malformed(_NOT_HERE)
    allowed = domains_of(options.mail_domains)
    if allowed and not _is_of(host, allowed):
        raise Malformed(_NOT_HERE)
    return tidy


def _is_of(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in domains)
