"""Each page and each act of the whole site, for each who may come: from the route table.

Whoever adds a page or an act that is not for every member finds it missing here, and whoever opens
one to all finds it too many. The pages of those who run the node have a table of their own.
"""

import pytest

from fedcop.community import offices
from fedcop.web.site import WAYS
from tests.builders import let_follow, make_community
from tests.web.rig import address_of
from tests.writing import write

ROLES = ("owner", "moderator", "auditor", "steward", "member", "stranger")
ENDS = {"/signout", "/c/{handle}/leave"}  # after these one is somebody else
PAGES = [way for way in WAYS if way.show is not None and not way.path.startswith("/admin")]
ACTS = [way for way in WAYS if way.act is not None and not way.path.startswith("/admin")]
# Pages for those who look after the community, or wrote the post.
SHUT = {
    "/n/{id}/edit",
    "/n/{id}/captions/{file}",
    "/t/{id}/anew",
    "/c/{handle}/describe",
    "/c/{handle}/waiting",
    "/c/{handle}/reports",
    "/c/{handle}/reports/{id}",
    "/c/{handle}/steward",
    "/c/{handle}/steward/{offer}",
}
QUIET = {"/c/{handle}/quietly"}  # those who run the node see what waits there
INVITING = {"/invitations"}  # members may not here, and moderators may
SHUT_PAGES = {
    "owner": SHUT,
    "moderator": SHUT | QUIET,
    "auditor": SHUT | QUIET | INVITING,
    "member": SHUT | QUIET | INVITING,
    "steward": {"/t/{id}/anew"} | INVITING,  # it is no question
}
# Acts of the same people; two ask for what the member of this test has not.
DONE = {
    "/n/{id}/pin",
    "/n/{id}/unpin",
    "/n/{id}/edit",
    "/n/{id}/remove",
    "/n/{id}/captions/{file}",
    "/n/{id}/captions/{file}/remove",
    "/t/{id}/accept/{answer}",
    "/t/{id}/unaccept",
    "/t/{id}/anew",
    "/c/{handle}/describe",
    "/c/{handle}/waiting/{follow}/approve",
    "/c/{handle}/waiting/{follow}/refuse",
    "/c/{handle}/rules/change",
    "/c/{handle}/reports/{id}/take",
    "/c/{handle}/reports/{id}/note",
    "/c/{handle}/reports/{id}/settle",
    "/c/{handle}/steward/rule",
    "/c/{handle}/steward/{offer}",
    "/c/{handle}/quietly",
    "/c/{handle}/quietly/mode",
    "/c/{handle}/quietly/mute",
    "/c/{handle}/people/me",
    "/c/{handle}/ask/quietly",
}
RUNNING = {"/c/{handle}/quietly/open", "/c/{handle}/pulse"}
SHUT_ACTS = {
    "owner": DONE,
    "moderator": DONE | RUNNING,
    "auditor": DONE | RUNNING | INVITING,
    "member": DONE | RUNNING | INVITING,
    "steward": {"/c/{handle}/people/me", "/c/{handle}/ask/quietly", "/u/{handle}/unfollow"}
    | INVITING,
}


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: who may do what is not asked of the database."""
    return sqlite_url


async def begun(house, who):
    """A community of Ana, with a post of hers; whoever comes is a member, or Ana, or nobody."""
    ana, steward = await house.person("ana")
    group = await make_community(house.store, ana, "handovers")
    post = await write(house.store, ana, "<p>Three things</p>", community_id=group.id)
    if who == "stranger":
        return post.id, house.guest()
    if who == "steward":
        return post.id, steward
    role = who if who in offices.ROLES else "member"
    actor, browser = await house.person("kwame", role=role)
    await let_follow(house.store, actor, group)
    return post.id, browser


@pytest.mark.parametrize("who", ROLES)
async def test_each_page(house, who):
    number, browser = await begun(house, who)
    shut = set()
    for way in PAGES:
        answer = await browser.get(address_of(way, number))
        assert answer.status_code < 500, way.path
        led = answer.headers.get("location", "").startswith("/signin")
        if who == "stranger":
            assert led == (not way.guests) or way.path.startswith("/signin/"), way.path
        elif answer.status_code == 403:
            shut.add(way.path)
    assert shut == SHUT_PAGES.get(who, set())


@pytest.mark.parametrize("who", ROLES)
async def test_each_act(house, who):
    number, browser = await begun(house, who)
    shut = set()
    for way in ACTS:
        if way.path in ENDS:
            continue
        answer = await browser.post(address_of(way, number))
        assert answer.status_code < 500, way.path
        if who == "stranger":
            led = answer.headers.get("location", "").startswith("/signin")
            assert led or (way.guests and answer.status_code in {403, 404}), way.path
        elif answer.status_code == 403:
            shut.add(way.path)
    assert shut == SHUT_ACTS.get(who, set())
