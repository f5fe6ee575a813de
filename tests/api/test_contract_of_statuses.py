"""Statuses, alone and on pages, are what clients expect: in every state, for whoever reads."""

import pytest

from fedcop import ids
from fedcop.community import moderation, reactions
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.api import contract
from tests.builders import let_follow, remember_group, remember_person
from tests.corpus import needs_corpus
from tests.writing import answer, echo, write

pytestmark = needs_corpus
HOME = "/api/v1/timelines/home"


@pytest.fixture
async def ann(home):
    return await home.person("ann", display="Ann Osei")


@pytest.fixture
async def bo(home):
    return await home.person("bo")


@pytest.fixture
async def phone(home, bo):
    return await home.phone_of(bo)


@pytest.fixture
async def weavers(home, ann, bo):
    return await home.community(ann, "weavers", bo)


async def test_the_home_timeline_is_empty_at_first(phone):
    got = await phone.get(HOME)
    assert contract.check(got, HOME, empty=True) == []
    assert "link" not in got.headers


async def test_a_community_passes_on_what_is_written_in_it(home, phone, ann, weavers):
    post = await write(
        home.store,
        ann,
        "<p>Whoever leaves says three things.</p>",
        community_id=weavers.id,
        title="How we hand over",
        summary="Long",
        hashtags=("Care",),
        language="en",
    )
    await echo(home.store)

    [status] = contract.check(await phone.get(HOME), HOME)
    inner = status["reblog"]
    assert status["id"] == str(ids.relayed(post.id))
    assert (status["account"]["group"], status["account"]["acct"]) == (True, "weavers")
    assert inner["id"] == str(post.id)
    assert inner["account"]["display_name"] == "Ann Osei"
    assert inner["account"]["group"] is False
    assert inner["content"].startswith("<p><strong>How we hand over</strong></p><p>Whoever")
    assert inner["card"]["title"] == "How we hand over"
    assert (inner["spoiler_text"], inner["sensitive"], inner["language"]) == ("Long", True, "en")
    assert inner["tags"] == [{"name": "care", "url": f"{home.settings.origin}/tags/care"}]
    assert (inner["visibility"], inner["reblog"]) == ("public", None)
    contract.marked(status)
    contract.marked(inner)


async def test_both_ids_of_what_is_passed_on_lead_to_it(home, phone, ann, bo, weavers):
    post = await write(home.store, ann, community_id=weavers.id)
    passed = await write(home.store, ann)
    await perform(home.store, reactions.boost, bo, passed.id)
    await echo(home.store)
    path = "/api/v1/statuses/:id"
    twin = contract.check(await phone.get(f"/api/v1/statuses/{ids.relayed(post.id)}"), path)
    assert (twin["reblog"]["id"], twin["account"]["acct"]) == (str(post.id), "weavers")
    plain = contract.check(await phone.get(f"/api/v1/statuses/{post.id}"), path)
    assert (plain["id"], plain["reblog"]) == (str(post.id), None)

    own = (await phone.read(HOME))[0]
    assert own["reblog"]["id"] == str(passed.id)
    assert own["reblogged"] is True
    again = contract.check(await phone.get(f"/api/v1/statuses/{own['id']}"), path)
    assert again == own
    assert (await phone.get(f"/api/v1/statuses/{ids.relayed(passed.id)}")).status_code == 404


@pytest.mark.parametrize(
    ("audience", "visibility"),
    [
        (Audience.PUBLIC, "public"),
        (Audience.UNLISTED, "unlisted"),
        (Audience.FOLLOWERS, "private"),
        (Audience.NAMED, "direct"),
    ],
)
async def test_an_audience_has_a_word_that_clients_know(home, phone, ann, bo, audience, visibility):
    await let_follow(home.store, bo, ann)
    post = await write(home.store, ann, audience=audience, mentions=(bo.id,))
    path = "/api/v1/statuses/:id"
    status = contract.check(await phone.get(f"/api/v1/statuses/{post.id}"), path)
    assert status["visibility"] == visibility
    assert [one["acct"] for one in status["mentions"]] == ["bo"]
    assert status["mentions"][0]["url"] == bo.uri


async def test_what_is_for_members_is_read_by_members_alone(home, phone, ann, weavers):
    post = await write(home.store, ann, community_id=weavers.id, audience=Audience.MEMBERS)
    await echo(home.store)
    cleo = await home.phone_of(await home.person("cleo"))
    nobody = home.phone()
    [status] = contract.check(await phone.get(HOME), HOME)
    assert status["reblog"]["visibility"] == "private"

    group = f"/api/v1/accounts/{weavers.id}/statuses"
    shown = contract.check(await phone.get(group), "/api/v1/accounts/:id/statuses")
    assert [one["reblog"]["id"] for one in shown] == [str(post.id)]
    for other in (cleo, nobody):
        for number in (post.id, ids.relayed(post.id)):
            for path in ("", "/context", "/favourited_by", "/reblogged_by"):
                got = await other.get(f"/api/v1/statuses/{number}{path}")
                assert got.status_code == 404, path
        assert await other.read(group) == []
        assert await other.read("/api/v1/timelines/public") == []
        assert await other.read("/api/v1/statuses", **{"id[]": post.id}) == []


async def test_what_comes_from_elsewhere(home, phone, bo):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    potters = await remember_group(home.store, "https://riverside.example/c/potters")
    await let_follow(home.store, bo, rita)
    await let_follow(home.store, bo, potters)
    hers = await write(home.store, rita, "<p>Clay</p>", kind="Question", summary="Fold")
    start = await write(
        home.store,
        rita,
        '<p><a href="https://news.example/a?b=1&amp;c">x</a></p>',
        kind="Page",
        title="Glaze",
        community_id=potters.id,
    )
    await echo(home.store)
    statuses = contract.check(await phone.get(HOME), HOME)
    by_id = {one["id"]: one for one in statuses}
    assert by_id[str(hers.id)]["account"]["acct"] == "rita@riverside.example"
    page = by_id[str(start.id)]  # she is followed herself, so it stands there as hers
    assert page["card"]["url"] == "https://news.example/a?b=1&c"
    assert page["card"]["provider_url"] == "https://news.example"


async def test_whoever_is_gone_is_not_there(home, phone, ann, bo, weavers):
    post = await write(home.store, ann, community_id=weavers.id)
    await perform(home.store, reactions.like, bo, post.id)
    await echo(home.store)
    assert len(await phone.read(HOME)) == 1
    await home.change("UPDATE actor SET deleted = 1, version = version + 1 WHERE id = ?", ann.id)
    assert await phone.read(HOME) == []
    assert (await phone.get(f"/api/v1/statuses/{post.id}")).status_code == 404
    assert (await phone.get(f"/api/v1/accounts/{ann.id}")).status_code == 410


async def test_a_context_is_in_reading_order(home, phone, ann, bo, weavers):
    start = await write(home.store, ann, community_id=weavers.id)
    first = await answer(home.store, bo, start)
    second = await answer(home.store, ann, start)
    below = await answer(home.store, ann, first)
    path = "/api/v1/statuses/:id/context"
    whole = contract.check(await phone.get(f"/api/v1/statuses/{start.id}/context"), path)
    assert whole["ancestors"] == []
    assert [one["id"] for one in whole["descendants"]] == [
        str(post.id) for post in (first, below, second)
    ]
    leaf = contract.check(await phone.get(f"/api/v1/statuses/{below.id}/context"), path)
    assert [one["id"] for one in leaf["ancestors"]] == [str(start.id), str(first.id)]
    assert leaf["descendants"] == []
    inner = whole["descendants"][1]
    assert inner["in_reply_to_id"] == str(first.id)
    assert inner["in_reply_to_account_id"] == str(bo.id)
    twin = await phone.read(f"/api/v1/statuses/{ids.relayed(start.id)}/context")
    assert len(twin["descendants"]) == 3


async def test_blocked_people_are_not_in_any_list(home, phone, ann, bo, weavers):
    post = await write(home.store, ann, community_id=weavers.id, hashtags=("Care",))
    await echo(home.store)
    await perform(home.store, moderation.block, bo, ann, "")
    for path in (HOME, "/api/v1/timelines/public", "/api/v1/timelines/tag/care"):
        assert await phone.read(path) == []
    assert (await phone.get(f"/api/v1/statuses/{post.id}")).status_code == 404
