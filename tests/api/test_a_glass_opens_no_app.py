"""What is for members is read by nobody for their role alone, in an app as little as on a page."""

import pytest

from fedcop.community.house import glass
from fedcop.community.house.people import Hand
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import make_community
from tests.writing import write

WHY = "A report says that patients are named here."


@pytest.mark.parametrize("role", ["owner", "moderator"])
async def test_an_app_shows_members_posts_to_members_alone(home, role):
    ana = await home.person("ana")
    room = await make_community(home.store, ana, "handovers")
    post = await write(
        home.store, ana, "<p>SECRET</p>", community_id=room.id, audience=Audience.MEMBERS
    )
    kwame = await home.person("kwame", role=role)
    phone = await home.phone_of(kwame)
    paths = (
        f"/api/v1/statuses/{post.id}",
        f"/api/v1/statuses/{post.id}/context",
        f"/api/v1/accounts/{ana.id}/statuses",
        f"/api/v1/accounts/{room.id}/statuses",
        "/api/v1/timelines/public",
    )
    for path in paths:
        assert "SECRET" not in (await phone.get(path)).text
    assert (await phone.get(paths[0])).status_code == 404
    # Opened for a reason it is read on the pages that count it, and in no app.
    opened = await perform(home.store, glass.open_glass, Hand(kwame.id, role), room.id, WHY)
    assert (await phone.get(paths[0])).status_code == 404
    await perform(home.store, glass.read_thread, Hand(kwame.id, role), room.id, post.id)
    [row] = await glass.list_of(home.store, room.id)
    assert (row.id, row.reads) == (opened.id, 1)
    assert "SECRET" in (await (await home.phone_of(ana)).get(paths[0])).text
