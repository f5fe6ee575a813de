"""The manual's table of settings, read from the settings themselves."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from fedcop.settings.sign_on import Issuers
from fedcop.settings.values import About, Networks, Settings, Texts


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
    Issuers: "tables, as `[sign_on.hospital]`",
}


def _manual() -> Mapping[str, Manual]:
    hints = get_type_hints(Settings, include_extras=True)
    pairs = ((one, get_args(hints[one.name])) for one in dataclasses.fields(Settings))
    return {one.name: Manual(kind, about, one.default) for one, (kind, about) in pairs}


MANUAL: Final = _manual()
