"""`fedcop`, and `python -m fedcop`: the operator's door."""

import gc
from importlib import import_module
from typing import Final

import click

from fedcop import __version__
from fedcop.cli.desk import COMMON, Desk, Noun, Verb

# Noun or verb: where it is. Each is read when it is asked for, so that `serve` is not made heavy
# by what only `db` needs.
_WHERE: Final = {
    "init": "fedcop.cli.init:init",
    "serve": "fedcop.cli.serve:serve",
    "web": "fedcop.cli.serve:web",
    "worker": "fedcop.cli.work:worker",
    "check": "fedcop.cli.check:check",
    "status": "fedcop.cli.status:status",
    "db": "fedcop.cli.db:db",
    "backup": "fedcop.cli.backup:backup",
    "upgrade": "fedcop.cli.upgrade:upgrade",
    "keys": "fedcop.cli.keys:keys",
    "user": "fedcop.cli.user:user",
    "community": "fedcop.cli.community:community",
    "artifact": "fedcop.cli.artifact:artifact",
    "text": "fedcop.cli.text:text",
    "moderation": "fedcop.cli.moderation:moderation",
    "audit": "fedcop.cli.audit:audit",
    "privacy": "fedcop.cli.privacy:privacy",
    "mail": "fedcop.cli.mail:mail",
    "media": "fedcop.cli.media:media",
    "digest": "fedcop.cli.digest:digest",
    "federation": "fedcop.cli.federation:federation",
    "import": "fedcop.cli.bringing.command:bring",
    "export": "fedcop.cli.taking.command:take",
    "debug": "fedcop.cli.artifact:debug",
    "demo": "fedcop.cli.demo.command:demo",
}


class House(Noun):
    """All nouns and verbs, each read when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return them in the order in which they are needed."""
        return [*_WHERE, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find one by name."""
        where = _WHERE.get(cmd_name)
        if where is None:
            return super().get_command(ctx, cmd_name)
        module, _, name = where.partition(":")
        gc.disable()  # modules stay: to look through them meanwhile takes a tenth of the start
        try:
            found: click.Command = getattr(import_module(module), name)
        finally:
            gc.enable()
        return found


@click.group(cls=House, params=[*COMMON])
def main() -> None:
    """Run a node of fedcop: communities of practice that span organizations."""


@main.command("version", cls=Verb)
@click.pass_context
def version(context: click.Context) -> None:
    """Say which version this is."""
    output = context.ensure_object(Desk).output
    output.item(f"fedcop {__version__}", version=__version__)


if __name__ == "__main__":
    main()
