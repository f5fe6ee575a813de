"""What verbs refuse, as texts for the catalogues: an error needs no mark beside its words.

An error is written once, in English, where it is raised; apps and the command line say it so. On
pages it is said in the language of the reader (`tongues.refusal`), so its words belong to the
catalogues as they stand on a page: without the field before them, and as a sentence.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from fedcop import errors
from fedcop.tongues import PLACES, as_sentence

ROOT: Final = Path(__file__).resolve().parent.parent / "fedcop"
# Where errors are made that people meet on pages; those of peers and of apps are for programs.
_PLACES: Final = ("community", "markup", "web")
# Verbs of apps alone: no page reaches them.
_OF_APPS: Final = frozenset(
    f"{name}.py"
    for name in (
        "apps",
        "bringing",
        "conversations",
        "filtering",
        "filters",
        "lists",
        "notice_rules",
        "oauth",
        "own_pins",
        "pushes",
        "status_pages",
        "tags",
    )
)
# What else carries a reason beside errors: an answer of policy, a problem of a field.
_REASONS: Final = {"Answer": 0, "Problem": 1, "Unprotected": 0}
_PLACE: Final = re.compile(r"%\((\w+)\)s")
_FORM: Final = "add"  # of the problems of a form: the field, the words


def refused() -> Iterator[tuple[str, str]]:
    """Give each text that refuses something, with the file that it stands in."""
    for place in _PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            if path.name not in _OF_APPS or place != _PLACES[0]:
                for text in texts_of(path.read_text("utf-8")):
                    yield f"fedcop/{path.relative_to(ROOT).as_posix()}", text


def texts_of(source: str) -> list[str]:
    """List what a module refuses; what is filled in stands as a place."""
    tree = ast.parse(source)
    known = dict(_constants(tree))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += [_written(one, known) for one in _reasons(node)]
    return [_numbered(as_sentence(text)) for text in found if _says_something(text)]


def _says_something(text: str) -> bool:
    """Whether a text has words beside what is filled in."""
    return " " in _PLACE.sub("", as_sentence(text)).strip(" .:")


def _numbered(text: str) -> str:
    """Count what is filled in from the first place on, after a field was left out before it."""
    known = dict.fromkeys(_PLACE.findall(text))
    for place, name in zip(PLACES, known, strict=False):
        text = text.replace(f"%({name})s", f"%({place})s")
    return text


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        target: ast.expr | None = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        value = getattr(node, "value", None)
        text = value.value if isinstance(value, ast.Constant) else None
        if isinstance(target, ast.Name) and isinstance(text, str):
            yield target.id, text


def _reasons(call: ast.Call) -> Iterator[ast.expr]:
    """Give the words of an error, of an answer, or of a problem of a form."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    name = call.func.id if isinstance(call.func, ast.Name) else name
    kind = getattr(errors, name, None)
    at = _REASONS.get(name, -1)
    if isinstance(kind, type) and issubclass(kind, errors.FedcopError):
        at = 0
    elif name == _FORM and isinstance(call.func, ast.Attribute):
        at = 1 if "problems" in ast.unparse(call.func.value) else -1
    if 0 <= at < len(call.args):
        yield from _either(call.args[at])


def _either(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from _either(node.body)
        yield from _either(node.orelse)
    else:
        yield node


def _written(node: ast.expr, known: dict[str, str]) -> str:
    """Write a text as it stands in the source; nothing where it is worked out elsewhere."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _written(node.func.value, known) if node.func.attr == "format" else ""
    if isinstance(node, ast.Name):
        return known.get(node.id, "").replace("{}", f"%({PLACES[0]})s")
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        return text.replace("{}", f"%({PLACES[0]})s")
    return _filled(node.values, known) if isinstance(node, ast.JoinedStr) else ""


def _filled(pieces: Iterable[ast.expr], known: dict[str, str]) -> str:
    places = iter(PLACES)
    text = ""
    for piece in pieces:
        if isinstance(piece, ast.Constant):
            text += str(piece.value).replace("%", "%%")
        elif isinstance(piece, ast.FormattedValue):
            own = known.get(piece.value.id, "") if isinstance(piece.value, ast.Name) else ""
            text += own or f"%({next(places, '')})s"
    return text
