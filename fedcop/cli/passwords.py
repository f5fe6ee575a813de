"""Passwords on the command line: asked for, read from standard input, or made and shown once."""

import secrets
import sys
from dataclasses import dataclass

import click

from fedcop.cli.desk import Desk
from fedcop.community.passwords import Passwords

_RANDOM_BYTES = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """The hash of a password; `shown` holds the password itself when we made it."""

    hash: str
    shown: str = ""


async def choose(desk: Desk, *, from_stdin: bool) -> Chosen:
    """Get a password without it ever standing on a command line. Raises Malformed."""
    if from_stdin:
        return Chosen(await Passwords().hash(sys.stdin.readline().rstrip("\r\n")))
    if desk.asks and not desk.yes:
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return Chosen(await Passwords().hash(typed))
    made = secrets.token_urlsafe(_RANDOM_BYTES)
    return Chosen(await Passwords().hash(made), made)
