"""What comes by a stream is what its page would show, no more, and what goes is said to be gone."""

import json

from fedcop.community import lists, mutes, notice_rules, posts
from fedcop.community.drafts import Draft
from fedcop.community.lists import Wish
from fedcop.community.notice_rules import Wish as Rules
from fedcop.community.perform import perform
from fedcop.values import Audience, NoticeRule
from tests.builders import let_follow
from tests.network.streams import say
from tests.nodes import until


def post_of(heard):
    return json.loads(heard["payload"])


async def test_a_boost_that_is_taken_back_goes(station, home, ann, bob, secret):
    eve, zoe = await home.person("eve"), await home.person("zoe")
    said = await say(home, eve, "Wool")
    stranger = (await home.phone_of(zoe)).secret
    phone = await home.phone_of(ann)
    async with station.ear(secret) as ear, station.ear(stranger) as deaf:
        await ear.subscribe("user")
        await deaf.subscribe("user")
        boosted = (await phone.post(f"/api/v1/statuses/{said['id']}/reblog")).json()
        assert post_of(await ear.next())["id"] == boosted["id"]
        assert (await phone.post(f"/api/v1/statuses/{said['id']}/unreblog")).status_code == 200
        gone = {"stream": ["user"], "event": "delete", "payload": boosted["id"]}
        assert await ear.next() == gone
        again = (await phone.post(f"/api/v1/statuses/{said['id']}/reblog")).json()
        assert again["id"] != boosted["id"]
        last = await say(home, ann, "Linen")
        heard = [post_of(await ear.next())["id"]]
        if heard[0] != last["id"]:
            heard.append(post_of(await ear.next())["id"])
        assert heard[-1] == last["id"]
        await say(home, zoe, "Mine")
        assert post_of(await deaf.next())["content"] == "<p>Mine</p>"


async def test_a_list_hears_what_those_on_it_pass_on(station, home, ann, bob, secret):
    eve = await home.person("eve")
    listing = await perform(home.store, lists.create, bob, Wish("Weavers"))
    await perform(home.store, lists.add, bob, listing.id, [ann.id])
    said = await say(home, eve, "Wool")
    async with station.ear(secret) as ear:
        await ear.subscribe("list", list=str(listing.id))
        phone = await home.phone_of(ann)
        boosted = (await phone.post(f"/api/v1/statuses/{said['id']}/reblog")).json()
        heard = await ear.next()
        assert heard["stream"] == ["list", str(listing.id)]
        assert post_of(heard)["reblog"]["id"] == said["id"]
        await phone.post(f"/api/v1/statuses/{said['id']}/unreblog")
        assert (await ear.next())["payload"] == boosted["id"]


async def test_who_lets_in_what_waited_reads_it_anew(station, home, ann, bob, secret):
    await perform(home.store, notice_rules.change, ann, Rules(not_following=NoticeRule.FILTER))
    own = await say(home, ann, "Wool")
    await (await home.phone_of(bob)).post(f"/api/v1/statuses/{own['id']}/favourite")
    phone = await home.phone_of(ann)
    narrow = await home.phone_of(ann, "read:statuses")
    async with station.ear(phone.secret) as ear, station.ear(narrow.secret) as deaf:
        await ear.subscribe("user:notification")
        await deaf.subscribe("user")
        waiting = await until(lambda: phone.read("/api/v1/notifications/requests"))
        where = f"/api/v1/notifications/requests/{waiting[0]['id']}/accept"
        assert (await phone.post(where)).status_code == 200
        heard = {}
        while "notifications_merged" not in heard:
            one = await ear.next()
            heard[one["event"]] = one
        merged = heard["notifications_merged"]
        assert (merged["stream"], merged["payload"]) == (["user:notification"], "1")
        last = await say(home, ann, "Linen")
        told = await deaf.next()
        while post_of(told)["id"] != last["id"]:  # it may have heard of the first as well
            assert told["event"] == "update"
            told = await deaf.next()


async def test_of_two_conversations_at_once_both_are_told(station, home, ann, bob, secret):
    eve = await home.person("eve")
    phone = await home.phone_of(bob)
    texts = [
        (await say(home, who, f"{what} for @bob", visibility="direct"))["id"]
        for who, what in ((ann, "Wool"), (eve, "Linen"))
    ]

    async def has_both():
        return len(await phone.read("/api/v1/conversations")) == len(texts)

    await until(has_both)
    async with station.ear(secret) as ear:
        await ear.subscribe("direct")
        home.store.wakes.ring("conversation", bob.id)  # as one bell stands for both
        assert [post_of(await ear.next())["last_status"]["id"] for _ in texts] == texts


async def test_restricted_posts_reach_only_whom_they_are_for(station, home, ann, bob, secret):
    eve = await home.person("eve")
    group = await home.community(eve, "weavers", bob)
    stranger = (await home.phone_of(await home.person("zoe"))).secret
    async with station.ear(secret) as ear, station.ear(stranger) as deaf:
        for one in (ear, deaf):
            for stream in ("user", "public", "public:local"):
                await one.subscribe(stream)
            await one.subscribe("hashtag", tag="wool")
        draft = Draft(
            "<p>Inside</p>",
            community_id=group.id,
            audience=Audience.MEMBERS,
            hashtags=("wool",),
        )
        inside = await perform(home.store, posts.write, eve, draft)
        friends = await say(home, ann, "For friends #wool", visibility="private")
        heard = {
            (one["stream"][0], post_of(one)["id"]) for one in [await ear.next() for _ in "1234"]
        }
        numbers = (str(inside.id | 1 << 9), str(inside.id), friends["id"])
        assert {name for name, _ in heard} == {"user", "hashtag"}
        assert {number for _, number in heard} <= set(numbers)
        where = f"/api/v1/statuses/{friends['id']}"
        assert (await (await home.phone_of(ann)).ask("DELETE", where)).status_code == 200
        gone = [await ear.next(), await ear.next()]
        assert {(one["event"], one["payload"]) for one in gone} == {("delete", friends["id"])}
        last = await say(home, eve, "In public")
        for _ in ("public", "public:local"):
            heard = await deaf.next()
            assert post_of(heard)["id"] == last["id"]


async def test_who_is_muted_is_not_heard_by_tags_lists_and_conversations(
    station, home, ann, bob, secret
):
    eve = await home.person("eve")
    await let_follow(home.store, bob, eve)
    listing = await perform(home.store, lists.create, bob, Wish("Weavers"))
    await perform(home.store, lists.add, bob, listing.id, [ann.id, eve.id])
    await perform(home.store, mutes.mute, bob, ann)
    async with station.ear(secret) as ear:
        await ear.subscribe("hashtag", tag="wool")
        await ear.subscribe("list", list=str(listing.id))
        await say(home, ann, "Muted #wool")
        said = await say(home, eve, "About #wool")
        heard = [await ear.next(), await ear.next()]
        assert {one["stream"][0] for one in heard} == {"hashtag", "list"}
        assert {post_of(one)["id"] for one in heard} == {said["id"]}


async def test_of_a_poll_everybody_reads_their_own_choice(station, home, ann, bob, secret):
    eve = await home.person("eve")
    await let_follow(home.store, eve, ann)
    hers = (await home.phone_of(eve)).secret
    asked = {"options": ["Wool", "Linen"], "expires_in": 3600}
    async with station.ear(secret) as ear, station.ear(hers) as other:
        for one in (ear, other):
            await one.subscribe("user")
        said = await say(home, ann, "Which?", poll=asked)
        poll, _ = [post_of(await one.next())["poll"] for one in (ear, other)]
        phone = await home.phone_of(bob)
        voted = await phone.post(f"/api/v1/polls/{poll['id']}/votes", choices=[1])
        assert voted.status_code == 200, voted.text
        home.store.wakes.ring("post.revised", int(said["id"]))  # told after a while, otherwise
        for one, chosen in ((ear, [1]), (other, [])):
            heard = await one.next()
            assert heard["event"] == "status.update"
            told = post_of(heard)["poll"]
            assert (told["voted"], told["own_votes"]) == (bool(chosen), chosen)
            assert told["votes_count"] == 1


async def test_what_rang_when_nobody_listened_any_more_is_not_told(
    station, home, ann, secret, database_url
):
    rung = []
    home.store.wakes.hear(lambda *bell: rung.append(bell))
    async with station.ear(secret) as ear:
        await ear.subscribe("user")
    hub = station.webs[0].config.app._doors["clients"]._app.desk.kept["streams"]
    await until(lambda: not hub._outlets)
    bell = "post.written", int((await say(home, ann, "Wool"))["id"])
    # On PostgreSQL a process hears also what it rang itself.
    await until(lambda: rung.count(bell) == 1 + database_url.startswith("postgresql"))
    hub._bells[bell] = None  # left over
    async with station.ear(secret) as ear:
        await ear.subscribe("user")
        later = await say(home, ann, "Linen")
        assert post_of(await ear.next())["id"] == later["id"]
