"""A process starts with what it works with, and not with what only some commands need."""

import subprocess
import sys

import pytest

from tests.corpus import ROOT

ORM = "tortoise"  # migrations alone: half a second and 20 MB


@pytest.mark.parametrize("module", ["fedcop.cli.serve", "fedcop.cli.work", "fedcop.cli.user"])
def test_the_orm_stays_where_it_is(module):
    code = f"import sys, {module}; print(*sorted({{one.partition('.')[0] for one in sys.modules}}))"
    words = (sys.executable, "-c", code)
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = done.stdout.split()
    assert "asyncpg" in loaded
    assert ORM not in loaded
