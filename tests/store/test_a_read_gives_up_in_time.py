"""A read in the event loop is aborted when it is slow, not when the machine is busy elsewhere."""

import itertools
import time

import pytest

from fedcop.errors import Unavailable
from fedcop.store.sqlite import _IN_LOOP_SECONDS, _Reader

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n{}) SELECT max(i) FROM n"


@pytest.fixture
def reader(tmp_path):
    opened = _Reader(tmp_path / "x.db", _IN_LOOP_SECONDS)
    yield opened
    opened.link.close()


def test_what_never_ends_is_aborted_and_the_next_is_answered(reader):
    with pytest.raises(Unavailable):
        reader.read(COUNT.format(""), ())
    assert reader.read("SELECT 1", ()) == [(1,)]


def test_what_waits_for_a_busy_machine_is_answered(reader, monkeypatch):
    hours = itertools.count(step=3600)
    monkeypatch.setattr(time, "monotonic", lambda: float(next(hours)))
    assert reader.read(COUNT.format(" WHERE i < 5000"), ()) == [(5000,)]
    with pytest.raises(Unavailable):
        reader.read(COUNT.format(""), ())
