"""Settings are read once, from `fedcop.toml` and the environment, which wins."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from fedcop.errors import Misconfigured
from fedcop.settings.checks import check
from fedcop.settings.manual import MANUAL, Manual
from fedcop.settings.master_key import check_private
from fedcop.settings.sign_on import MARK, Issuers, read_issuers, with_words
from fedcop.settings.values import About, Settings, Texts

PREFIX: Final = "FEDCOP_"
FILE_NAME: Final = "fedcop.toml"
# Words of the environment that begin like settings and are none: where the file is, and our tests.
_NO_SETTINGS: Final = ("FEDCOP_CONFIG", "FEDCOP_CORPUS", "FEDCOP_NO_SKIPS", "FEDCOP_TEST_")

_SECRETS: Final = ("secret", "master_key", "database", "smtp_password")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SWITCH: Final = {"true": True, "1": True, "false": False, "0": False}


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of this node, or refuse to start. Raises Misconfigured."""
    named = path or (Path(environ["FEDCOP_CONFIG"]) if environ.get("FEDCOP_CONFIG") else None)
    file = (named or Path(FILE_NAME)).expanduser().absolute()
    written = _read_file(file) if named or file.exists() else {}
    of_issuers = f"{PREFIX}{MARK}"
    said = {
        variable.removeprefix(of_issuers): text
        for variable, text in environ.items()
        if variable.startswith(of_issuers)
    }
    if said:
        written = {**written, "sign_on": with_words(written.get("sign_on", {}), said)}
    values = {name: _read_value(name, value, file.name) for name, value in written.items()}
    for variable, text in environ.items():
        ours = variable.startswith(PREFIX) and not variable.startswith((*_NO_SETTINGS, of_issuers))
        if ours:
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


def read_text(text: str, folder: Path) -> Settings:
    """Read settings out of a text, with paths relative to a folder. Raises Misconfigured."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"the settings cannot be read: {error}") from error
    values = {name: _read_value(name, value, "text") for name, value in written.items()}
    values = {
        name: folder / value if isinstance(value, Path) else value
        for name, value in {"data": Path("data"), **values}.items()
    }
    settings = Settings(**values)  # type: ignore[arg-type]  # each was read by its own kind
    check(settings)
    return settings


def _read_file(path: Path) -> Mapping[str, object]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise Misconfigured(f"{path}: there is no such file; `fedcop init` writes one") from error
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{path}: cannot be read: {error}") from error
    if {"secret", "master_key", "smtp_password", "sign_on"} & values.keys():
        check_private(path.name, path)
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
    if kind == Issuers:
        return read_issuers(value)
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
