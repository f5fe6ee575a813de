"""Parameters with brackets in their names, put together as Rails does: `poll[options][]`."""

import re
from collections.abc import Iterable
from typing import Any, Final

from fedcop.errors import Malformed

# What clients send is any JSON; each reader of `Params` says what it takes of it.
Tree = dict[str, Any]

_DEEPEST: Final = 6
_LONGEST_NAME: Final = 200
_PART = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")


def nested(pairs: Iterable[tuple[str, object]]) -> Tree:
    """Put pairs together to one tree. Raises Malformed when a name is used in two ways."""
    tree: Tree = {}
    for name, value in pairs:
        keys = _keys(name)
        if keys:
            _put(tree, keys, value)
    return tree


def merged(query: Tree, body: Tree) -> Tree:
    """Join what stood in the address and what stood in the body, which wins."""
    return {**query, **body}


def _keys(name: str) -> list[str]:
    """Split `a[b][]` into `a`, `b` and an empty word; a name that is none is left out."""
    found = _NAME.match(name) if len(name) <= _LONGEST_NAME else None
    if found is None:
        return []
    keys = [found[1], *_PART.findall(found[2])]
    if len(keys) > _DEEPEST:
        raise Malformed(f"{name[:60]}: it is nested too deeply")
    return keys


def _put(tree: Tree, keys: list[str], value: object) -> None:
    head, rest = keys[0], keys[1:]
    if not rest:
        known = tree.get(head)
        if isinstance(known, list):
            known.append(value)
        else:
            tree[head] = value
        return
    if rest[0] == "":
        _put_in_list(tree, head, rest[1:], value)
        return
    inner = tree.setdefault(head, {})
    if not isinstance(inner, dict):
        raise Malformed(f"{head}: it is used in two ways")
    _put(inner, rest, value)


def _put_in_list(tree: Tree, head: str, rest: list[str], value: object) -> None:
    items = tree.setdefault(head, [])
    if not isinstance(items, list):
        if isinstance(items, dict):
            raise Malformed(f"{head}: it is used in two ways")
        items = tree[head] = [items]
    if not rest:
        items.extend(value if isinstance(value, list) else [value])
        return
    if rest[0] == "":
        raise Malformed(f"{head}: lists of lists are not read")
    last = items[-1] if items else None
    if not isinstance(last, dict) or _has(last, rest):
        last = {}
        items.append(last)
    _put(last, rest, value)


def _has(tree: Tree, keys: list[str]) -> bool:
    """Whether a hash has this member already, so that the next one begins."""
    inner: object = tree
    for key in keys:
        if key == "":
            return False
        if not isinstance(inner, dict) or key not in inner:
            return False
        inner = inner[key]
    return True
