"""What is so small an edit that an approval of what stood before may still be shown beside it."""

import re
from collections.abc import Mapping
from typing import Final

from fedcop.community.practice.canonical import Said
from fedcop.community.practice.differences import compare, share_changed
from fedcop.community.practice.kinds import KINDS
from fedcop.values import JSON

_LEAST: Final = 0.05
_PROSE: Final = frozenset({"text", "long"})
_CLAIM: Final = re.compile(r"\d+(?:[.,]\d+)*|\b(?:not|no|never|nicht|kein\w*|nie|ne|pas|non)\b")


def may_be_minor(before: Said, after: Said) -> bool:
    """Whether an edit is no more than the mending of typing errors.

    Less than five in a hundred of its words, and no step, no item, no file, no number, no "not".
    """
    if before.files != after.files or before.language != after.language:
        return False
    if _bones(before) != _bones(after):
        return False
    old, new = _prose(before), _prose(after)
    if _CLAIM.findall(old.lower()) != _CLAIM.findall(new.lower()):
        return False
    return old != new and share_changed(compare(old, new)) < _LEAST


def _bones(said: Said) -> Mapping[str, JSON]:
    """Return what of an artifact is no running text."""
    kind = KINDS.get(said.kind)
    prose = {field.name for field in kind.fields if field.shape in _PROSE} if kind else set()
    return {name: value for name, value in said.fields.items() if name not in prose}


def _prose(said: Said) -> str:
    fields = [str(value) for name, value in sorted(said.fields.items()) if isinstance(value, str)]
    return "\n\n".join([said.title, said.abstract, *fields, said.source])
