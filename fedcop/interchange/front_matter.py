"""Front matter: what stands in YAML before a Markdown text, read with suspicion."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

import yaml

from fedcop.errors import Malformed
from fedcop.values import JSON

_HEAD: Final = re.compile(r"\A---[ \t]*\r?\n(.*?)(?:^---[ \t]*\r?\n?|^---[ \t]*\Z)", re.S | re.M)
_ODD_BREAK: Final = re.compile("[\x85\u2028\u2029]")
_LONGEST: Final = 1 << 20
_DEEPEST: Final = 12
_MS: Final = 1000


class _Loader(yaml.SafeLoader):
    """Reads plain values alone; an alias could make a small text a large one, so none is read."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases."""
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    """Writes plain values; what ends a line in YAML alone is escaped, or it would be folded."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if _ODD_BREAK.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def split(text: str) -> tuple[dict[str, JSON], str]:
    """Read the front matter of a text, and the text after it. Raises Malformed."""
    found = _HEAD.match(text[:_LONGEST])
    if found is None:
        return {}, text
    try:
        value = yaml.load(found[1], Loader=_Loader)  # noqa: S506 - a SafeLoader of our own
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 2}" if where else ""
        why = getattr(error, "problem", None) or str(error)
        raise Malformed(f"front matter{line}: {why}") from error
    if value is None:
        value = {}
    if not isinstance(value, dict):
        raise Malformed("front matter: it must be names with values")
    return {str(key): _plain(item) for key, item in value.items()}, text[found.end() :]


def join(head: Mapping[str, JSON], body: str) -> str:
    """Write a text with its front matter; what is empty is left out."""
    kept = {key: value for key, value in head.items() if value not in ("", None, [], {})}
    told = yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return f"---\n{told}---\n{body}"


def instant(value: JSON) -> int:
    """Read a time as milliseconds since 1970; 0 for what is none."""
    if not isinstance(value, str):
        return 0
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        return 0
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    return max(0, round(aware.timestamp() * _MS))


def texts(value: JSON) -> tuple[str, ...]:
    """Read a list of words; a single text is split at its commas."""
    if isinstance(value, str):
        value = list(value.split(","))
    if not isinstance(value, list):
        return ()
    return tuple(text for one in value if (text := str(one).strip()) and not isinstance(one, dict))


def _plain(value: object, depth: int = 0) -> JSON:
    """Turn what YAML knows more of than JSON (dates, keys of all kinds) into JSON."""
    if depth > _DEEPEST:
        raise Malformed("front matter: it is nested too deep")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item, depth + 1) for item in value]
    raise Malformed(f"front matter: a {type(value).__name__} is nothing that is read here")
