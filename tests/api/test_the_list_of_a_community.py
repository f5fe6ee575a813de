"""A joined community is a list to read: its threads, without whom one has muted or blocked."""

import pytest

from fedcop import ids
from fedcop.community import mutes
from fedcop.community.perform import perform


@pytest.mark.parametrize("way", ["mute", "block"])
async def test_who_is_muted_or_blocked_is_not_read_there(home, way):
    ann, bob, eve = [await home.person(name) for name in ("ann", "bob", "eve")]
    group = await home.community(ann, "weavers", bob, eve)
    for who in (ann, eve):
        phone = await home.phone_of(who)
        said = await phone.post("/api/v1/statuses", status=f"From {who.name} for @weavers")
        assert said.status_code == 200, said.text
    phone = await home.phone_of(bob)
    where = f"/api/v1/timelines/list/{ids.relayed(group.id)}"
    assert [one["account"]["username"] for one in await phone.read(where)] == ["eve", "ann"]
    if way == "mute":
        await perform(home.store, mutes.mute, bob, eve)
    else:
        assert (await phone.post(f"/api/v1/accounts/{eve.id}/block")).status_code == 200
    assert [one["account"]["username"] for one in await phone.read(where)] == ["ann"]
