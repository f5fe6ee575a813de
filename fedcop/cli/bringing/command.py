"""`fedcop import`: bring along what other programs kept."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from fedcop import clock
from fedcop.assembly import Parts
from fedcop.cli.bringing import sources
from fedcop.cli.bringing.releasing import release_all
from fedcop.cli.bringing.wishes import Target
from fedcop.cli.bringing.writing import People, Report, Writer
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import opened_parts, opened_store
from fedcop.cli.output import PARTLY
from fedcop.community import accounts, bringing, communities
from fedcop.community.perform import perform
from fedcop.errors import Malformed, NotFound
from fedcop.interchange.items import Bundle
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, GroupRow
from fedcop.values import Audience, Handle

_SHOWN: Final = 20
_PER_MINUTE: Final = 60
_HEADS: Final = ("number", "program", "name", "community", "things", "told", "begun", "state")

C = TypeVar("C", bound=Callable[..., Any])  # a command of click

_path = click.argument("path", type=click.Path(exists=True, path_type=Path))


@dataclass(frozen=True, slots=True)
class Where:
    """What the options of each import say."""

    community: str
    person: str
    authors: Mapping[str, str]


def _goes_into(verb: C) -> C:
    """Add the options that all imports share."""
    for option in (
        click.option(
            "--author",
            "authors",
            multiple=True,
            metavar="NAME=PERSON",
            help="Who somebody of the export is here; may be given often.",
        ),
        click.option("--as", "person", required=True, help="In whose name everything else comes."),
        click.option("--into", "community", required=True, help="The community it comes into."),
    ):
        verb = option(verb)
    return verb


@click.group("import", cls=Noun)
def bring() -> None:
    """Bring along what other programs kept.

    Nobody elsewhere is told of it before `fedcop import release`. The same import again changes
    nothing; one that was broken off goes on.
    """


@bring.command("markdown")
@_path
@_goes_into
@click.option("--history/--no-history", default=True, help="Versions from Git, where it has them.")
@command
async def markdown(desk: Desk, /, path: Path, *, history: bool, **where: Any) -> None:  # noqa: ANN401 - options of click
    """Bring a folder of Markdown files, or a ZIP file of one."""
    await _bring(desk, path, partial(sources.markdown, history=history), _where(where))


@bring.command("bookstack")
@_path
@_goes_into
@command
async def bookstack(desk: Desk, /, path: Path, **where: Any) -> None:  # noqa: ANN401 - options of click
    """Bring a portable ZIP of BookStack."""
    await _bring(desk, path, sources.books, _where(where))


@bring.command("discourse")
@_path
@_goes_into
@command
async def discourse(desk: Desk, /, path: Path, **where: Any) -> None:  # noqa: ANN401 - options of click
    """Bring threads of Discourse: JSON of its API, or a backup."""
    await _bring(desk, path, sources.forums, _where(where))


@bring.command("library")
@_path
@_goes_into
@command
async def libraries(desk: Desk, /, path: Path, **where: Any) -> None:  # noqa: ANN401 - options of click
    """Bring what `fedcop export library` wrote."""
    await _bring(desk, path, sources.libraries, _where(where))


@bring.command("list")
@command
async def list_imports(desk: Desk) -> None:
    """List what was brought along, the latest first."""
    async with opened_store(desk) as store:
        rows: list[tuple[object, ...]] = []
        for row in await bringing.page(store):
            group = await communities.find(store, row.community_id)
            things, told = await bringing.count(store, row)
            state = "broken off" if not row.finished else "released" if row.released else "held"
            name = group.actor.name if group else "-"
            begun = f"{clock.utc(row.created):%Y-%m-%d %H:%M}"
            rows.append((row.id, row.program, row.name, name, things, told, begun, state))
    desk.output.table(_HEADS, rows)


@bring.command("show")
@click.argument("number", type=int)
@command
async def show(desk: Desk, number: int) -> None:
    """Show one import, and what stayed where it was."""
    async with opened_store(desk) as store:
        row = await bringing.get(store, number)
        things, told = await bringing.count(store, row)
    skipped = bringing.read_skipped(row)
    facts = {"name": row.name, "program": row.program, "of": row.total, "here": things}
    desk.output.facts({**facts, "told": told, "skipped": len(skipped)})
    for source, why in skipped:
        desk.output.item(f"- {source}: {why}", source=source, why=why)


@bring.command("release")
@click.argument("number", type=int)
@click.option(
    "--per-minute",
    type=click.IntRange(1, 6000),
    default=_PER_MINUTE,
    show_default=True,
    help="How many things peers are told of in a minute.",
)
@command
async def release(desk: Desk, number: int, per_minute: int) -> None:
    """Tell other nodes of what was brought along, a little at a time."""
    async with opened_store(desk) as store:
        row = await bringing.get(store, number)
        things, told = await bringing.count(store, row)
        if desk.dry_run:
            desk.output.result(f"would tell of {things - told} things", things=things - told)
            return
        count = await release_all(desk.output, store, row, per_minute)
    desk.output.result(f"told of {count} things", told=count)


async def _bring(
    desk: Desk,
    path: Path,
    opened: Callable[[Path], AbstractContextManager[Bundle]],
    where: Where,
) -> None:
    async with opened_parts(desk) as parts:
        group = await _community(parts.store, where.community)
        people = await _people(parts.store, where)
        with opened(path) as bundle:
            if desk.dry_run:
                _plan(desk, bundle, people)
                return
            report, number = await _write(desk, parts, (bundle, path), (group, people))
    _tell(desk, report, number)


async def _write(
    desk: Desk, parts: Parts, what: tuple[Bundle, Path], where: tuple[GroupRow, People]
) -> tuple[Report, int]:
    (bundle, path), (group, people) = what, where
    community, audience = group.actor.id, Audience(group.practice.audience)
    row = await perform(
        parts.store, bringing.begin, people.usual, community, bundle.program, path.name
    )
    target = Target(parts.store.uris, community, audience, lambda _: "")
    writer = Writer(parts, row, target, people)
    with desk.output.progress("bringing it along", 2 * len(bundle.items)) as progress:
        for step in (writer.one, writer.link):
            for item in bundle.items:
                await step(bundle, item)
                progress.step()
    report = writer.report
    report.skipped += [(one.source, one.why) for one in bundle.skipped]
    await perform(parts.store, bringing.finish, row, report.skipped, len(bundle.items))
    return report, row.id


def _plan(desk: Desk, bundle: Bundle, people: People) -> None:
    """Say what would be brought along, and who would be whom."""
    kinds: dict[str, int] = {}
    for item in bundle.items:
        kinds[item.kind] = kinds.get(item.kind, 0) + 1
    versions = sum(len(item.versions) for item in bundle.items)
    for kind, count in sorted(kinds.items()):
        desk.output.item(f"{count:6} {kind}", kind=kind, count=count)
    for name in bundle.people:
        who = people.named.get(name, people.usual).name
        desk.output.item(f"{name} would be {who}", name=name, person=who)
    for one in bundle.skipped:
        desk.output.item(f"- {one.source}: {one.why}", source=one.source, why=one.why)
    total = len(bundle.items)
    desk.output.result(
        f"would bring {total} things in {versions} versions; {len(bundle.skipped)} stay there",
        things=total,
        versions=versions,
        skipped=len(bundle.skipped),
    )


def _tell(desk: Desk, report: Report, number: int) -> None:
    for source, why in report.skipped[:_SHOWN]:
        desk.output.warning(f"{source}: {why}", source=source)
    if len(report.skipped) > _SHOWN:
        desk.output.warning(
            f"and {len(report.skipped) - _SHOWN} more; `fedcop import show` has all"
        )
    told = (
        f"{report.made} new, {report.anew} later versions, {report.drafts} drafts,"
        f" {report.known} known already, {len(report.skipped)} left out"
    )
    facts = {"new": report.made, "versions": report.anew, "drafts": report.drafts}
    more = {"known": report.known, "skipped": len(report.skipped), "number": number}
    if report.made or report.anew:
        told += f"\ntell other nodes with: fedcop import release {number}"
    desk.output.result(told, **facts, **more)
    if report.skipped:
        desk.code = PARTLY


def _where(given: dict[str, Any]) -> Where:  # Any: options of click
    authors = {}
    for pair in given["authors"]:
        name, equals, person = pair.rpartition("=")
        if not equals or not name.strip():
            raise Malformed(f"--author {pair}: write it as NAME=PERSON")
        authors[name.strip()] = person.strip()
    return Where(given["community"], given["person"], authors)


async def _community(store: Store, name: str) -> GroupRow:
    group = await communities.find_by_handle(store, Handle.read(name))
    if group is None or not group.actor.local:
        raise NotFound(f"--into {name}: no community here has this name; `fedcop community list`")
    return group


async def _people(store: Store, where: Where) -> People:
    named = {name: await _person(store, person) for name, person in where.authors.items()}
    return People(await _person(store, where.person), named)


async def _person(store: Store, name: str) -> ActorRow:
    login = await accounts.find_login(store, name.removeprefix("@"))
    if login is None:
        raise NotFound(f"{name}: nobody here has this name; `fedcop user list` names them")
    return login[1]
