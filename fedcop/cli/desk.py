"""What every command works with: what the user asked for, the settings, the output."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec

import click
import uvloop

from fedcop import settings as house
from fedcop.cli.output import FAILED, UNSAFE, Output
from fedcop.errors import FedcopError
from fedcop.settings import FILE_NAME, Settings

P = ParamSpec("P")

_INTERRUPTED = 130


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

    @property
    def settings_file(self) -> Path:
        """Where the settings are, or would be."""
        return (self.config or Path(FILE_NAME)).expanduser().absolute()

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer questions."""
        return sys.stdin.isatty() and not self.output.json

    def must_agree(self, what: str) -> None:
        """Go on only when the user agreed: by `--yes`, or by answering."""
        if self.yes:
            return
        if not self.asks:
            refuse(self.output, f"{what} Say --yes to do it.", UNSAFE)
        if not click.confirm(f"{what} Go on?"):
            raise SystemExit(UNSAFE)


def _choose(context: click.Context, param: click.Parameter, value: object) -> None:
    """Keep what a common option says; it may stand before the noun or after the verb."""
    desk = context.ensure_object(Desk)
    if not value:
        return
    if param.name in {"json", "quiet"}:
        desk.output = replace(desk.output, **{param.name: True})
    else:
        setattr(desk, str(param.name), value)


def _common(*names: str, text: str, metavar: str = "") -> click.Option:
    kind = click.Path(path_type=Path, dir_okay=False) if metavar else None
    return click.Option(
        [*names],
        is_flag=not metavar,
        type=kind,
        metavar=metavar or None,
        help=text,
        expose_value=False,
        callback=_choose,
        envvar="FEDCOP_CONFIG" if metavar else None,
    )


COMMON = (
    _common("--config", text=f"Where the settings are, if not in {FILE_NAME}.", metavar="PATH"),
    _common("--json", text="Answer with one JSON object a line."),
    _common("--quiet", text="Say only what was asked for and what goes wrong."),
    _common("--yes", text="Do not ask back."),
    _common("--dry-run", text="Show what would be done, and do nothing."),
)


class Verb(click.Command):
    """A command that takes the common options too."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its own parameters and the common ones."""
        return [*super().get_params(ctx), *COMMON]


class Noun(click.Group):
    """Verbs about one thing."""

    command_class = Verb


def command(
    verb: Callable[Concatenate[Desk, P], Coroutine[object, object, None]],
) -> Callable[P, None]:
    """Turn a coroutine that takes the desk first into what click calls."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        desk = click.get_current_context().ensure_object(Desk)
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(verb(desk, *args, **kwargs))
        except FedcopError as error:
            refuse(desk.output, error.safe)
        except OSError as error:
            refuse(desk.output, f"{error.filename or 'the system'}: {error.strerror or error}")
        except KeyboardInterrupt:
            raise SystemExit(_INTERRUPTED) from None
        if desk.code:
            raise SystemExit(desk.code)

    return run


def refuse(output: Output, why: str, code: int = FAILED) -> NoReturn:
    """Say why it did not work, and end."""
    output.refusal(why)
    raise SystemExit(code)
