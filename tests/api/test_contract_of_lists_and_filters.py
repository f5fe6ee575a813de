"""What a member arranges for reading is what clients expect: lists, filters, markers, hashtags."""

import pytest

from fedcop import ids
from tests.api import contract
from tests.builders import let_follow, remember_person
from tests.corpus import needs_corpus
from tests.writing import echo, write

pytestmark = needs_corpus
V1, V2 = "/api/v1", "/api/v2"


@pytest.fixture
async def ann(home):
    return await home.person("ann")


@pytest.fixture
async def bo(home):
    return await home.person("bo")


@pytest.fixture
async def phone(home, bo):
    return await home.phone_of(bo)


def done(answer):
    """An answer that says no more than that it is done."""
    assert (answer.status_code, answer.json()) == (200, {}), answer.text


async def test_a_list_from_its_beginning_to_its_end(home, phone, ann, bo):
    await let_follow(home.store, bo, ann)
    assert contract.check(await phone.get(f"{V1}/lists"), f"{V1}/lists", empty=True) == []
    given = {"title": "Friends", "replies_policy": "none", "exclusive": "true"}
    made = contract.check(await phone.form(f"{V1}/lists", given), f"{V1}/lists")
    assert (made["title"], made["replies_policy"], made["exclusive"]) == ("Friends", "none", True)
    one = f"{V1}/lists/{made['id']}"
    changed = await phone.ask("PUT", one, json={"title": "Close", "exclusive": False})
    assert contract.check(changed, f"{V1}/lists/:id")["title"] == "Close"
    assert contract.check(await phone.get(one), f"{V1}/lists/:id")["exclusive"] is False
    for _ in range(2):
        done(await phone.post(f"{one}/accounts", account_ids=[str(ann.id)]))
    people = await phone.get(f"{one}/accounts")
    assert [one["acct"] for one in contract.check(people, f"{V1}/lists/:id/accounts")] == ["ann"]
    held = f"{V1}/accounts/{ann.id}/lists"
    assert len(contract.check(await phone.get(held), f"{V1}/accounts/:id/lists")) == 1
    done(await phone.form(f"{one}/accounts", {"account_ids[]": [str(ann.id)]}, "DELETE"))
    assert await phone.read(f"{one}/accounts") == []
    done(await phone.ask("DELETE", one))
    assert (await phone.get(one)).status_code == 404


async def test_members_of_a_list_in_pages(home, phone, bo):
    made = (await phone.post(f"{V1}/lists", title="Many")).json()
    people = [await home.person(f"p{number}") for number in range(5)]
    for person in people:
        await let_follow(home.store, bo, person)
    path = f"{V1}/lists/{made['id']}/accounts"
    done(await phone.post(path, account_ids=[str(person.id) for person in people]))
    first = await phone.get(path, limit=2)
    seen = [one["acct"] for one in first.json()]
    while "next" in (pages := contract.links(first)):
        first = await phone.get(pages["next"])
        seen += [one["acct"] for one in first.json()]
    assert seen == ["p4", "p3", "p2", "p1", "p0"]
    assert len(await phone.read(path, limit=0)) == 5
    assert len(await phone.read(path, limit=-3)) == 3


async def test_a_joined_community_is_a_list_for_reading_alone(home, phone, ann, bo):
    weavers = await home.community(ann, "weavers", bo, display="Weavers")
    [one] = contract.check(await phone.get(f"{V1}/lists"), f"{V1}/lists")
    assert one == {
        "id": str(ids.relayed(weavers.id)),
        "title": "Weavers",
        "replies_policy": "none",
        "exclusive": False,
    }
    post = await write(home.store, ann, community_id=weavers.id)
    [status] = await phone.read(f"{V1}/timelines/list/{one['id']}")
    assert str(post.id) in {status["id"], (status["reblog"] or status)["id"]}
    [member] = await phone.read(f"{V1}/lists/{one['id']}/accounts")
    assert member["group"] is True
    path = f"{V1}/lists/{one['id']}"
    for answer in (
        await phone.ask("DELETE", path),
        await phone.ask("PUT", path, json={"title": "x"}),
        await phone.post(f"{path}/accounts", account_ids=[str(ann.id)]),
    ):
        assert answer.status_code == 403
        assert "community" in answer.json()["error"]


async def test_what_cannot_be_a_list_is_refused(home, phone, ann):
    assert (await phone.post(f"{V1}/lists")).status_code == 422
    assert (await phone.post(f"{V1}/lists", title="x", replies_policy="odd")).status_code == 422
    made = (await phone.post(f"{V1}/lists", title="x")).json()
    path = f"{V1}/lists/{made['id']}"
    assert (await phone.post(f"{path}/accounts", account_ids=[str(ann.id)])).status_code == 404
    other = await home.phone_of(ann)
    assert (await other.get(path)).status_code == 404


async def test_a_filter_from_its_beginning_to_its_end(home, phone, ann, bo):
    given = {
        "title": "quiet",
        "context[]": ["home", "public"],
        "filter_action": "blur",
        "expires_in": "3600",
        "keywords_attributes[][keyword]": "wool",
        "keywords_attributes[][whole_word]": "false",
    }
    path = f"{V2}/filters"
    made = contract.check(await phone.form(path, given), path)
    assert (made["context"], made["filter_action"]) == (["home", "public"], "blur")
    assert made["expires_at"] is not None
    [word] = made["keywords"]
    assert (word["keyword"], word["whole_word"]) == ("wool", False)
    one = f"{path}/{made['id']}"
    changes = [{"id": word["id"], "_destroy": True}, {"keyword": "linen"}]
    told = {"context": ["thread"], "expires_in": "", "keywords_attributes": changes}
    changed = contract.check(await phone.ask("PUT", one, json=told), f"{path}/:id")
    assert (changed["context"], changed["expires_at"]) == (["thread"], None)
    assert [one["keyword"] for one in changed["keywords"]] == ["linen"]
    assert contract.check(await phone.get(one), f"{path}/:id") == changed
    assert contract.check(await phone.get(path), path) == [changed]
    done(await phone.ask("DELETE", one))
    assert contract.check(await phone.get(path), path, empty=True) == []


async def test_words_and_statuses_of_a_filter(home, phone, ann, bo):
    path = f"{V2}/filters"
    made = (await phone.post(path, title="quiet", context=["home"])).json()
    one = f"{path}/{made['id']}"
    words = f"{path}/:id/keywords"
    word = contract.check(await phone.post(f"{one}/keywords", keyword="wool"), words)
    assert contract.check(await phone.get(f"{one}/keywords"), words) == [word]
    single = f"{path}/keywords/{word['id']}"
    changed = await phone.ask("PUT", single, json={"keyword": "silk", "whole_word": "0"})
    assert contract.check(changed, f"{path}/keywords/:id")["whole_word"] is False
    assert contract.check(await phone.get(single), f"{path}/keywords/:id")["keyword"] == "silk"
    post = await write(home.store, ann)
    statuses = f"{path}/:id/statuses"
    named = contract.check(await phone.post(f"{one}/statuses", status_id=str(post.id)), statuses)
    assert named["status_id"] == str(post.id)
    assert contract.check(await phone.get(f"{one}/statuses"), statuses) == [named]
    of_one = f"{path}/statuses/{named['id']}"
    assert contract.check(await phone.get(of_one), f"{path}/statuses/:id") == named
    assert (await phone.ask("DELETE", of_one)).json() == named
    done(await phone.ask("DELETE", single))
    assert (await phone.post(f"{one}/statuses", status_id="1")).status_code == 404
    stranger = await home.phone_of(ann)
    assert (await stranger.get(one)).status_code == 404


async def test_filters_as_older_clients_know_them(phone):
    path = f"{V1}/filters"
    given = {"phrase": "wool", "context[]": ["home"], "irreversible": "true", "expires_in": ""}
    made = contract.check(await phone.form(path, given), path)
    assert (made["phrase"], made["irreversible"], made["whole_word"]) == ("wool", True, True)
    one = f"{path}/{made['id']}"
    told = {"phrase": "silk", "context": ["home", "thread"], "whole_word": False}
    changed = contract.check(await phone.ask("PUT", one, json=told), f"{path}/:id")
    assert (changed["phrase"], changed["irreversible"]) == ("silk", True)
    # The schema says that this is one object; all clients read a list.
    assert await phone.read(path) == [changed]
    assert contract.check(await phone.get(one), f"{path}/:id") == changed
    [newer] = await phone.read(f"{V2}/filters")
    assert (newer["title"], newer["filter_action"]) == ("silk", "hide")
    done(await phone.ask("DELETE", one))
    assert await phone.read(f"{V2}/filters") == []


async def test_what_cannot_be_a_filter_is_refused(phone):
    for given in (
        {"title": "x"},
        {"context": ["home"]},
        {"title": "x", "context": ["odd"]},
        {"title": "x", "context": ["home"], "filter_action": "burn"},
        {"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": ""}]},
        {"title": "x", "context": ["home"], "keywords_attributes": ["odd"]},
    ):
        answer = await phone.post(f"{V2}/filters", **given)
        assert answer.status_code == 422, given
    assert (await phone.post(f"{V1}/filters", phrase="x")).status_code == 422
    assert (await phone.post(f"{V1}/filters", context=["home"])).status_code == 422


async def test_markers(phone):
    path = f"{V1}/markers"
    assert await phone.read(path, **{"timeline[]": "home"}) == {}
    answer = await phone.form(path, {"home[last_read_id]": "905"})
    [moved] = answer.json().values()
    assert (moved["last_read_id"], moved["version"]) == ("905", 1)
    answer = await phone.post(path, home={"last_read_id": 907}, notifications={"last_read_id": "3"})
    contract.strict(list(answer.json().values()))
    both = await phone.read(path, **{"timeline[]": ["home", "notifications", "odd"]})
    assert {name: one["last_read_id"] for name, one in both.items()} == {
        "home": "907",
        "notifications": "3",
    }
    assert both["home"]["version"] == 2
    for one in both.values():
        assert contract.validator("Marker").is_valid(one)
    assert (await phone.post(path, home={"last_read_id": "odd"})).status_code == 422
    assert (await phone.post(path, home="odd")).status_code == 422


async def test_hashtags_are_followed(home, phone, bo):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    path = f"{V1}/followed_tags"
    assert contract.check(await phone.get(path), path, empty=True) == []
    follow = f"{V1}/tags/:name/follow"
    followed = contract.check(await phone.post(f"{V1}/tags/Wool/follow"), follow)
    assert (followed["name"], followed["following"], len(followed["history"])) == ("wool", True, 7)
    post = await write(home.store, rita, hashtags=("wool",))
    await echo(home.store)
    assert [one["id"] for one in await phone.read(f"{V1}/timelines/home")] == [str(post.id)]
    one = contract.check(await phone.get(f"{V1}/tags/wool"), f"{V1}/tags/:name")
    assert one["history"][0]["uses"] == "1"
    assert "following" not in await home.phone().read(f"{V1}/tags/wool")
    await phone.post(f"{V1}/tags/dye/follow")
    answer = await phone.get(path, limit=1)
    assert [one["name"] for one in contract.check(answer, path)] == ["dye"]
    rest = await phone.get(contract.links(answer)["next"])
    assert [one["name"] for one in rest.json()] == ["wool"]
    assert "next" not in contract.links(rest)
    ended = await phone.post(f"{V1}/tags/wool/unfollow")
    assert contract.check(ended, f"{V1}/tags/:name/unfollow")["following"] is False
    assert await phone.read(f"{V1}/timelines/home") == []


async def test_hashtags_on_a_profile(home, phone, bo):
    await write(home.store, bo, hashtags=("wool", "dye"))
    path = f"{V1}/featured_tags"
    suggested = await phone.get(f"{path}/suggestions")
    assert len(contract.check(suggested, f"{path}/suggestions")) == 2
    shown = contract.check(await phone.post(path, name="#Wool"), path)
    assert (shown["name"], shown["statuses_count"]) == ("wool", "1")
    assert contract.check(await phone.get(path), path) == [shown]
    theirs = f"{V1}/accounts/:id/featured_tags"
    answer = await home.phone().get(f"{V1}/accounts/{bo.id}/featured_tags")
    assert contract.check(answer, theirs) == [shown]
    tag = await phone.post(f"{V1}/tags/dye/feature")
    assert contract.check(tag, f"{V1}/tags/:id/feature")["featuring"] is True
    tag = await phone.post(f"{V1}/tags/dye/unfeature")
    assert contract.check(tag, f"{V1}/tags/:id/unfeature")["featuring"] is False
    done(await phone.ask("DELETE", f"{path}/{shown['id']}"))
    assert await phone.read(path) == []
    assert (await phone.post(path)).status_code == 422
    assert (await phone.ask("DELETE", f"{path}/7")).status_code == 404
