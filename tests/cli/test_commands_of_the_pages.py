"""Each command of the pages for admins is run, here or in a test that is named, in its order."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from fedcop.__main__ import main
from fedcop.cli.output import UNSAFE
from tests.cli.pages import AFTER, BEFORE, CODES, ELSEWHERE, NOT_RUN, Scene
from tests.cli.rig import fedcop
from tests.corpus import ROOT
from tests.deploy.pages import commands_of

PLACE = ROOT / "docs" / "how-to"
RUN_AS_A_WHOLE = "install-on-debian.md"  # by a test of its own
_FENCE = re.compile(r"(?m)^ *```(\w*)$")
_INLINE = re.compile(r"`(fedcop [a-z][^`]*)`")
_KINDS = {"sh", "toml", "text", "yaml", "json", "po", "nginx"}
PAGES = sorted(page.name for page in PLACE.glob("*.md"))


def first_of(table: dict[str, object], command: str) -> str | None:
    """Find the line of a table that a command begins with."""
    return next((known for known in table if command.startswith(known)), None)


@pytest.mark.parametrize("page", PAGES)
def test_each_block_says_what_it_holds(page: str) -> None:
    text = (PLACE / page).read_text("utf-8")
    begun = _FENCE.findall(text)[::2]
    assert set(begun) <= _KINDS
    assert not re.search(r"(?m)^    fedcop ", text), "a command outside of a block"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page != RUN_AS_A_WHOLE and commands_of(page)]
)
def test_each_command_of_a_page_does_what_it_says(
    page: str, node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scene = Scene(node, tmp_path)
    if page in BEFORE:
        BEFORE[page](scene)
    for command in commands_of(page):
        if first_of(ELSEWHERE, command) or first_of(NOT_RUN, command):
            continue
        if command.startswith("cat > "):
            subprocess.run(["sh", "-euc", command], check=True)
            continue
        run(scene, command)


def run(scene: Scene, command: str) -> None:
    """Type a command as the page gives it."""
    program, *words = shlex.split(command, comments=True)
    assert program == "fedcop", f"{command}: is it run anywhere?"
    given = [scene.filled(word) for word in words]
    said = fedcop(scene.config, *given)
    if said.code == UNSAFE:  # whoever sits at a terminal is asked, and agrees
        said = fedcop(scene.config, "--yes", *given)
    known = first_of(CODES, command)
    code = CODES[known][0] if known else 0
    assert said.code == code, (command, said.code, said.out, said.err)
    follows = first_of(AFTER, command)
    if follows:
        AFTER[follows](scene, said)


def test_what_is_run_elsewhere_is() -> None:
    for command, (file, named) in ELSEWHERE.items():
        assert named in (ROOT / "tests" / file).read_text("utf-8"), command


def test_every_exception_is_needed() -> None:
    everything = [command for page in PAGES for command in commands_of(page)]
    for table in (ELSEWHERE, NOT_RUN, CODES, AFTER):
        for known in table:
            assert any(one.startswith(known) for one in everything), known
    assert set(BEFORE) <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_in_a_sentence_exists(page: str) -> None:
    text = (PLACE / page).read_text("utf-8")
    for said in _INLINE.findall(" ".join(text.split())):
        words = said.split()[1:]
        at: click.Command = main
        while isinstance(at, click.Group) and words and words[0].islower():
            found = at.get_command(click.Context(at), words.pop(0))
            assert found is not None, said
            at = found
        known = {name for option in (*main.params, *at.params) for name in option.opts}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= known, said
