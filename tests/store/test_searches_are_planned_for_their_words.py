"""A search is planned for the words it has; what is read all the time is planned once."""

import pytest

from fedcop.store.batch import Store
from fedcop.store.connection import open_backend
from fedcop.uris import Uris

MODE = "SELECT current_setting('plan_cache_mode')"


@pytest.fixture
async def opened(postgresql_url):
    store = Store(await open_backend(postgresql_url), Uris("https://cop.example"))
    yield store
    await store.close()


async def test_each_search_is_planned_anew_and_no_other_read(opened):
    for _ in range(2):
        assert [row[0] for row in await opened.search(MODE)] == ["force_custom_plan"]
        assert [row[0] for row in await opened.read(MODE)] != ["force_custom_plan"]
