"""Who listens hears how a poll stands, and each what they chose themselves."""

import json

from tests.builders import let_follow
from tests.network.streams import say


async def _poll(ear):
    heard = await ear.next()
    poll = json.loads(heard["payload"])["poll"]
    return heard["event"], poll["own_votes"], [one["votes_count"] for one in poll["options"]]


async def test_counts_are_heard_beside_ones_own_choice(station, home, ann, bob, secret):
    cleo = await home.person("cleo")
    await let_follow(home.store, cleo, ann)
    other = (await home.phone_of(cleo)).secret
    async with station.ear(secret) as ear, station.ear(other) as far:
        for one in (ear, far):
            await one.subscribe("user")
        asked = {"options": ["Wool", "Linen"], "expires_in": 3600}
        said = await say(home, ann, "Which?", poll=asked)
        for one in (ear, far):
            assert await _poll(one) == ("update", [], [0, 0])
        phone = await home.phone_of(bob)
        await phone.post(f"/api/v1/polls/{said['poll']['id']}/votes", choices=[1])
        assert await _poll(ear) == ("status.update", [1], [0, 1])
        assert await _poll(far) == ("status.update", [], [0, 1])
