"""The command line as somebody types it, on a node of one's own."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from click.testing import CliRunner

from fedcop.__main__ import main

ORIGIN = "http://cop.localhost:8499"
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its lines, each an object."""
        return [orjson.loads(line) for line in self.out.splitlines()]

    @property
    def items(self) -> list[dict[str, Any]]:
        """The things it found."""
        return [line for line in self.lines if line["event"] == "item"]


def fedcop(config: Path, *words: str, typed: str = "") -> Said:
    """Type a command about the node of a settings file."""
    done = CliRunner().invoke(main, ["--config", str(config), *words], input=typed)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def init(config: Path, *words: str) -> Said:
    """Set a node up, with kwame as its owner."""
    owner = ("--owner", "kwame", "--password-stdin")
    return fedcop(config, "init", "--origin", ORIGIN, *owner, *words, typed=f"{PASSWORD}\n")


def copied(config: Path, to: Path) -> Path:
    """Copy a node with all it has; return its settings file."""
    shutil.copytree(config.parent, to)
    return to / config.name
