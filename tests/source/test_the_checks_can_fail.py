"""A check that cannot fail guards nothing: each is shown a small bad sample, and a good one."""

import pytest

from docs import generate
from tests.source import checks

LONG_FUNCTION = "def long():\n" + "    x = 1\n" * 50
CASES = [
    (checks.long_file, "x = 1\n" * 401, "x = 1\n" * 400),
    (checks.long_functions, LONG_FUNCTION, "def short():\n" + "    x = 1\n" * 49),
    (checks.long_functions, "class A:\n    async def long(self):\n" + "        x = 1\n" * 50, ""),
    (checks.hidden_imports, "def f():\n    import os\n", "import os\ndef f(): pass\n"),
    (checks.hidden_imports, "class A:\n    def f(self):\n        from os import path\n", ""),
    (checks.names_given_twice, "_SQL = 1\n_SQL: int = 2", "_SQL = 1\n_OTHER = 2"),
    (checks.names_given_twice, "def f(): pass\nasync def f(): pass", "x, y = 1, 2"),
    (checks.door_that_writes, "await connection.execute(sql)", "await read(sql)"),
    (checks.door_that_writes, "store.commit(unit)", "perform(store, verb)"),
    (checks.door_that_writes, "self.unit.add(row)", "names.add(name)"),
    (checks.broad_excepts, "try: pass\nexcept: pass", "try: pass\nexcept OSError: pass"),
    (checks.broad_excepts, "try: pass\nexcept Exception: pass", ""),
    (
        checks.broad_excepts,
        "try: pass\nexcept (OSError, BaseException): pass",
        "try: pass\nexcept BaseException:\n    clean_up()\n    raise",
    ),
    (
        checks.broad_excepts,
        "try: pass\nexcept Exception:  # noqa: BLE001\n    pass",
        "try: pass\nexcept Exception:  # noqa: BLE001 - a loop that records it\n    pass",
    ),
    (
        checks.broad_excepts,
        "try: pass\nexcept Exception:\n    log.info('x')",
        "try: pass\nexcept Exception:\n    log.exception('the loop goes on')",
    ),
    (checks.untold_ignores, "x = 1  # type: " + "ignore", "x = 1  # type: ignore[misc]"),
    (checks.mocks, "from unittest.mock import Mock", "from unittest import case"),
    (checks.mocks, "from unittest import mock", "import unittest"),
    (checks.mocks, "import unittest.mock", "import mocking"),
    (checks.machine_paths, "see /" + "root/x", "see /rooted/x and http://a.example/u/root"),
    (checks.machine_paths, "see /" + "home/ada/x", "see ~/x and /homeless/x"),
    (checks.machine_paths, 'cd "/' + 'work/main"', "the /works of ada"),
]


@pytest.mark.parametrize(("check", "bad", "good"), CASES)
def test_a_check_tells_bad_from_good(check, bad, good):
    assert len(list(check(bad))) == 1
    assert list(check(good)) == []


def test_a_decision_nobody_lists_is_found():
    listing = "- [One](0001-one.md)"
    assert list(checks.unlisted({"0001-one.md"}, listing)) == []
    assert list(checks.unlisted({"0002-two.md"}, listing)) == ["0002-two.md: is not listed"]


def test_locks_that_differ_are_found():
    run = "a==1 \\\n    --hash=sha256:0\nb==2 ; python_version < '3.12' \\\n"
    assert list(checks.differing_locks(run, "a==1 \\\nb==2 \\\nc==3 \\\n")) == []
    assert len(list(checks.differing_locks(run, "a==1 \\\nb==3 \\\n"))) == 1
    assert len(list(checks.differing_locks(run, "a==1 \\\n"))) == 1


REGISTRY = """
from example.handlers import accept, follow as following, undo

HANDLERS = {"Follow": following.apply, ("Accept", "Follow", "Note"): accept}

def other():
    return "Undo", undo
"""


def test_a_handler_outside_the_registry_is_found():
    assert list(checks.unused_modules(REGISTRY, "example.handlers", {"accept", "follow"})) == []
    assert len(list(checks.unused_modules(REGISTRY, "example.handlers", {"undo"}))) == 1


def test_the_activities_of_a_registry_are_those_in_its_tables():
    assert checks.activities_in_tables(REGISTRY) == {"Accept", "Follow"}


def test_activities_told_elsewhere_alone_are_found_and_those_told_nowhere():
    assert list(checks.told_differently({"Accept"}, {"Accept"}, "the page")) == []
    assert len(list(checks.told_differently({"Accept", "Undo"}, {"Accept"}, "the page"))) == 1
    assert len(list(checks.told_differently({"Accept"}, {"Accept", "Undo"}, "the page"))) == 1


def test_headings_are_read_below_their_section_alone():
    page = (
        "# F\n## What we understand\n### `Follow`\n#### x\n### Undo\n## What we send\n### Accept\n"
    )
    assert checks.headings_under(page, "understand") == {"Follow", "Undo"}
    assert checks.headings_under(page, "send") == {"Accept"}


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](other.md)", 0),
        ("[a](other.md#a-heading)", 0),
        ("[a](https://example.com/x)", 0),
        ("```\n[a](missing.md)\n```", 0),
        ("[a](missing.md)", 1),
        ("[a](other.md#no-heading)", 1),
        ("[a](#nowhere)", 1),
    ],
)
def test_links_that_lead_nowhere_are_found(tmp_path, text, broken):
    (tmp_path / "other.md").write_text("# A heading\n")
    (tmp_path / "page.md").write_text(text)
    assert len(list(generate.broken_links(tmp_path))) == broken
