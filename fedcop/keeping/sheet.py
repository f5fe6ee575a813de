"""The master key on paper: lines that can be typed again, each with a word that checks it."""

import html
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Final

import segno

from fedcop.errors import Malformed

_LINES: Final = 8
_BYTES: Final = 4
_LINE: Final = re.compile(r"\s*([1-8])[.:]?\s+([0-9a-f]{4})\s*([0-9a-f]{4})\s+([a-z]{5})\s*")
_ALL: Final = re.compile(r"\s*all[.:]?\s+([a-z]{5})\s*")
_SCANNED: Final = re.compile(r"\s*fedcop-key:([A-Za-z0-9+/]{43}=)\s*")
_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"
_ABOUT: Final = (
    "The master key of {origin}, as of {day}. It opens the keys with which this node signs: without"
    " it the node can no longer speak as itself, and who has it together with the database can"
    " speak in its name. Keep this sheet locked away, not with the backups."
)
_HOW: Final = (
    "Give it back with `fedcop keys recover`: type the lines, or scan the code. The last word of a"
    " line checks it."
)


def write_sheet(key: bytes, origin: str, day: str) -> str:
    """Write the sheet as text."""
    lines = [f"{n}.  {one[:4]} {one[4:]}  {word_of(one, n)}" for n, one in _numbered(key)]
    about = _ABOUT.format(origin=origin, day=day)
    return "\n\n".join((about, "\n".join([*lines, f"all:  {word_of(key.hex())}"]), _HOW)) + "\n"


def write_page(key: bytes, origin: str, day: str) -> str:
    """Write the sheet as a page to print, with a code to scan."""
    rows = "".join(
        f"<tr><td>{n}.</td><td><code>{one[:4]} {one[4:]}</code></td><td>{word_of(one, n)}</td></tr>"
        for n, one in _numbered(key)
    )
    code = segno.make(f"fedcop-key:{b64encode(key).decode()}", error="q", micro=False)
    about = html.escape(_ABOUT.format(origin=origin, day=day))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Recovery sheet</title>'
        "<style>body{font:16px/1.5 sans-serif;margin:3em;max-width:40em}"
        "code{font-size:1.3em}td{padding:.2em 1.5em .2em 0}svg{margin-top:1em}</style>"
        f"<h1>Recovery sheet</h1><p>{about}</p><table>{rows}"
        f"<tr><td>all:</td><td></td><td>{word_of(key.hex())}</td></tr></table>"
        f"{code.svg_inline(scale=4)}<p>{html.escape(_HOW)}</p></html>\n"
    )


def read_sheet(text: str) -> bytes:
    """Read what was typed or scanned. Raises Malformed, which names the line that is wrong."""
    scanned = _SCANNED.search(text)
    if scanned:
        return b64decode(scanned[1])
    found: dict[int, str] = {}
    whole = ""
    for line in text.lower().splitlines():
        match, last = _LINE.fullmatch(line), _ALL.fullmatch(line)
        if match:
            number, said = int(match[1]), match[2] + match[3]
            if word_of(said, number) != match[4]:
                raise Malformed(f"line {number}: its word does not fit; compare it with the sheet")
            found[number] = said
        elif last:
            whole = last[1]
    missing = [str(number) for number in range(1, _LINES + 1) if number not in found]
    if missing:
        raise Malformed(f"line {', '.join(missing)}: not there, or not typed as on the sheet")
    key = bytes.fromhex("".join(found[number] for number in sorted(found)))
    if whole and word_of(key.hex()) != whole:
        raise Malformed("all: its word does not fit; do all lines come from one sheet?")
    return key


def word_of(text: str, number: int = 0) -> str:
    """Make a word that can be spoken out of what it checks."""
    bits = int.from_bytes(sha256(f"fedcop {number} {text}".encode()).digest()[:2], "big")
    return (
        _CONSONANTS[bits >> 12]
        + _VOWELS[bits >> 10 & 3]
        + _CONSONANTS[bits >> 6 & 15]
        + _VOWELS[bits >> 4 & 3]
        + _CONSONANTS[bits & 15]
    )


def _numbered(key: bytes) -> list[tuple[int, str]]:
    return [(n + 1, key[n * _BYTES : (n + 1) * _BYTES].hex()) for n in range(_LINES)]
