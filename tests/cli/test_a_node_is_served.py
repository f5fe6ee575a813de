"""`fedcop serve` as a process of its own, and `fedcop check` beside it."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.rig import ORIGIN, fedcop

READY_WITHIN = 40.0


@pytest.fixture
def served(node):
    """A node that is served on a port of its own."""
    port = 8500 + os.getpid() % 400
    node.write_text(node.read_text().replace(ORIGIN, f"http://cop.localhost:{port}"))
    (node.parent / "data" / "fedcop.db").unlink()
    assert fedcop(node, "init", "--owner", "kwame", "--json").code == 0
    process = start(node)
    yield node, process
    process.kill()
    process.wait()


def start(config, *words):
    process = subprocess.Popen(
        [sys.executable, "-m", "fedcop", "--config", str(config), "serve", *words],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + READY_WITHIN
    for line in process.stderr:
        if "ready: " in line or time.monotonic() > until:
            break
    return process


def test_a_served_node_finds_itself_well_and_stops_when_told(served):
    config, process = served
    said = fedcop(config, "check", "--json")
    assert [line["check"] for line in said.items if not line["well"]] == []
    assert said.code == 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def test_a_node_is_served_once(served):
    config, _ = served
    second = subprocess.run(
        [sys.executable, "-m", "fedcop", "--config", str(config), "serve"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 5
    assert re.search("served already, as process [0-9]+", second.stderr)


def test_people_are_let_in_while_a_node_is_served(served):
    config, _ = served
    assert fedcop(config, "user", "create", "maya").code == 0
    assert fedcop(config, "user", "show", "maya").code == 0


def test_a_check_of_a_node_that_is_not_served_says_so(node):
    said = fedcop(node, "check", "--json")
    assert said.code == 1
    wrong = [line["check"] for line in said.items if not line["well"]]
    assert wrong == ["proxy"]  # the first that needs somebody to answer


def test_a_check_names_a_key_that_everybody_may_read(node):
    (node.parent / "data" / "master.key").chmod(0o644)
    said = fedcop(node, "check")
    assert said.code == 1
    assert "chmod 600" in said.out


def test_a_check_names_the_wrong_key(node):
    key = node.parent / "data" / "master.key"
    key.write_text("A" * 43 + "=\n")
    said = fedcop(node, "check", "--json")
    assert said.code == 1
    assert "master key" in [line["check"] for line in said.items if not line["well"]]


@pytest.mark.parametrize("verb", ["web", "worker"])
def test_sqlite_bears_one_process(node, verb):
    said = fedcop(node, verb)
    assert said.code == 1
    assert "SQLite" in said.err
