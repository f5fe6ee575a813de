"""Write the reference pages that follow from the source, and check every link: `make docs`."""

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from fedcop.api.limits import USUAL
from fedcop.api.resources.instance import API_VERSION, VERSION
from fedcop.api.routes import ANY, Auth, Route
from fedcop.api.table import ROUTES
from fedcop.settings import FILE_NAME, MANUAL, PREFIX, Manual, about_issuers

ROOT = Path(__file__).resolve().parent.parent
ENTRY = "fedcop.__main__"
NOT_OURS = {".venv", ".git", "node_modules"}
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_MADE = "<!-- Made from the source by `make docs`. Change it there. -->\n\n"
_ABOUT_SETTINGS = f"""\
# Settings

fedcop reads its settings once, at start: from `{FILE_NAME}` in the current folder (or the file
named by `--config` or `FEDCOP_CONFIG`), and from the environment, which wins. In the environment a
setting is called `{PREFIX}` and its name in capitals; a list is written with commas between its
items. `fedcop init` writes a first file.

What is not safe is refused at start, with one line that says what to do: a secret that can be
guessed, http anywhere but on `localhost` and `*.localhost`, a key file that everybody may read, a
setting nobody knows.
"""
_ABOUT_API = f"""\
# Client API

Apps for Mastodon speak with a node by this interface: Mastodon's own, as
[its documentation](https://docs.joinmastodon.org/client/intro/) describes it. The node calls itself
`{VERSION}` and names the API version {API_VERSION}. How to sign in with an app is said
[elsewhere](../how-to/use-an-app.md).

Paths may end in a slash. Bodies are JSON, forms or multipart, with brackets in names as Rails
reads them. Every answer may be read by programs of any site (CORS), says in `X-RateLimit-*` how
much is left, and when something is wrong has the form `{{"error": "what"}}`. Ids are decimal
numbers written as texts; lists are paged by `Link`.

*Who*: everybody; every app, with a token of its own or of a person; people, through an app they
let in. *Scope*: what a token needs; one of several is enough. It counts for everybody's routes
too, when a token is shown there. *State*: a stub answers as if there were nothing, so that no app
stumbles.

People let apps in at `/oauth/authorize`, a page; apps are told of the rest of OAuth by
`/.well-known/oauth-authorization-server`. Codes take PKCE with S256 alone.

## Routes
"""
_LIMITS = """
## Limits

The setting `client_limits` changes them, each by its name: `["apps=50", "api=600"]`.

| Name | Requests | In seconds | Counted |
|---|---|---|---|
"""
_COUNTED = {
    "api": "every request, by token, or by address without one",
    "person": "every request, all tokens of a person together",
    "login": "every try to sign in on the page, by address",
}


def main() -> int:
    """Write every page again; say what is wrong and return 1, or return 0."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"{path.relative_to(ROOT)}: written")
    broken = list(broken_links(ROOT))
    print("\n".join(broken) or "every link leads somewhere")
    return 1 if broken else 0


_ABOUT_SIGN_ON = """
## Sign-on

Each issuer is a table, `[sign_on.hospital]`; in the environment what stands in it is written
`FEDCOP_SIGN_ON__HOSPITAL__CLIENT_SECRET`. [How to set it up](../how-to/sign-on.md).

| In the table | Default | What for |
|---|---|---|
"""


def pages() -> dict[Path, str]:
    """Return each page that follows from the source, as it should be."""
    reference = ROOT / "docs" / "reference"
    made = {
        reference / "settings.md": settings_page(),
        reference / "client-api.md": client_api_page(ROUTES),
    }
    command = find_command()
    if command is not None:
        made[reference / "command-line.md"] = command_page(command)
    return made


def settings_page() -> str:
    """Describe every setting as its declaration does."""
    rows = "".join(_setting_row(name, manual) for name, manual in MANUAL.items())
    head = "| Setting | Write | Default | What for |\n|---|---|---|---|\n"
    issuers = "".join(
        f"| `{name}` | {_default(default)} | {about} |\n"
        for name, default, about in about_issuers()
    )
    return f"{_MADE}{_ABOUT_SETTINGS}\n{head}{rows}{_ABOUT_SIGN_ON}{issuers}"


def _setting_row(name: str, manual: Manual) -> str:
    default = manual.about.follows or _default(manual.default)
    return f"| `{name}` | {manual.title} | {default} | {manual.about.doc} |\n"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        items = ", ".join(f'"{item}"' for item in value)
        return f"`[{items}]`"
    if isinstance(value, int):
        return f"`{value}`"
    if isinstance(value, str | Path):
        return f'`"{value}"`'
    return "must be set"


def client_api_page(routes: Iterable[Route]) -> str:
    """List every route of the clients' door as its declaration does."""
    head = "| Method | Path | Who | Scope | State |\n|---|---|---|---|---|\n"
    known = sorted(routes, key=lambda one: (one.path, one.method))
    rows = "".join(map(_route_row, known))
    used = {*_COUNTED, *(route.limit for route in known)}
    limits = "".join(
        f"| `{kind}` | {most} | {seconds} | {_COUNTED.get(kind, 'by person, or by address')} |\n"
        for kind, (most, seconds) in USUAL.items()
        if kind in used
    )
    return f"{_MADE}{_ABOUT_API}\n{head}{rows}{_LIMITS}{limits}"


def _route_row(route: Route) -> str:
    scope = "any" if route.scope == ANY else " or ".join(f"`{one}`" for one in route.scope.split())
    who = {Auth.OPEN: "everybody", Auth.APP: "every app", Auth.USER: "people"}[route.auth]
    state = f"stub: {route.stub}" if route.stub else "there"
    return f"| {route.method} | `{route.path}` | {who} | {scope} | {state} |\n"


def find_command() -> click.Command | None:
    """Find the command line, once there is one."""
    if importlib.util.find_spec(ENTRY) is None:
        return None
    command = importlib.import_module(ENTRY).main
    return command if isinstance(command, click.Command) else None


def command_page(command: click.Command) -> str:
    """Describe every command as its own help does."""
    context = click.Context(command, info_name="fedcop")
    parts = "\n".join(_command_parts(command, context))
    return f"{_MADE}# Command line\n\n{parts}"


def _command_parts(command: click.Command, context: click.Context) -> Iterator[str]:
    if context.parent is not None:
        yield f"## `{context.command_path}`\n"
    yield f"{_paragraphs(command)}\n"
    yield f"```\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
    records = [param.get_help_record(context) for param in command.params]
    if any(records):
        yield "".join(f"- `{record[0]}`: {record[1]}\n" for record in records if record)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                inner = click.Context(child, info_name=name, parent=context)
                yield from _command_parts(child, inner)


def _paragraphs(command: click.Command) -> str:
    return (command.help or command.short_help or "").replace("\b\n", "").strip()


def broken_links(root: Path) -> Iterator[str]:
    """Name every link of a page that leads to no file or heading of ours."""
    for page in sorted(root.rglob("*.md")):
        if NOT_OURS.isdisjoint(page.relative_to(root).parts):
            for link in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
                if not _leads_somewhere(page, link):
                    yield f"{page.relative_to(root)}: {link} leads nowhere"


def _leads_somewhere(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path) if path else page
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target.read_text("utf-8"))


def _anchors(text: str) -> set[str]:
    headings = _HEADING.findall(_FENCED.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


if __name__ == "__main__":
    sys.exit(main())
