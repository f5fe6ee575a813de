"""Bring the catalogues of the interface up to what the source says: `make words`.

`python -m docs.words fr` begins the catalogue of another language.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from docs.refused import refused

ROOT: Final = Path(__file__).resolve().parent.parent
PLACE: Final = ROOT / "fedcop" / "tongues"
_PACKAGE: Final = ROOT / "fedcop"
_READ: Final = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**.txt", "jinja2")]
_OPTIONS: Final = {
    pattern: {"encoding": "utf-8", "extensions": "jinja2.ext.i18n", "silent": "false"}
    for pattern, reader in _READ
    if reader == "jinja2"
}
_KEYWORDS: Final = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
_WIDTH: Final = 100
_HEAD: Final = """\
# The interface in {name}.
#
# Brought up to the source by `make words`; only the lines that begin with msgstr are written by
# hand. Words of one meaning here:
#
msgid ""
msgstr ""
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={many}; plural={rule};\\n"
"""


def main(tags: list[str]) -> int:
    """Begin the languages that are named, renew all catalogues, and say what they lack."""
    for tag in tags:
        if not (PLACE / f"{tag}.po").exists():
            (PLACE / f"{tag}.po").write_text(begun(tag), "utf-8")
    texts = said()
    for path in catalogues():
        renewed = renew(path.read_text("utf-8"), texts)
        path.write_text(renewed, "utf-8")
        missing = len(lacking(read(renewed)))
        print(f"{path.relative_to(ROOT)}: {len(texts)} texts, {missing} without words")
    return 0


def catalogues() -> list[Path]:
    """List the catalogues that there are."""
    return sorted(PLACE.glob("*.po"))


def said() -> Catalog:
    """Gather every text for people from the source, with the files it stands in."""
    texts = Catalog()
    found = extract_from_dir(_PACKAGE, _READ, _OPTIONS, keywords=_KEYWORDS)
    for file, _line, message, _comments, _context in sorted(found, key=lambda one: one[:2]):
        texts.add(message, locations=[(f"fedcop/{file}", 0)])
    for file, text in refused():
        texts.add(text, locations=[(file, 0)])
    return texts


def begun(tag: str) -> str:
    """Write the head of the catalogue of a language."""
    locale = Locale.parse(tag, sep="-")
    plural = get_plural(locale)
    name = locale.get_display_name("en") or tag
    return _HEAD.format(name=name, tag=tag, many=plural.num_plurals, rule=plural.plural_expr)


def read(text: str) -> Catalog:
    """Read a catalogue."""
    return read_po(io.BytesIO(text.encode()))


def renew(text: str, texts: Catalog) -> str:
    """Bring a catalogue up to the texts; what is said no more stands at its end, marked `#~`."""
    head = text.partition("\n\n")[0].rstrip("\n")
    catalogue = read(text)
    catalogue.update(texts, no_fuzzy_matching=True)
    out = io.BytesIO()
    write_po(
        out,
        catalogue,
        width=_WIDTH,
        omit_header=True,
        sort_by_file=True,
        include_lineno=False,
    )
    return f"{head}\n\n{out.getvalue().decode().strip()}\n"


def lacking(catalogue: Catalog) -> list[str]:
    """List the texts that a catalogue has no words for, or not in each form that it needs."""
    return [first for first, words in _pairs(catalogue) if not all(words) or not words]


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    for message in catalogue:
        if not message.id:
            continue
        plural = isinstance(message.id, (list, tuple))
        first = message.id[0] if plural else message.id
        words = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        forms = tuple(word or "" for word in words)
        yield str(first), forms if not plural or len(forms) == catalogue.num_plurals else ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
