"""What exactly was said, as one digest: the same at every node, whatever became of it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fedcop.digests import canonical, sha256
from fedcop.values import JSON

PREFIX: Final = "sha-256:"


@dataclass(frozen=True, slots=True)
class Said:
    """What an artifact says; `files` are the digests of its files, in their order."""

    title: str
    abstract: str
    source: str
    kind: str
    fields: Mapping[str, JSON]
    files: tuple[str, ...] = ()
    language: str = ""


def digest_of(said: Said) -> str:
    """Return the digest of what an artifact says. Raises Malformed where it has none.

    Status, counts and dates are no part of it. What is empty is left out.
    """
    whole: dict[str, JSON] = {
        "name": said.title,
        "summary": said.abstract,
        "source": said.source,
        "cop:kind": said.kind,
        **{f"cop:{name}": value for name, value in said.fields.items()},
        "attachments": list(said.files),
        "language": said.language,
    }
    return PREFIX + sha256(canonical({k: v for k, v in whole.items() if not empty(v)})).hex()


def empty(value: JSON) -> bool:
    """Whether a value says nothing: a number always says something."""
    return value is None or value in ("", [], {})
