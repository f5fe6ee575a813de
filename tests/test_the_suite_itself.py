"""What the suite promises about itself: no quiet skips, nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import nursery
from tests.corpus import ROOT

SKIPS = """
import pytest

def test_no_server():
    pytest.skip("postgresql: there is no server here")

def test_no_payloads():
    pytest.skip("corpus: no payloads")
"""
WAITS = """
import time
from tests import databases

async def test_waits(sqlite_url):
    with databases._one_at_a_time() as folder:
        print(folder, flush=True)
    time.sleep(60)
"""


def start(folder, text, **environment):
    (folder / "test_inner.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-s", "test_inner.py"]
    unset = {"FEDCOP_TEST_RUN", "FEDCOP_NO_SKIPS", "PYTEST_XDIST_WORKER"}
    inherited = {key: value for key, value in os.environ.items() if key not in unset}
    return subprocess.Popen(
        [*command, "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("environment", "verdict"),
    [({}, "2 skipped"), ({"FEDCOP_NO_SKIPS": "1"}, "1 failed, 1 skipped")],
)
def test_a_skip_fails_where_only_the_corpus_may_be_missing(tmp_path, environment, verdict):
    said, _ = start(tmp_path, SKIPS, **environment).communicate(timeout=30)
    assert verdict in said


def test_a_killed_run_leaves_nothing_behind(tmp_path):
    run = start(tmp_path, WAITS)
    shared = next(Path(line.split()[-1]) for line in run.stdout if "fedcop-tests-" in line)
    assert shared.is_dir()
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=10)
    deadline = time.monotonic() + 10
    while shared.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not shared.exists()


async def test_a_node_that_breaks_as_it_starts_says_why(tmp_path):
    log = tmp_path / "log"
    child = await nursery.start(("--config", "\0", "serve"), os.environ, log)
    await child.wait()
    assert child.ended
    assert "Traceback" in log.read_text()
    assert "embedded null byte" in log.read_text()
