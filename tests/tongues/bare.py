"""Words that stand in a template in English alone, where no catalogue can reach them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment, nodes

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "fedcop" / "web" / "templates"
_ENV: Final = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
_TAG: Final = re.compile(r"<(code|kbd|pre)[ >].*?</\1>|<[^>]*>", re.DOTALL)
_SAID: Final = re.compile(r"\b(?:aria-label|alt|placeholder|title|content)=\"([^\"]*)\"")
_LOOSE: Final = re.compile(r"\b[\w-]+=\"[^\"]*\"")  # an attribute that a macro writes
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
# What is the same in every language, or no word at all.
_SAME: Final = re.compile(
    r"&\w+;|https?://\S+|sha-256|@name@host|\b(?:fedcop|peer\.example|UTC|Markdown|Ctrl|PDF|JSON|"
    r"CSV|Mastodon|RSS|ODT|width=\S+|initial-scale=\S+|light dark|noindex)\b"
)
_SPEAKERS: Final = frozenset({"_", "gettext", "ngettext"})
_SENTENCE: Final = re.compile(r"“?[A-Z][a-z]+(?:[ .,;:!?…]|$)|[AI] [a-z]+|[a-z]+ [a-z]+ [a-z]+")


def bare(source: str) -> list[str]:
    """List the words of a template that are not said through a catalogue."""
    tree = _ENV.parse(source)
    text = "".join(_texts(tree))
    outside = [*_SAID.findall(text), _LOOSE.sub("", _TAG.sub("\n", text))]
    found = [line.strip() for piece in outside for line in _SAME.sub("", piece).splitlines()]
    return [*(line for line in found if _WORD.search(line)), *_constants(tree)]


def templates() -> dict[str, str]:
    """Read all templates of the people's door, by name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8")
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def _texts(tree: nodes.Template) -> Iterator[str]:
    """Give what a template writes as it is; what it works out stands as a sign."""
    for node in tree.find_all(nodes.Output):
        for piece in node.nodes:
            yield piece.data if isinstance(piece, nodes.TemplateData) else "\u25a1"


def _constants(node: nodes.Node) -> Iterator[str]:
    """Give the sentences that a template hands on as values, but for those it has said."""
    if isinstance(node, nodes.Compare) or (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name in _SPEAKERS
    ):
        return
    value = node.value if isinstance(node, nodes.Const) else None
    if isinstance(value, str) and _SENTENCE.match(value):
        yield value
    for child in node.iter_child_nodes():
        yield from _constants(child)


def unsafe(source: str) -> list[str]:
    """List what a template says by `_()` without being a text that stands there.

    What `_()` says is taken for markup, which is right for our own texts; what is worked out goes
    through the filters `said` and `refused`, and is escaped.
    """
    calls = _ENV.parse(source).find_all(nodes.Call)
    said = [
        call
        for call in calls
        if isinstance(call.node, nodes.Name) and call.node.name in _SPEAKERS and call.args
    ]
    return [str(call.args[0]) for call in said if not isinstance(call.args[0], nodes.Const)]
