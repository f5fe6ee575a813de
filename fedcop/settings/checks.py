"""What is refused at start, because a node with it would not be safe."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fedcop.errors import Misconfigured
from fedcop.settings.master_key import check_private, decode_key
from fedcop.settings.values import Settings

SAMPLE_SECRET: Final = "change-me-change-me-change-me-change-me"  # noqa: S105 - refused at start

_EXAMPLE: Final = "https://cop.example"
_SECRET_LENGTH, _SECRET_VARIETY = 32, 8
_LONGEST_ADDRESS: Final = 254
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_LABEL: Final = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_HOST_NAME: Final = re.compile(rf"(?![0-9.]+$){_LABEL}(\.{_LABEL})*")  # no IP address
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_KEEP: Final = re.compile(r"(daily|weekly|monthly)=\d{1,3}")


def check(settings: Settings) -> None:
    """Refuse settings that are not safe to start with. Raises Misconfigured."""
    _check_origin(settings.origin)
    _check_secret(settings.secret)
    _check_database(settings.database)
    if settings.source and not settings.source.startswith(("https://", "http://")):
        raise Misconfigured("source: write the whole address, as https://code.example/fedcop")
    if settings.metrics_port == settings.bind_port:
        raise Misconfigured("metrics_port: what is counted needs a port of its own; choose another")
    _check_bucket(settings)
    _check_mail(settings)
    _check_backups(settings)
    if settings.master_key:
        decode_key(settings.master_key, "master_key")
    check_private("key_file", settings.key_file)


def _check_origin(origin: str) -> None:
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError as error:
        raise Misconfigured(f"origin: {origin!r} is no address; write {_EXAMPLE}") from error
    bare = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    name = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not _HOST_NAME.fullmatch(name):
        raise Misconfigured(f"origin: {origin!r} is no host name with https; write {_EXAMPLE}")
    if origin != bare.lower():
        raise Misconfigured(
            f"origin: is lower case, without path, slash or user; write {bare.lower()}"
        )
    if name == "localhost" or name.endswith(".localhost"):
        return
    if parts.scheme == "http":
        raise Misconfigured(
            f"origin: http is for localhost and *.localhost alone; write https://{parts.netloc}"
        )
    if port is not None:
        raise Misconfigured(f"origin: peers refuse a port; write https://{name}")


def _check_backups(settings: Settings) -> None:
    if settings.backup_daily_at and not _TIME.fullmatch(settings.backup_daily_at):
        raise Misconfigured("backup_daily_at: write the time in UTC, as 03:30")
    if settings.backup_recipient and not settings.backup_recipient.startswith("age1"):
        raise Misconfigured("backup_recipient: write age1…; `fedcop backup key` makes one")
    if not all(_KEEP.fullmatch(word) for word in settings.backup_keep):
        raise Misconfigured("backup_keep: write daily=7, weekly=4, monthly=6, or some of these")


def _check_secret(secret: str) -> None:
    cure = "put in the output of `openssl rand -hex 32`"
    if secret == SAMPLE_SECRET:
        raise Misconfigured(f"secret: is still the sample; {cure}")
    if len(secret) < _SECRET_LENGTH or len(set(secret)) < _SECRET_VARIETY:
        raise Misconfigured(f"secret: can be guessed; {cure}")


def _check_bucket(settings: Settings) -> None:
    """Know all that a bucket takes, or nothing of one."""
    given = {
        "s3_bucket": settings.s3_bucket,
        "s3_endpoint": settings.s3_endpoint,
        "s3_key_id": settings.s3_key_id,
        "s3_secret": settings.s3_secret,
    }
    missing = [name for name, value in given.items() if not value]
    if settings.media_storage == "s3" or len(missing) < len(given):
        if missing:
            raise Misconfigured(f"{missing[0]}: write it too, for the bucket in which files are")
        if not settings.s3_endpoint.startswith(("https://", "http://")):
            raise Misconfigured("s3_endpoint: write the whole address, as https://s3.example")


def _check_mail(settings: Settings) -> None:
    for name in ("mail_from", "mail_bounces"):
        address = getattr(settings, name)
        if address and not is_mailbox(address):
            raise Misconfigured(f"{name}: write a bare address, as cop@{settings.host}")
    if bool(settings.smtp_host) != bool(settings.mail_from):
        raise Misconfigured("smtp_host: goes with mail_from; write both, or neither")
    if settings.smtp_password and not settings.smtp_user:
        raise Misconfigured("smtp_user: is missing; smtp_password is its password")
    if settings.smtp_user and settings.smtp_security == "none":
        raise Misconfigured("smtp_security: with `none` the password could be read; see smtp_user")
    if settings.smtp_ca != Path() and not settings.smtp_ca.is_file():
        raise Misconfigured(f"smtp_ca: {settings.smtp_ca} is no file")


def is_mailbox(text: str) -> bool:
    """Whether this is a mail address that we would write to: nothing hides in it."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def _check_database(url: str) -> None:
    if url.startswith("sqlite:///") and not url.endswith("/"):
        return
    try:
        parts = urlsplit(url)
        postgresql = url.startswith(("postgresql://", "postgres://")) and parts.port != 0
        good = postgresql and len(parts.path) > 1 and parts.path.count("/") == 1
    except ValueError:
        good = False
    if not good:
        forms = "sqlite, sqlite:///FILE or postgresql://user:password@host/name"
        raise Misconfigured(f"database: write {forms}")
