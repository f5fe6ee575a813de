"""Each page and each act of those who run the node, for each who may come: from the route table."""

import pytest

from fedcop.community import offices
from fedcop.web.admin.ways import WAYS
from tests.builders import make_community, make_person
from tests.web.rig import address_of

ROLES = ("owner", "admin", "moderator", "auditor", "steward", "member", "stranger")


async def _browser(house, who):
    if who == "stranger":
        return house.guest()
    role = who if who in offices.ROLES else "member"
    actor, browser = await house.person("kwame", role=role)
    if who == "steward":
        await make_community(house.store, actor, "handovers")
    return browser


@pytest.mark.parametrize("who", ROLES)
async def test_each_is_let_in_where_the_table_says(house, who):
    await make_person(house.store, "mia")
    browser = await _browser(house, who)
    role = who if who in offices.ROLES else "member"
    for way in WAYS:
        path = address_of(way, 1)
        if way.show is not None:
            answered = await browser.get(path)
            if who == "stranger":
                assert answered.status_code == 303, path
                assert answered.headers["location"].startswith("/signin"), path
            elif offices.may(role, way.sees):
                assert answered.status_code in {200, 303, 404, 422} or (
                    "/glass/" in path and answered.status_code == 403
                ), (path, answered.status_code)
            else:
                assert answered.status_code == 403, path
        if way.act is not None and not (who != "stranger" and offices.may(role, way.does)):
            answered = await browser.post(path)
            if who == "stranger":
                assert answered.status_code in {303, 403}, path
            else:
                assert answered.status_code == 403, path
