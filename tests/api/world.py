"""A node on which there is something of everything: what every answer can be held to."""

import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from fedcop import clock, ids
from fedcop.community import house_rules, polls, reactions, texts
from fedcop.community.drafts import PollDraft
from fedcop.community.perform import perform
from fedcop.store.rows import ActorRow
from fedcop.values import Audience
from tests.api.evidence import PUSH
from tests.api.rig import Home, Phone
from tests.builders import let_follow, remember_group, remember_person
from tests.writing import answer, echo, write

DAY = 86_400_000


@dataclass
class World:
    """Bo's phone, one of a stranger, one of nobody; and what things there are called."""

    home: Home
    phone: Phone
    stranger: Phone
    nobody: Phone
    names: dict[str, str] = field(default_factory=dict)
    people: dict[str, ActorRow] = field(default_factory=dict)

    def at(self, text: str) -> str:
        """An address, or anything else, with the names in it filled in."""
        for name, number in self.names.items():
            text = text.replace("{" + name + "}", number)
        return text

    def body(self, value: Any) -> Any:
        """The same for what is sent along."""
        if isinstance(value, dict):
            return {name: self.body(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.body(inner) for inner in value]
        return self.at(value) if isinstance(value, str) else value

    async def made(self, name: str, path: str, /, **body: Any) -> Any:
        """Something that Bo makes through the door; its id is kept under a name."""
        done = await self.phone.post(self.at(path), **self.body(body))
        assert done.status_code == 200, (path, done.text)
        told = done.json()
        if name:
            self.names[name] = told["id"]
        return told


def picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 120, 60)).save(out, "PNG")
    return out.getvalue()


async def make_world(home: Home) -> World:
    """Fill a node."""
    people = {name: await home.person(name) for name in ("ann", "bo", "cleo", "dan", "eve", "fay")}
    people["rita"] = await remember_person(home.store, "https://riverside.example/users/rita")
    people["noor"] = await remember_person(home.store, "https://riverside.example/users/noor")
    people["potters"] = await remember_group(home.store, "https://riverside.example/c/potters")
    ann, bo = people["ann"], people["bo"]
    people["weavers"] = await home.community(ann, "weavers", bo, people["cleo"])
    people["circle"] = await home.community(ann, "circle", bo, audience=Audience.MEMBERS)
    phone = await home.phone_of(bo)
    stranger = await home.phone_of(people["eve"])
    world = World(home, phone, stranger, home.phone(), people=people)
    world.names = {name: str(actor.id) for name, actor in people.items()}
    world.names |= {"nothing": "7", "nobody": "7", "tomorrow": clock.iso(clock.now_ms() + DAY)}
    await _follow(world)
    await _write(world)
    await _ask(world)
    await _react(world)
    await _arrange(world)
    await perform(home.store, house_rules.add_rule, 0, "No advertising.", "None at all.")
    await perform(home.store, texts.write_text, 0, "terms", "Be kind.", "<p>Be kind.</p>")
    await echo(home.store)
    await _be_told(world)
    await _leave(world)
    return world


async def _follow(world: World) -> None:
    store, people = world.home.store, world.people
    for name in ("ann", "rita", "potters"):
        await let_follow(store, people["bo"], people[name])
    for name in ("ann", "rita"):
        await let_follow(store, people[name], people["bo"])
    profile = {
        "locked": True,
        "note": "I weave #wool",
        "fields_attributes": [{"name": "Work", "value": "https://loom.example"}],
    }
    done = await world.phone.ask("PATCH", "/api/v1/accounts/update_credentials", json=profile)
    assert done.status_code == 200, done.text
    for name in ("dan", "fay"):
        phone = await world.home.phone_of(people[name])
        asked = await phone.post(f"/api/v1/accounts/{world.names['bo']}/follow")
        assert asked.json()["requested"], asked.text


async def _write(world: World) -> None:
    store, people, names = world.home.store, world.people, world.names
    ann, bo, weavers = people["ann"], people["bo"], people["weavers"]
    post = await write(
        store,
        ann,
        '<p>Say three things. <a href="https://news.example/a">More</a></p>',
        community_id=weavers.id,
        title="How we hand over",
        summary="Long",
        hashtags=("Wool",),
        language="en",
        mentions=(bo.id,),
    )
    reply = await answer(store, bo, post, hashtags=("wool", "loom"))
    below = await answer(store, people["rita"], reply)
    gone = await answer(store, people["cleo"], post)
    members = await write(store, ann, community_id=people["circle"].id, audience=Audience.MEMBERS)
    far = await write(store, people["rita"], "<p>Clay</p>", kind="Question", summary="Fold")
    start = await write(store, people["noor"], "<p>Glaze</p>", community_id=people["potters"].id)
    direct = await write(store, ann, audience=Audience.NAMED, mentions=(bo.id,))
    posts = {"post": post, "reply": reply, "below": below, "gone_post": gone, "members": members}
    posts |= {"far": far, "start": start, "direct": direct}
    names.update({name: str(row.id) for name, row in posts.items()})
    names["relay"] = str(ids.relayed(post.id))
    names["circle_list"] = str(ids.relayed(people["circle"].id))
    sent = await world.phone.ask(
        "POST",
        "/api/v2/media",
        files={"file": ("a.png", picture(), "image/png")},
        data={"description": "A green wall", "focus": "0.5,0"},
    )
    assert sent.status_code == 200, sent.text
    names["shown"] = sent.json()["id"]
    await world.made("own", "/api/v1/statuses", status="Look #wool #loom", media_ids=["{shown}"])
    changed = await world.phone.ask(
        "PUT", world.at("/api/v1/statuses/{own}"), json={"status": "Look again #wool #loom @ann"}
    )
    assert changed.status_code == 200, changed.text
    names["link"] = "http" + changed.json()["url"].partition("http")[2]
    again = await world.phone.ask(
        "POST", "/api/v2/media", files={"file": ("b.png", picture(), "image/png")}
    )
    names["media"] = again.json()["id"]


async def _ask(world: World) -> None:
    """Let some be asked to choose; one of the polls has ended, and was told to have."""
    store, people = world.home.store, world.people
    asked = PollDraft(("Wool", "Linen", "Hemp"), multiple=True, lasts=DAY)
    poll = await write(store, people["ann"], "<p>Which?</p>", poll=asked)
    await perform(store, polls.vote, people["rita"], poll.id, (0, 1))
    told = PollDraft(("Clay", "Glass"), votes=(3, 4))
    far = await write(store, people["noor"], "<p>Of what?</p>", poll=told)
    ended = await write(store, people["rita"], "<p>When?</p>", poll=told)
    await perform(store, polls.vote, people["bo"], ended.id, (1,))
    await world.home.change("UPDATE poll SET ends_at = 1 WHERE id = ?", ended.id)
    await polls.keep_time(store)
    posts = {"poll": poll, "far_poll": far, "ended_poll": ended}
    world.names.update({name: str(row.id) for name, row in posts.items()})
    wish = {"options": ["Yes", "No"], "expires_in": 3600, "hide_totals": True}
    await world.made("own_poll", "/api/v1/statuses", status="Shall we?", poll=wish)


async def _react(world: World) -> None:
    store, people, names = world.home.store, world.people, world.names
    for name in ("ann", "rita", "eve"):
        await perform(store, reactions.like, people[name], int(names["own"]))
    await perform(store, reactions.boost, people["ann"], int(names["own"]))
    for deed in ("favourite", "bookmark"):
        await world.made("", "/api/v1/statuses/{post}/" + deed)
    await world.made("boost", "/api/v1/statuses/{far}/reblog")
    await world.made("", "/api/v1/statuses/{own}/pin")
    await perform(store, reactions.like, people["ann"], int(names["post"]))
    await perform(store, reactions.boost, people["fay"], int(names["post"]))


async def _arrange(world: World) -> None:
    await world.made("list", "/api/v1/lists", title="Near")
    await world.made("", "/api/v1/lists/{list}/accounts", account_ids=["{ann}"])
    keywords = [{"keyword": "clay", "whole_word": True}]
    made = await world.made(
        "filter",
        "/api/v2/filters",
        title="Mud",
        context=["home", "public", "account", "thread", "notifications"],
        filter_action="warn",
        keywords_attributes=keywords,
    )
    world.names["keyword"] = made["keywords"][0]["id"]
    await world.made("filtered", "/api/v2/filters/{filter}/statuses", status_id="{below}")
    await world.made("filter_v1", "/api/v1/filters", phrase="sludge", context=["home"])
    later = clock.iso(clock.now_ms() + DAY)
    await world.made("scheduled", "/api/v1/statuses", status="Later", scheduled_at=later)
    await world.made("", "/api/v1/tags/wool/follow")
    await world.made("featured", "/api/v1/featured_tags", name="wool")
    await world.made("", "/api/v1/accounts/{fay}/mute", duration=3600)
    await world.made("", "/api/v1/accounts/{fay}/note", comment="From the fair")
    await world.made("", "/api/v1/accounts/{eve}/block")
    told = {"data": {"alerts": {"mention": True}}, **world.body(PUSH)}
    assert (await world.phone.post("/api/v1/push/subscription", **told)).status_code == 200
    domain = await world.phone.post("/api/v1/domain_blocks", domain="loud.example")
    assert domain.status_code == 200
    marked = {"home": {"last_read_id": "{own}"}, "notifications": {"last_read_id": "1"}}
    done = await world.phone.post("/api/v1/markers", **world.body(marked))
    assert done.status_code == 200


async def _be_told(world: World) -> None:
    """Let two strangers wait, and look up how what Bo was told is called."""
    policy = {"for_not_following": "filter"}
    done = await world.phone.ask("PATCH", "/api/v2/notifications/policy", json=policy)
    assert done.status_code == 200
    for name in ("noor", "dan"):
        await write(world.home.store, world.people[name], mentions=(world.people["bo"].id,))
    await echo(world.home.store)
    told = await world.phone.read("/api/v1/notifications")
    groups = (await world.phone.read("/api/v2/notifications"))["notification_groups"]
    world.names["notification"] = told[0]["id"]
    world.names["group"] = next(one["group_key"] for one in groups if one["type"] == "favourite")
    waiting = await world.phone.read("/api/v1/notifications/requests")
    world.names["request"], world.names["other_request"] = (one["id"] for one in waiting)
    talks = await world.phone.read("/api/v1/conversations")
    world.names["talk"] = talks[0]["id"]


async def _leave(world: World) -> None:
    sql = "UPDATE actor SET deleted = 1, version = version + 1 WHERE id = ?"
    await world.home.change(sql, world.people["cleo"].id)
