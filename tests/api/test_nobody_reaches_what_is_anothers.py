"""Every route that names a thing, asked for somebody's private things by all who are not them.

Made from the table of routes: whatever kind of thing a number is of, nobody else reads a word of
it, and nothing that others send changes it.
"""

import re
from dataclasses import dataclass, replace

import pytest

from fedcop import clock
from fedcop.api.limits import KINDS
from fedcop.api.table import ROUTES
from fedcop.values import Audience
from tests.api.rig import open_home
from tests.writing import write

MARK = "zanzibar"
# What others must not change: table, and the column that says whose a row is.
_OWNED = (
    ("post", "author_id"),
    ("scheduled_status", "account_id"),
    ("app_token", "account_id"),
    ("session", "account_id"),
    ("notification", "recipient_id"),
    ("personal_block", "actor_id"),
    ("boost", "actor_id"),
    ("reaction", "actor_id"),
)
# Made by hand through the door where it has such a route: address, body, what names it.
_MADE = (
    ("/api/v1/statuses", {"status": f"{MARK} direct @ana", "visibility": "direct"}),
    ("/api/v1/statuses", {"status": f"{MARK} followers", "visibility": "private"}),
    (
        "/api/v1/statuses",
        {"status": f"{MARK} later", "scheduled_at": "tomorrow"},
    ),
    ("/api/v1/lists", {"title": f"{MARK} list"}),
    ("/api/v1/filters", {"phrase": f"{MARK}filter", "context": ["home"]}),
    (
        "/api/v2/filters",
        {
            "title": f"{MARK} filter",
            "context": ["home"],
            "keywords_attributes": [{"keyword": f"{MARK}word"}],
        },
    ),
    ("/api/v1/featured_tags", {"name": f"{MARK}tag"}),
)
_WORDS = {"group_key": "ungrouped-1", "name": "avatar.png"}
# What a request may carry that names the thing in its body.
_BODY = ("id", "account_id", "in_reply_to_id", "account_ids", "status_ids", "last_read_id")


@dataclass
class Scene:
    """Ana, her private things by number, and who is not her."""

    home: object
    ana: object
    hers: object
    things: list[int]
    others: list[object]


@pytest.fixture
async def scene(settings):
    far = tuple(f"{kind}=1000000" for kind in ("person", *KINDS))
    async with open_home(replace(settings, client_limits=far)) as home:
        ana, ben, clara = [await home.person(name) for name in ("ana", "ben", "clara")]
        group = await home.community(ana, "weavers", audience=Audience.MEMBERS)
        await home.community(clara, "potters")
        post = await write(
            home.store,
            ana,
            title=f"{MARK} members",
            community_id=group.id,
            audience=Audience.MEMBERS,
        )
        things = [post.id]
        phone = await home.phone_of(ana)
        made = [(path, _timed(body)) for path, body in _MADE]
        declared = {(route.method, route.path) for route in ROUTES}
        for path, body in made:
            if ("POST", path) in declared:
                answer = await phone.post(path, **body)
                assert answer.status_code == 200, (path, answer.text)
                things += [int(one) for one in re.findall(r'"id":"(\d+)"', answer.text)]
        not_hers = set(things) - {ana.id, group.id}
        others = [await home.phone_of(ben), await home.phone_of(clara), home.phone()]
        yield Scene(home, ana, phone, sorted(not_hers), others)


def _timed(body):
    tomorrow = clock.iso(clock.now_ms() + 86_400_000)
    return {**body, "scheduled_at": tomorrow} if "scheduled_at" in body else body


async def _kept(scene):
    """All rows that are Ana's, but for how often and when they were read."""
    rows = []
    for table, owner in _OWNED:
        found = await _columns(scene.home.store, table)
        if owner in found:
            names = ", ".join(name for name in found if name not in {"seen", "read"})
            sql = f"SELECT {names} FROM {table} WHERE {owner} = ? ORDER BY 1"
            rows += [(table, *row) for row in await scene.home.store.read(sql, scene.ana.id)]
    return rows


async def _columns(store, table):
    if store.backend.dialect == "sqlite":
        return [row[1] for row in await store.read(f"PRAGMA table_info({table})")]
    sql = "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY 1"
    return [row[0] for row in await store.read(sql, table)]


def _addresses(route, thing):
    """A route with the thing in each place for a number."""
    for name in re.findall(r":(\w+)", route.path):
        filled = route.path.replace(f":{name}", str(thing), 1)
        yield re.sub(r":(\w+)", lambda found: _WORDS.get(found[1], str(thing)), filled)


async def test_no_route_gives_away_or_changes_what_is_anothers(scene):
    before = await _kept(scene)
    assert any(MARK in str(row) for row in before)
    assert len(scene.things) >= 3
    asked = 0
    for route in ROUTES:
        if ":" not in route.path:
            continue
        for thing in scene.things:
            for address in set(_addresses(route, thing)):
                for phone in scene.others:
                    given = {} if route.method == "GET" else {"json": {"title": "mine now"}}
                    answer = await phone.ask(route.method, address, **given)
                    asked += 1
                    assert answer.status_code < 500, (route.method, address, answer.text)
                    assert MARK not in answer.text, (route.method, address)
    assert asked > 100
    assert await _kept(scene) == before


async def test_she_reaches_them_herself(scene):
    found = set()
    for route in ROUTES:
        if route.method == "GET" and ":" in route.path:
            for thing in scene.things:
                for address in set(_addresses(route, thing)):
                    if MARK in (await scene.hers.get(address)).text:
                        found.add(thing)
    # Not every kind of thing can be read by its number, a hashtag on a profile for one.
    assert len(found) > len(scene.things) // 2


async def test_no_list_gives_away_what_is_anothers(scene):
    for route in ROUTES:
        if route.method != "GET" or ":" in route.path or route.endless:
            continue
        for phone in scene.others:
            for query in ("", f"?q={MARK}&type=statuses&resolve=false", f"?id[]={scene.things[0]}"):
                answer = await phone.ask("GET", route.path + query)
                assert answer.status_code < 500, (route.path, query, answer.text)
                # A search repeats no more than what was found.
                assert MARK not in answer.text, (route.path, query)


async def test_a_body_that_names_what_is_anothers_does_not_reach_it(scene):
    before = await _kept(scene)
    for route in ROUTES:
        if route.method == "GET" or ":" in route.path or route.path.startswith("/oauth/"):
            continue
        for thing in scene.things:
            body = dict.fromkeys(_BODY, str(thing)) | {"status": "hello", "choices": [0]}
            for phone in scene.others:
                answer = await phone.ask(route.method, route.path, json=body)
                assert answer.status_code < 500, (route.method, route.path, answer.text)
                assert MARK not in answer.text, (route.method, route.path)
    assert await _kept(scene) == before
