"""What every command works with: the settings, the output, an open node."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from fedcop import settings as house
from fedcop.cli.output import FAILED, UNSAFE, Output
from fedcop.errors import FedcopError
from fedcop.settings import Settings

P = ParamSpec("P")


@dataclass(slots=True)
class Desk:
    """Where a command is carried out."""

    config: Path | None = None
    output: Output = field(default_factory=Output)
    yes: bool = False
    dry_run: bool = False
    code: int = 0

    def settings(self) -> Settings:
        """Read the settings. Raises Misconfigured."""
        return house.load(self.config)

    def must_agree(self, what: str) -> None:
        """Go on only when the user agreed: by `--yes`, or by answering."""
        if self.yes:
            return
        if self.output.json or not sys.stdin.isatty():
            click.echo(f"{what} Say --yes to do it.", err=True)
            raise SystemExit(UNSAFE)
        if not click.confirm(f"{what} Go on?"):
            raise SystemExit(UNSAFE)


def command(
    verb: Callable[Concatenate[Desk, P], Coroutine[object, object, None]],
) -> Callable[P, None]:
    """Turn a coroutine that takes the desk first into what click calls."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        desk = click.get_current_context().find_object(Desk) or Desk()
        try:
            asyncio.run(verb(desk, *args, **kwargs))
        except FedcopError as error:
            refuse(desk.output, error.safe)
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        if desk.code:
            raise SystemExit(desk.code)

    return run


def refuse(output: Output, why: str) -> None:
    """Say why it did not work, and end."""
    if output.json:
        output.result(why, error=why)
    else:
        click.secho(f"fedcop: {why}", fg="red", err=True)
    raise SystemExit(FAILED)
