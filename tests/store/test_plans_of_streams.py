"""Whom of those who listen a post reaches is found by an index for each, however much there is."""

from fedcop.store.queries import streams
from tests.store.test_plans_do_not_depend_on_statistics import _no_whole_table
from tests.store.test_plans_do_not_depend_on_statistics import watched as watched  # noqa: PLC0414

_LISTENERS = [1, *range(200, 400)]


async def test_who_reads_a_post_at_home(watched):
    assert [one.me for one in await streams.list_open(watched, 20, _LISTENERS)] == _LISTENERS
    assert [one.me for one in await streams.list_home(watched, 20, _LISTENERS)] == [1]
    pairs = [(me, 7) for me in _LISTENERS]
    assert await streams.list_on_lists(watched, 20, pairs) == []
    assert await streams.list_holding(watched, 20, _LISTENERS) == {1: 20}
    assert await streams.find_boosted(watched, 5) is None
    assert await streams.list_following(watched, 20, _LISTENERS) <= set(_LISTENERS)
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, "post", "home_line", "follow", "boost", sorts=True)
