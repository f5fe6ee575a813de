"""WebVTT from strangers: read line by line, written anew with nothing but times and text."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fedcop.errors import Invalid

LARGEST: Final = 500_000  # bytes, of captions and of a transcript
_MOST: Final = 10_000  # cues
_LONGEST_LINE: Final = 2_000
_PAUSE_MS: Final = 2_000  # after which a transcript begins another paragraph
_BOM: Final = "\ufeff"
_TIMES: Final = re.compile(
    r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+"
    r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?"
)
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]{1,100})>")
_TAG: Final = re.compile(r"<[^<>]*>")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SKIPPED: Final = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one moment to another, both in milliseconds; plain text."""

    begins: int
    ends: int
    text: str


def read(data: bytes) -> tuple[Cue, ...]:
    """Read captions. Raises Invalid, which names the line."""
    lines = _lines(data)
    head = lines[0]
    if head != "WEBVTT" and not head.startswith(("WEBVTT ", "WEBVTT\t")):
        raise _wrong("this is not WebVTT: its first line must be WEBVTT")
    cues: list[Cue] = []
    at = _after_block(lines, 0)
    while at < len(lines):
        at, cue = _block(lines, at)
        if cue is not None and cue.text:
            cues.append(cue)
        if len(cues) > _MOST:
            raise _wrong(f"there are more than {_MOST:,} captions in it")
    if not cues:
        raise _wrong("nothing is said in it")
    return tuple(sorted(cues, key=lambda cue: cue.begins))


def write(cues: Iterable[Cue]) -> bytes:
    """Write captions: a head, times and text."""
    parts = [
        f"{_clock(cue.begins)} --> {_clock(cue.ends)}\n{html.escape(cue.text, quote=False)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *parts]).encode()


def transcript(cues: Iterable[Cue]) -> str:
    """Write what is said as text to be read, a paragraph after each pause."""
    paragraphs: list[list[str]] = []
    ended, last = -_PAUSE_MS, ""
    for cue in cues:
        if cue.text != last:
            if cue.begins - ended >= _PAUSE_MS or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(cue.text)
        ended, last = cue.ends, cue.text
    return "\n\n".join("\n".join(one) for one in paragraphs)


def read_transcript(data: bytes) -> str:
    """Read a transcript that somebody wrote. Raises Invalid."""
    text = "\n".join(_CONTROL.sub("", line).rstrip() for line in _lines(data)).strip()
    if not text:
        raise _wrong("there is nothing in it")
    return text


def _lines(data: bytes) -> list[str]:
    if len(data) > LARGEST:
        raise _wrong(f"it is larger than {LARGEST // 1000} kB")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _wrong("it is not written in UTF-8; save it so, and send it again") from error
    if "\0" in text:
        raise _wrong("there are zero bytes in it, so it is no text")
    lines = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            raise _wrong(f"line {number} is longer than {_LONGEST_LINE:,} characters")
    return lines


def _block(lines: list[str], at: int) -> tuple[int, Cue | None]:
    """Read what begins at a line; returns the line after it, and a cue if it was one."""
    if not lines[at].strip():
        return at + 1, None
    if "-->" in lines[at]:
        return _cue(lines, at)
    if lines[at].split(None, 1)[0] in _SKIPPED:
        return _after_block(lines, at), None
    if at + 1 < len(lines) and "-->" in lines[at + 1]:
        return _cue(lines, at + 1)  # the line before it is its name
    return _after_block(lines, at), None


def _after_block(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _cue(lines: list[str], at: int) -> tuple[int, Cue]:
    found = _TIMES.fullmatch(lines[at].strip())
    if found is None:
        raise _wrong(f"line {at + 1} is no time such as 00:01.000 --> 00:04.000")
    begins, ends = _time(*found.groups()[:4]), _time(*found.groups()[4:])
    if ends <= begins:
        raise _wrong(f"line {at + 1} ends before it begins")
    after = at + 1
    while after < len(lines) and lines[after].strip() and "-->" not in lines[after]:
        after += 1
    return after, Cue(begins, ends, "\n".join(_said(lines[at + 1 : after])))


def _said(lines: list[str]) -> Iterator[str]:
    """Take the text out of the lines of a cue; who speaks stays, in front."""
    whole = _TAG.sub("", _VOICE.sub(r"\1: ", "\n".join(lines)))
    for line in whole.split("\n"):
        text = _CONTROL.sub("", html.unescape(line)).strip()
        if text:
            yield text


def _time(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(thousandths)


def _clock(at: int) -> str:
    seconds, thousandths = divmod(at, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"


def _wrong(text: str) -> Invalid:
    return Invalid(f"captions: {text}")
