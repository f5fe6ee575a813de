"""What every test may ask for."""

import base64
import os
from pathlib import Path

import pytest
import uvloop

from fedcop import ids
from fedcop.settings import Settings
from tests import databases
from tests.stores import store

__all__ = ["store"]  # fixtures from elsewhere


def pytest_configure(config):
    databases.name_the_run()


def pytest_xdist_auto_num_workers(config):
    """One more than there are cores: some tests wait for a clock or for another process."""
    return (os.cpu_count() or 1) + 1


def pytest_asyncio_loop_factories():
    """The loop that a node runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    return _unskipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    return _unskipped(report)


def _unskipped(report):
    """Turn a skip into a failure where nothing may be missing; only the corpus may."""
    if (
        os.environ.get("FEDCOP_NO_SKIPS") != "1"
        or not report.skipped
        or hasattr(report, "wasxfail")
    ):
        return report
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not reason.removeprefix("Skipped: ").startswith("corpus:"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {reason}"
    return report


@pytest.fixture(autouse=True)
def ids_follow_the_clock():
    """A test that holds the clock in the past gets ids of that past."""
    ids.forget()


@pytest.fixture
async def sqlite_url(tmp_path):
    """A fresh SQLite database."""
    async with databases.fresh("sqlite", tmp_path) as url:
        yield url


@pytest.fixture
async def postgresql_url(tmp_path):
    """A fresh PostgreSQL database."""
    async with databases.fresh("postgresql", tmp_path) as url:
        yield url


@pytest.fixture(params=databases.KINDS)
async def database_url(request, tmp_path):
    """A fresh database, of each kind in turn."""
    async with databases.fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def postgres_server():
    """A PostgreSQL server of one's own, to stop and start again."""
    with databases.private_server() as server:
        yield server


@pytest.fixture
def settings(tmp_path, database_url):
    """A node of the development profile with a fresh database, of each kind in turn."""
    return Settings(
        origin="http://northwind.localhost:8001",
        secret="only-for-tests-0123456789abcdefgh",
        organization="Northwind",
        data=Path(tmp_path),
        database=database_url,
        master_key=base64.b64encode(bytes(range(32))).decode(),
    )
