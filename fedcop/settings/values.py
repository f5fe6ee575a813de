"""What the operator may decide about this node, with what the manual says of it."""

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from fedcop.settings.sign_on import Issuers

Texts = tuple[str, ...]
Networks = tuple[IPv4Network | IPv6Network, ...]
Registrations = Literal["closed", "invitation", "approval", "open"]
FederationMode = Literal["open", "allowlist", "closed"]
LocalSignIn = Literal["everybody", "admins", "owners"]
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]
MediaStorage = Literal["folder", "s3"]
MailSecurity = Literal["starttls", "tls", "none"]

_SMTP_PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}
_LOOPBACK: Final = (ip_network("127.0.0.1/32"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True)
class About:
    """What the manual says of a setting; `follows` is a default that depends on other settings."""

    doc: str
    follows: str = ""
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decided about this node. Values that follow from others are filled in."""

    origin: Annotated[
        str,
        About(
            "The address of the node, for ever: `https://cop.example`, or"
            " `http://cop.localhost:8000` to try it out. Another address is another node."
        ),
    ]
    secret: Annotated[
        str, About("Signs sessions and forms: 32 characters or more that nobody can guess.")
    ] = field(repr=False)
    organization: Annotated[
        str, About("The organization behind the node.", follows="the host of `origin`")
    ] = ""
    name: Annotated[
        str, About("The name of the node as people and peers see it.", follows="`organization`")
    ] = ""
    contact: Annotated[str, About("Where to reach you: a mail or a web address.")] = ""
    languages: Annotated[
        Texts, About("The languages spoken here as BCP 47 tags, the usual one first.")
    ] = ("en",)
    data: Annotated[
        Path, About("The folder of all that is kept; relative to where `fedcop.toml` lies.")
    ] = Path("data")
    database: Annotated[
        str,
        About(
            "`sqlite` for the file `fedcop.db` in `data`, `sqlite:///FILE` for another one, or"
            " `postgresql://user:password@host/name`."
        ),
    ] = field(default="sqlite", repr=False)
    bind_host: Annotated[str, About("The address the server listens on.")] = "127.0.0.1"
    bind_port: Annotated[
        int,
        About(
            "The port the server listens on.",
            follows="the port of an http `origin`, else `8000`",
            least=1,
            most=65535,
        ),
    ] = 0
    trusted_proxies: Annotated[
        Networks, About("The proxies whose `X-Forwarded-For` is believed.")
    ] = _LOOPBACK
    allowed_networks: Annotated[
        Networks,
        About("Private networks that outgoing requests may reach all the same, as `10.2.0.0/16`."),
    ] = ()
    key_file: Annotated[
        Path,
        About(
            "The file of the master key that seals private keys; only its owner may read it. Keep"
            " a copy elsewhere: without it the node can no longer sign.",
            follows="`master.key` in `data`",
        ),
    ] = Path()
    master_key: Annotated[
        str, About("The master key itself, 32 bytes in base64, in place of `key_file`.")
    ] = field(default="", repr=False)
    source: Annotated[
        str, About("Where the source code of your fedcop is.", follows="`/source`, what runs here")
    ] = ""
    registrations: Annotated[
        Registrations,
        About(
            "Who may sign up: nobody, those with an invitation, those an admin approves, everybody."
            " What an admin decides on a page goes before it."
        ),
    ] = "approval"
    admins_need_second_factor: Annotated[
        bool,
        About(
            "Whether owners and admins reach nothing but their security settings until they have an"
            " app that counts codes, or a passkey."
        ),
    ] = False
    sign_on: Annotated[
        Issuers, About("Who vouches for people besides this node: a table each, as told below.")
    ] = ()
    local_sign_in: Annotated[
        LocalSignIn,
        About(
            "Who may sign in with a password or a passkey of this node, where there is sign-on."
            " Owners always may, so that they get in while an issuer is down."
        ),
    ] = "everybody"
    communities_need_approval: Annotated[
        bool, About("Whether a new community waits for an admin.")
    ] = False
    results_stay: Annotated[
        bool,
        About(
            "Whether of what people here apply only the fact leaves this node: what came of it"
            " stays here. Otherwise each may choose so."
        ),
    ] = False
    federation_mode: Annotated[
        FederationMode, About("Whom we speak with: all but the blocked, only the allowed, nobody.")
    ] = "open"
    media_folder: Annotated[Path, About("Of uploads.", follows="`media` in `data`")] = Path("media")
    media_storage: Annotated[
        MediaStorage,
        About(
            "Where files are kept: in `media_folder`, or in a bucket at a server that speaks S3."
            " `fedcop media move-to-s3` and `move-to-folder` take along what is there."
        ),
    ] = "folder"
    s3_bucket: Annotated[
        str, About("The bucket; it must exist. With it the node knows how to reach files there.")
    ] = ""
    s3_endpoint: Annotated[str, About("The address of the server, as `https://s3.example`.")] = ""
    s3_region: Annotated[str, About("The region that the server signs for.")] = "us-east-1"
    s3_key_id: Annotated[str, About("The key that may read, write, list and delete there.")] = ""
    s3_secret: Annotated[str, About("The secret of that key.")] = field(default="", repr=False)
    s3_prefix: Annotated[str, About("What the names of all objects begin with, as `fedcop`.")] = ""
    quota_person: Annotated[
        int,
        About(
            "How many bytes the files of one person may take together; `0` is as many as fit.",
            least=0,
            most=1_000_000_000_000_000,
        ),
    ] = 0
    quota_node: Annotated[
        int,
        About(
            "The same for all people here together. Copies of what other nodes show are no part"
            " of it: they have `copies`.",
            least=0,
            most=1_000_000_000_000_000,
        ),
    ] = 0
    max_body: Annotated[
        int, About("The largest document we take, in bytes.", least=100_000, most=16_777_216)
    ] = 1_048_576
    max_upload: Annotated[
        int, About("The largest file people may upload, in bytes.", least=100_000, most=268_435_456)
    ] = 16_777_216
    max_copy: Annotated[
        int,
        About(
            "The largest picture or recording on another node that we keep a copy of, in bytes;"
            " what is larger is linked to where it stands.",
            least=100_000,
            most=268_435_456,
        ),
    ] = 16_777_216
    copies: Annotated[
        int,
        About(
            "How many bytes the copies of what other nodes show may take together. Those that"
            " nobody has asked for the longest go first.",
            least=10_000_000,
            most=1_000_000_000_000_000,
        ),
    ] = 10_000_000_000
    client_limits: Annotated[Texts, About("Other limits for apps, as `apps=50`.")] = ()
    delivery_window: Annotated[
        int, About("How many activities fly to one inbox at once.", least=1, most=256)
    ] = 8
    delivery_window_far: Annotated[
        int, About("The same for those far away.", least=1, most=256)
    ] = 32
    retention_days: Annotated[
        int, About("How long activities wait for peers out of reach.", least=1, most=365)
    ] = 30
    backup_folder: Annotated[
        Path, About("Where backups are kept; best on another disk.", follows="`backups` in `data`")
    ] = Path()
    backup_recipient: Annotated[
        str,
        About("To whom backups are encrypted, as `age1…`; `fedcop backup key` makes the pair."),
    ] = ""
    backup_bucket: Annotated[
        bool,
        About("Whether files in a bucket are part of backups; no where it keeps its own versions."),
    ] = True
    backup_daily_at: Annotated[
        str, About("When a backup is made each day, in UTC as `03:30`; empty is never.")
    ] = ""
    backup_keep: Annotated[
        Texts,
        About("How many backups stay: the newest of so many days, weeks and months."),
    ] = ("daily=7", "weekly=4", "monthly=6")
    metrics_host: Annotated[
        str, About("The address at which a process tells Prometheus what it counts.")
    ] = "127.0.0.1"
    metrics_port: Annotated[
        int,
        About(
            "The port for that; `0` is off. Each process on a machine needs its own.",
            least=0,
            most=65535,
        ),
    ] = 0
    smtp_host: Annotated[
        str, About("The mail server that takes our mail. Without one this node sends none.")
    ] = ""
    smtp_port: Annotated[
        int,
        About(
            "Its port.",
            follows="`587`, with `tls` `465`, with `none` `25`",
            least=1,
            most=65535,
        ),
    ] = 0
    smtp_security: Annotated[
        MailSecurity,
        About(
            "How the way to it is kept safe. `none` is for this machine and `allowed_networks`"
            " alone."
        ),
    ] = "starttls"
    smtp_ca: Annotated[
        Path,
        About(
            "The certificate of whoever vouches for it, if that is your own organization.",
            follows="those the system knows",
        ),
    ] = Path()
    smtp_user: Annotated[str, About("How we sign in there; empty: not at all.")] = ""
    smtp_password: Annotated[str, About("The password for that.")] = field(default="", repr=False)
    mail_from: Annotated[
        str, About("The address our mail is from, as `cop@cop.example`; needed for mail.")
    ] = ""
    mail_name: Annotated[str, About("The name our mail is from.", follows="`name`")] = ""
    mail_bounces: Annotated[
        str,
        About(
            "The address that mail comes back to which could not be delivered later, as"
            " `bounces@cop.example`; each letter gets one of its own, `bounces+…@cop.example`."
            " Hand what arrives there to `fedcop mail bounce`.",
            follows="`mail_from`, without telling letters apart",
        ),
    ] = ""
    mail_bodies: Annotated[
        bool,
        About("Whether mail may quote what people wrote; otherwise it has titles and links."),
    ] = True
    log_level: Annotated[LogLevel, About("The least important lines that are logged.")] = "info"
    log_format: Annotated[LogFormat, About("Log lines as `key=value` or as JSON.")] = "text"

    def __post_init__(self) -> None:
        """Fill in what follows from other settings."""
        organization = self.organization or self.host
        port = urlsplit(self.origin).port if self.development else None
        filled = {
            "organization": organization,
            "name": self.name or organization,
            "mail_name": self.mail_name or self.name or organization,
            "smtp_port": self.smtp_port or _SMTP_PORTS[self.smtp_security],
            "bind_port": self.bind_port or port or (80 if self.development else 8000),
            "key_file": self.data / "master.key" if self.key_file == Path() else self.key_file,
            "backup_folder": self.data / "backups"
            if self.backup_folder == Path()
            else self.backup_folder,
            "database": f"sqlite:///{self.data / 'fedcop.db'}"
            if self.database == "sqlite"
            else self.database,
        }
        for name, value in filled.items():
            object.__setattr__(self, name, value)

    @property
    def host(self) -> str:
        """The host of the origin, with its port if it has one: the second half of our handles."""
        return self.origin.partition("://")[2]

    @property
    def mails(self) -> bool:
        """Whether this node can send mail at all."""
        return bool(self.smtp_host and self.mail_from)

    @property
    def development(self) -> bool:
        """Whether this node lives on a loopback name over http, to be tried out."""
        return self.origin.startswith("http://")

    @property
    def cookie(self) -> str:
        """The name of the session cookie; browsers take `__Host-` over https alone."""
        return "fedcop" if self.development else "__Host-fedcop"
