"""One frozen `Settings`, read once from `fedcop.toml` and the environment, which wins."""

import base64
import dataclasses
import difflib
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from fedcop.errors import Misconfigured

Texts = tuple[str, ...]
Networks = tuple[IPv4Network | IPv6Network, ...]
Registrations = Literal["closed", "approval", "open"]
FederationMode = Literal["open", "allowlist", "closed"]
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]

PREFIX: Final = "FEDCOP_"
FILE_NAME: Final = "fedcop.toml"
SAMPLE_SECRET: Final = "change-me-change-me-change-me-change-me"  # noqa: S105 - refused at start
# Words of the environment that begin like settings and are none: where the file is, and our tests.
_NO_SETTINGS: Final = ("FEDCOP_CONFIG", "FEDCOP_CORPUS", "FEDCOP_NO_SKIPS", "FEDCOP_TEST_")

_EXAMPLE = "https://cop.example"
_SECRET_LENGTH, _SECRET_VARIETY = 32, 8
_KEY_BYTES = 32
_SECRETS = ("secret", "master_key", "database")
_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_HOST_NAME = re.compile(rf"(?![0-9.]+$){_LABEL}(\.{_LABEL})*")  # no IP address
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SWITCH = {"true": True, "1": True, "false": False, "0": False}
_LOOPBACK = (ip_network("127.0.0.1/32"), ip_network("::1/128"))


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
        Registrations, About("Who may sign up: nobody, those an admin approves, everybody.")
    ] = "approval"
    communities_need_approval: Annotated[
        bool, About("Whether a new community waits for an admin.")
    ] = False
    federation_mode: Annotated[
        FederationMode, About("Whom we speak with: all but the blocked, only the allowed, nobody.")
    ] = "open"
    media_folder: Annotated[Path, About("Of uploads.", follows="`media` in `data`")] = Path("media")
    max_body: Annotated[
        int, About("The largest document we take, in bytes.", least=100_000, most=16_777_216)
    ] = 1_048_576
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
    log_level: Annotated[LogLevel, About("The least important lines that are logged.")] = "info"
    log_format: Annotated[LogFormat, About("Log lines as `key=value` or as JSON.")] = "text"

    def __post_init__(self) -> None:
        """Fill in what follows from other settings."""
        organization = self.organization or self.host
        port = urlsplit(self.origin).port if self.development else None
        filled = {
            "organization": organization,
            "name": self.name or organization,
            "bind_port": self.bind_port or port or (80 if self.development else 8000),
            "key_file": self.data / "master.key" if self.key_file == Path() else self.key_file,
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
    def development(self) -> bool:
        """Whether this node lives on a loopback name over http, to be tried out."""
        return self.origin.startswith("http://")

    @property
    def cookie(self) -> str:
        """The name of the session cookie; browsers take `__Host-` over https alone."""
        return "fedcop" if self.development else "__Host-fedcop"


@dataclass(frozen=True, slots=True)
class Manual:
    """One line of the manual's table of settings."""

    type: Any  # a type as `typing` gives it; there is no narrower name for it
    about: About
    default: object

    @property
    def title(self) -> str:
        """What to write, in words."""
        if get_origin(self.type) is Literal:
            return " or ".join(f"`{word}`" for word in get_args(self.type))
        if self.type is int:
            return f"a whole number, {self.about.least} to {self.about.most}"
        return _TITLES[self.type]


_TITLES: Final = {
    str: "text",
    bool: "`true` or `false`",
    Path: "a path",
    Texts: "a list of texts",
    Networks: "a list of networks",
}


def _manual() -> Mapping[str, Manual]:
    hints = get_type_hints(Settings, include_extras=True)
    pairs = ((one, get_args(hints[one.name])) for one in dataclasses.fields(Settings))
    return {one.name: Manual(kind, about, one.default) for one, (kind, about) in pairs}


MANUAL: Final = _manual()


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of this node, or refuse to start. Raises Misconfigured."""
    named = path or (Path(environ["FEDCOP_CONFIG"]) if environ.get("FEDCOP_CONFIG") else None)
    file = (named or Path(FILE_NAME)).expanduser().absolute()
    written = _read_file(file) if named or file.exists() else {}
    values = {name: _read_value(name, value, file.name) for name, value in written.items()}
    for variable, text in environ.items():
        if variable.startswith(PREFIX) and not variable.startswith(_NO_SETTINGS):
            name = variable.removeprefix(PREFIX).lower()
            values[name] = _read_value(name, text, variable, from_text=True)
    for name in ("origin", "secret"):
        if not values.get(name):
            raise Misconfigured(f"{name}: is not set; `fedcop init` writes a {FILE_NAME} with it")
    values = {
        name: file.parent / value if isinstance(value, Path) else value
        for name, value in {"data": Path("data"), **values}.items()
    }
    settings = Settings(**values)  # type: ignore[arg-type]  # each was read by its own kind
    check(settings)
    return settings


def check(settings: Settings) -> None:
    """Refuse settings that are not safe to start with. Raises Misconfigured."""
    _check_origin(settings.origin)
    _check_secret(settings.secret)
    _check_database(settings.database)
    if settings.source and not settings.source.startswith(("https://", "http://")):
        raise Misconfigured("source: write the whole address, as https://code.example/fedcop")
    if settings.master_key:
        _decode_key(settings.master_key, "master_key")
    _check_private("key_file", settings.key_file)


def read_master_key(settings: Settings) -> bytes:
    """Read the key that seals private keys. Raises Misconfigured."""
    if settings.master_key:
        return _decode_key(settings.master_key, "master_key")
    _check_private("key_file", settings.key_file)
    try:
        return _decode_key(settings.key_file.read_text("ascii").strip(), "key_file")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"key_file: {settings.key_file} cannot be read; `fedcop init` makes one"
        ) from error


def write_master_key(path: Path) -> None:
    """Make a new master key that only its owner may read; never replaces one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode() + "\n")


def _read_file(path: Path) -> Mapping[str, object]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise Misconfigured(f"{path}: there is no such file; `fedcop init` writes one") from error
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{path}: cannot be read: {error}") from error
    if {"secret", "master_key"} & values.keys():
        _check_private(path.name, path)
    return values


def _read_value(name: str, value: object, place: str, *, from_text: bool = False) -> object:
    manual = MANUAL.get(name)
    if manual is None:
        close = difflib.get_close_matches(name, MANUAL, n=1)
        cure = f"did you mean `{close[0]}`?" if close else "docs/reference/settings.md lists them"
        raise Misconfigured(f"{name}: there is no such setting ({place}); {cure}")
    try:
        return _read_as(manual, _from_text(manual.type, str(value)) if from_text else value)
    except ValueError as error:
        shown = "" if name in _SECRETS else f", not {str(value)[:60]!r}"
        raise Misconfigured(f"{name}: write {manual.title}{shown} ({place})") from error


def _from_text(kind: Any, text: str) -> object:  # noqa: ANN401 - as in Manual
    """Turn a word of the environment into what TOML would have given."""
    if kind is int and re.fullmatch(r"[0-9]{1,18}", text):
        return int(text)
    if kind is bool:
        return _SWITCH.get(text.lower(), text)
    if get_origin(kind) is tuple:
        return [item.strip() for item in text.split(",") if item.strip()]
    return text


def _read_as(manual: Manual, value: object) -> object:
    """Turn a TOML value into what the setting holds. Raises ValueError."""
    kind = manual.type
    if kind is int:
        return _whole_number(value, manual.about)
    if get_origin(kind) is tuple:
        return _items(value, kind)
    if kind is bool:
        if isinstance(value, bool):
            return value
        raise ValueError(value)
    word = _text(value)
    unknown = get_origin(kind) is Literal and word not in get_args(kind)
    if unknown or (kind is Path and not word):
        raise ValueError(word)
    return Path(word).expanduser() if kind is Path else word


def _text(value: object) -> str:
    if not isinstance(value, str) or _CONTROL.search(value):
        raise ValueError(value)
    return value


def _whole_number(value: object, about: About) -> int:
    if type(value) is not int or not about.least <= value <= about.most:
        raise ValueError(value)
    return value


def _items(value: object, kind: Any) -> tuple[object, ...]:  # noqa: ANN401 - as in Manual
    if not isinstance(value, list):
        raise ValueError(value)
    texts = tuple(map(_text, value))
    return texts if kind == Texts else tuple(map(ip_network, texts))


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


def _check_secret(secret: str) -> None:
    cure = "put in the output of `openssl rand -hex 32`"
    if secret == SAMPLE_SECRET:
        raise Misconfigured(f"secret: is still the sample; {cure}")
    if len(secret) < _SECRET_LENGTH or len(set(secret)) < _SECRET_VARIETY:
        raise Misconfigured(f"secret: can be guessed; {cure}")


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


def _check_private(name: str, path: Path) -> None:
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO:
        raise Misconfigured(f"{name}: everybody may read {path}; run `chmod 600 {path}`")


def _decode_key(text: str, name: str) -> bytes:
    cure = "`openssl rand -base64 32` makes one"
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Misconfigured(f"{name}: is not base64; {cure}") from error
    if len(key) != _KEY_BYTES:
        raise Misconfigured(f"{name}: must be 32 bytes; {cure}")
    return key
