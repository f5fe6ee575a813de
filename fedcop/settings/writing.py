"""Settings as the text of a file: what was decided, wherever that was written."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import orjson

from fedcop.settings.values import Settings


def write_text(settings: Settings, instead: Mapping[str, str | None] | None = None) -> str:
    """Write all settings that are not as usual, those of the environment too.

    `instead` says what stands in place of some; those that are None are left out.
    """
    values: dict[str, object] = {}
    for one in dataclasses.fields(settings):
        value = getattr(settings, one.name)
        if value != one.default:
            values[one.name] = _plain(value)
    values.update(instead or {})
    return "".join(
        f"{name} = {orjson.dumps(value).decode()}\n"
        for name, value in values.items()
        if value is not None
    )


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else str(item) for item in value]
    return str(value) if isinstance(value, Path) else value
