"""The rules of CONTRIBUTING.md that no other tool looks after."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docs import generate
from tests.corpus import ROOT
from tests.source import checks

DOORS = ("fedcop/web", "fedcop/api", "fedcop/federation/endpoints")
TEXTS = {".py", ".md", ".toml", ".html", ".css", ".sh", ".service", ".conf", ""}


_BROUGHT = {"__pycache__", "node_modules"}  # by tools, into our folders


def files(*tops: str, suffixes: set[str] | None = None) -> Iterator[Path]:
    wanted = suffixes or {".py"}
    for top in tops:
        for path in sorted((ROOT / top).rglob("*")):
            ours = not _BROUGHT & set(path.parts)
            if ours and path.suffix in wanted and path.is_file():
                yield path


def complaints(check: Callable[[str], Iterator[str]], paths: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{said}"
        for path in paths
        for said in check(path.read_text("utf-8"))
    ]


def written_by_hand(*tops: str) -> Iterator[Path]:
    return (path for path in files(*tops) if "migrations" not in path.parts)


@pytest.mark.parametrize(
    "check",
    [checks.long_file, checks.long_functions, checks.hidden_imports, checks.broad_excepts],
)
def test_files_and_functions_fit_in_view(check):
    assert complaints(check, written_by_hand("fedcop")) == []


def test_tests_and_benchmarks_fit_in_view_too():
    assert complaints(checks.long_file, files("tests", "benchmarks", "docs")) == []


def test_no_name_of_a_module_is_given_twice():
    assert complaints(checks.names_given_twice, files("fedcop", "tests", "benchmarks")) == []


def test_every_ignored_type_error_names_its_code():
    assert complaints(checks.untold_ignores, files("fedcop", "tests", "benchmarks", "docs")) == []


def test_doors_do_not_write():
    assert complaints(checks.door_that_writes, files(*DOORS)) == []


def test_nothing_of_ours_is_mocked():
    assert complaints(checks.mocks, files("tests")) == []


def test_no_path_of_one_machine_is_left():
    inside = files("fedcop", "tests", "benchmarks", "docs", "deploy", ".ci", suffixes=TEXTS)
    beside = (
        path
        for path in ROOT.glob("*")
        if path.name != ".git" and path.is_file() and path.suffix in TEXTS
    )
    assert complaints(checks.machine_paths, inside) == []
    assert complaints(checks.machine_paths, beside) == []


def registry_of(side: str) -> str:
    path = ROOT / "fedcop" / "federation" / side / "registry.py"
    return path.read_text("utf-8") if path.exists() else ""


@pytest.mark.parametrize(("side", "heading"), [("inbox", "understand"), ("outbox", "send")])
def test_federation_md_tells_what_the_registries_hold(side, heading):
    page = ROOT / "FEDERATION.md"
    told = checks.headings_under(page.read_text("utf-8"), heading) if page.exists() else set()
    held = checks.activities_in_tables(registry_of(side))
    assert list(checks.told_differently(held, told, "FEDERATION.md")) == []


@pytest.mark.parametrize(("side", "kind"), [("inbox", "handlers"), ("outbox", "builders")])
def test_every_handler_and_builder_stands_in_its_registry(side, kind):
    folder = ROOT / "fedcop" / "federation" / side / kind
    modules = {path.stem for path in folder.glob("[a-z]*.py")} if registry_of(side) else set()
    package = f"fedcop.federation.{side}.{kind}"
    assert list(checks.unused_modules(registry_of(side), package, modules)) == []


def test_the_outbox_registry_names_what_the_builders_write():
    sources = [path.read_text("utf-8") for path in files("fedcop/federation/outbox/builders")]
    written = {name for source in sources for name in checks.activities_named(ast.parse(source))}
    held = checks.activities_in_tables(registry_of("outbox"))
    assert not held or list(checks.told_differently(held, written, "builders")) == []


def test_the_reference_pages_are_as_the_source_says():
    for path, text in generate.pages().items():
        assert path.read_text("utf-8") == text, f"{path.name} is old: run `make docs`"


def test_every_link_leads_somewhere():
    assert list(generate.broken_links(ROOT)) == []


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    pages = {path.name for path in folder.glob("[0-9]*.md")}
    assert list(checks.unlisted(pages, (folder / "README.md").read_text("utf-8"))) == []
    numbers = [name[:4] for name in pages]
    assert len(numbers) == len(set(numbers))


def test_the_changelog_has_room_for_the_next_release():
    assert re.search(r"^## Unreleased$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_both_locks_choose_the_same_versions():
    run, tools = (
        (ROOT / f"{name}.lock").read_text() for name in ("requirements", "requirements-dev")
    )
    assert list(checks.differing_locks(run, tools)) == []
