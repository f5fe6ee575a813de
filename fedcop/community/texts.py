"""What the organization says of its node: privacy, terms, conduct, imprint, accessibility.

Each is Markdown that an admin wrote, kept with its HTML. What nobody wrote has a draft that follows
from the settings, but for the terms: those nobody can draft for somebody else.
"""

from dataclasses import asdict, dataclass
from typing import Final

import orjson

from fedcop import clock
from fedcop.community import audit
from fedcop.errors import Malformed, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import node_values

KINDS: Final = ("privacy", "terms", "conduct", "imprint", "accessibility")
LONGEST: Final = 50_000


@dataclass(frozen=True, slots=True)
class Text:
    """One text: what was written, the same as sanitised HTML, and since when."""

    source: str = ""
    content: str = ""
    changed: int = 0

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.source)


async def find_text(reader: Reader, kind: str) -> Text:
    """Read a text; an empty one where nobody wrote it."""
    kept = await node_values.find_value(reader, _name(kind))
    return Text(**orjson.loads(kept)) if kept else Text()


async def list_texts(reader: Reader) -> dict[str, Text]:
    """Read all of them."""
    return {kind: await find_text(reader, kind) for kind in KINDS}


async def write_text(unit: Unit, actor_id: int, kind: str, source: str, content: str) -> Text:
    """Say something else; nothing is the draft again. `content` is `source` as sanitised HTML.

    Raises Malformed, and NotFound for a kind that there is not.
    """
    name, source = _name(kind), source.replace("\r\n", "\n").strip()
    if len(source) > LONGEST:
        raise Malformed(f"text: write {LONGEST:,} characters at most")
    known = await find_text(unit, kind)
    if source == known.source:
        return known
    text = Text(source, content if source else "", clock.now_ms()) if source else Text()
    unit.touch(f"value:{name}")
    unit.add(node_values.keep_latest(name, orjson.dumps(asdict(text)).decode()))
    audit.note(unit, actor_id, "change-text", kind, {"characters": len(source)})
    return text


def _name(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound(f"text: there is no such text; there are {', '.join(KINDS)}")
    return f"text:{kind}"
