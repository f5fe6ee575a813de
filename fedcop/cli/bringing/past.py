"""What Markdown files said before, by the history that Git keeps of their folder."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fedcop.errors import Malformed

MOST: Final = 200  # versions of one file, the latest
_SECONDS: Final = 600
_SUFFIXES: Final = (".md", ".markdown")
_MARK: Final = "\x1e"
# What a repository of a stranger may not make Git do: run its programs, or look at signatures.
_CAREFUL: Final = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "log.showSignature=false",
    "-c",
    "safe.directory=*",
)
_LOG: Final = (
    "log",
    "--reverse",
    "--no-merges",
    "-M",
    "--name-status",
    "-z",
    "--no-ext-diff",
    "--no-textconv",
    f"--format={_MARK}%H%x1f%at%x1f%an%x1f%s%x1f",
    "--",
    ".",
)

Said = tuple[str, int, str, str]  # text, when in milliseconds, by whom, why


@dataclass(frozen=True, slots=True)
class _Commit:
    """When a file was as it is in a commit."""

    hash: str
    at: int
    by: str
    why: str
    path: str


def read_past(folder: Path) -> dict[str, tuple[Said, ...]]:
    """Read the versions of each Markdown file of a folder, the oldest first.

    Empty where there is no Git or the folder is in none of its repositories. Raises Malformed.
    """
    git = shutil.which("git")
    if git is None or not _is_kept(git, folder):
        return {}
    found = _follow(_text(git, folder, *_LOG))
    return {
        path: tuple(_versions(git, folder, commits[-MOST:]))
        for path, commits in found.items()
        if (folder / path).is_file()
    }


def _follow(told: str) -> dict[str, list[_Commit]]:
    """Follow each file through its renames."""
    found: dict[str, list[_Commit]] = {}
    for block in told.split(_MARK)[1:]:
        number, at, by, why, names = block.split("\x1f", 4)
        parts = names.strip("\n\0").split("\0")
        for status, old, new in _changes(iter(parts)):
            before = found.pop(old, []) if status in "DR" else found.get(old, [])
            if status != "D" and new.lower().endswith(_SUFFIXES):
                found[new] = [*before, _Commit(number, int(at) * 1000, by, why, new)]
    return found


def _changes(parts: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    """Read what a commit did to which file: its letter, the name before, the name after."""
    for part in parts:
        letter = part.strip("\n")[:1]
        if letter in {"R", "C"}:
            yield letter, next(parts, ""), next(parts, "")
        elif letter:
            name = next(parts, "")
            yield letter, name, name


def _versions(git: str, folder: Path, commits: list[_Commit]) -> Iterator[Said]:
    last = ""
    for commit in commits:
        text = _text(git, folder, "show", "--no-textconv", f"{commit.hash}:./{commit.path}")
        if text and text != last:
            yield text, commit.at, commit.by, commit.why
            last = text


def _is_kept(git: str, folder: Path) -> bool:
    words = [git, *_CAREFUL, "rev-parse", "--is-inside-work-tree"]
    done = subprocess.run(words, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - git itself, by its whole path
    return done.returncode == 0 and done.stdout.strip() == b"true"


def _text(git: str, folder: Path, *words: str) -> str:
    told = [git, *_CAREFUL, *words]
    done = subprocess.run(told, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - git itself, by its whole path
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Malformed(f"git: {why[-1] if why else 'it failed'}")
    return done.stdout.decode("utf-8", "replace")
