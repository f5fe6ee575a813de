"""A member posts from an app: what they wrote, where it goes, once and for whom."""

import asyncio

import pytest

from fedcop import clock
from fedcop.community.events import PostRemoved, PostRevised, PostWritten
from fedcop.store.queries.posts import find_post
from fedcop.values import Audience, PostPolicy
from tests.builders import let_follow, remember_person
from tests.writing import count, recorded, write


@pytest.fixture
async def ann(home):
    return await home.person("ann")


@pytest.fixture
async def phone(home, ann):
    return await home.phone_of(ann)


async def posted(home, phone, **fields):
    answer = await phone.post("/api/v1/statuses", **fields)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    return said, await find_post(home.store, int(said["id"]))


async def test_plain_text_becomes_html_and_stays_plain(home, phone):
    said, post = await posted(home, phone, status="*Hello*\nworld\n\nhttps://example.org/x #Wool")
    assert said["content"].startswith("<p>*Hello*<br>world</p><p><a href=")
    assert said["tags"] == [{"name": "wool", "url": home.store.uris.hashtag("wool")}]
    assert (said["visibility"], said["spoiler_text"], said["sensitive"]) == ("public", "", False)
    assert (post.plain, post.title, post.kind, post.local) == (1, "", "Note", 1)
    assert post.source == "*Hello*\nworld\n\nhttps://example.org/x #Wool"
    assert len(await recorded(home.store, PostWritten)) == 1


@pytest.mark.parametrize(
    ("word", "audience"),
    [
        ("public", Audience.PUBLIC),
        ("unlisted", Audience.UNLISTED),
        ("private", Audience.FOLLOWERS),
        ("direct", Audience.NAMED),
    ],
)
async def test_each_visibility_has_its_audience(home, phone, word, audience):
    said, post = await posted(home, phone, status="Hi", visibility=word)
    assert (said["visibility"], post.audience) == (word, audience)


async def test_a_fold_makes_sensitive_and_a_fold_alone_is_the_text(home, phone):
    said, post = await posted(home, phone, status="Text", spoiler_text="Fold", language="de")
    assert (said["spoiler_text"], said["sensitive"], said["language"]) == ("Fold", True, "de")
    said, post = await posted(home, phone, status="", spoiler_text="Alone")
    assert (said["spoiler_text"], post.source) == ("", "Alone")


@pytest.mark.parametrize("body", ["json", "form", "parts"])
async def test_the_same_post_in_every_kind_of_body(home, phone, body):
    fields = {"status": "Hi", "spoiler_text": "Fold", "sensitive": "0", "visibility": "unlisted"}
    if body == "json":
        answer = await phone.post("/api/v1/statuses", **fields)
    elif body == "form":
        answer = await phone.form("/api/v1/statuses", fields)
    else:
        parts = {name: (None, value) for name, value in fields.items()}
        answer = await phone.ask("POST", "/api/v1/statuses", files=parts)
    said = answer.json()
    assert (said["spoiler_text"], said["visibility"]) == ("Fold", "unlisted")


async def test_a_community_that_is_named_gets_the_post(home, ann, phone):
    group = await home.community(ann, "weavers")
    said, post = await posted(home, phone, status="Wool for @weavers and @nobody")
    assert (post.community_id, post.audience, post.top) == (group.id, Audience.PUBLIC, 1)
    assert [one["acct"] for one in said["mentions"]] == ["weavers"]
    assert f'href="{said["mentions"][0]["url"]}"' in said["content"]


async def test_the_first_community_named_wins(home, ann, phone):
    first = await home.community(ann, "weavers")
    await home.community(ann, "dyers")
    _, post = await posted(home, phone, status="@ann @weavers @dyers", visibility="unlisted")
    assert (post.community_id, post.audience) == (first.id, Audience.UNLISTED)


@pytest.mark.parametrize("word", ["private", "direct"])
async def test_what_is_not_for_everybody_goes_into_no_community(home, ann, phone, word):
    await home.community(ann, "weavers")
    _, post = await posted(home, phone, status="@weavers", visibility=word)
    assert post.community_id == 0


async def test_what_is_usually_for_members_stays_among_them(home, ann, phone):
    group = await home.community(ann, "weavers", audience=Audience.MEMBERS)
    said, post = await posted(home, phone, status="@weavers")
    assert (post.community_id, post.audience) == (group.id, Audience.MEMBERS)
    assert said["visibility"] == "private"


async def test_who_may_not_write_in_a_community_is_told_so(home, ann):
    bo = await home.person("bo")
    await home.community(ann, "weavers", post_policy=PostPolicy.MEMBERS)
    answer = await (await home.phone_of(bo)).post("/api/v1/statuses", status="@weavers")
    assert answer.status_code == 403
    assert answer.json() == {"error": "Only members write in this community."}


async def test_a_reply_stays_in_its_community(home, ann, phone):
    group = await home.community(ann, "weavers")
    await home.community(ann, "dyers")
    start = await write(home.store, ann, "<p>Wool</p>", community_id=group.id)
    said, post = await posted(home, phone, status="@dyers yes", in_reply_to_id=str(start.id))
    assert (post.community_id, post.root_id, post.top) == (group.id, start.id, 0)
    assert said["in_reply_to_id"] == str(start.id)
    assert said["in_reply_to_account_id"] == str(ann.id)


async def test_what_cannot_be_read_cannot_be_answered(home, ann, phone):
    bo = await home.person("bo")
    secret = await write(home.store, bo, "<p>Psst</p>", audience=Audience.NAMED)
    for wanted in ("4711", "nonsense", "-1", str(secret.id)):
        answer = await phone.post("/api/v1/statuses", status="Hi", in_reply_to_id=wanted)
        assert (wanted, answer.status_code) == (wanted, 404)
        assert answer.json() == {"error": "Record not found"}


async def test_a_boost_that_is_answered_stands_for_what_it_passes_on(home, ann, phone):
    post = await write(home.store, ann, "<p>Hi</p>")
    boost = (await phone.post(f"/api/v1/statuses/{post.id}/reblog")).json()
    assert boost["reblog"]["id"] == str(post.id)
    said, _ = await posted(home, phone, status="Hi", in_reply_to_id=boost["id"])
    assert said["in_reply_to_id"] == str(post.id)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"status": ""},
        {"status": "  \n "},
        {"status": "Hi", "visibility": "secret"},
        {"status": "Hi", "scheduled_at": "soon"},
        {"status": "Hi", "media_ids": ["1"]},
        {"status": "Hi", "poll": {"options": ["a"], "expires_in": 300}},
        {"status": "x" * 50_001},
        {"status": "Hi", "spoiler_text": "x" * 501},
        {"status": {"a": "b"}},
        {"status": ["a", "b"]},
    ],
)
async def test_what_cannot_be_posted_is_said_in_a_sentence(home, phone, fields):
    answer = await phone.post("/api/v1/statuses", **fields)
    assert answer.status_code == 422
    assert len(answer.json()["error"]) > 10
    assert await count(home.store, "post") == 0


async def test_a_request_that_is_repeated_is_the_same(home, phone):
    headers = {"Idempotency-Key": "abc"}
    first, second = [
        (await phone.ask("POST", "/api/v1/statuses", json={"status": "Hi"}, headers=headers)).json()
        for _ in range(2)
    ]
    other = await phone.ask(
        "POST", "/api/v1/statuses", json={"status": "Hi"}, headers={"Idempotency-Key": "abd"}
    )
    assert first["id"] == second["id"] != other.json()["id"]
    assert await count(home.store, "post") == 2


async def test_two_requests_at_once_with_one_key_make_one_post(home, phone):
    headers = {"Idempotency-Key": "abc"}
    ask = phone.ask
    answers = await asyncio.gather(
        *(ask("POST", "/api/v1/statuses", json={"status": "Hi"}, headers=headers) for _ in range(5))
    )
    assert {one.status_code for one in answers} == {200}
    assert len({one.json()["id"] for one in answers}) == 1
    assert await count(home.store, "post") == 1
    assert len(await recorded(home.store, PostWritten)) == 1


async def test_a_key_belongs_to_one_person_and_to_one_hour(home, phone):
    bo = await home.phone_of(await home.person("bo"))
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        ids = set()
        for who, later in ((phone, 0), (bo, 0), (phone, 3601)):
            now[0] += later
            answer = await who.ask(
                "POST", "/api/v1/statuses", json={"status": "Hi"}, headers={"Idempotency-Key": "k"}
            )
            ids.add(answer.json()["id"])
    assert len(ids) == 3


async def test_an_edit_keeps_what_was_said(home, phone):
    said, _ = await posted(home, phone, status="One", spoiler_text="Fold")
    path = f"/api/v1/statuses/{said['id']}"
    edited = (await phone.ask("PUT", path, json={"status": "Two #wool", "spoiler_text": ""})).json()
    assert edited["content"].startswith("<p>Two ")
    assert (edited["spoiler_text"], edited["sensitive"]) == ("", False)
    assert edited["edited_at"].endswith("Z")
    history = await phone.read(f"{path}/history")
    assert [one["content"][:6] for one in history] == ["<p>One", "<p>Two"]
    assert [one["spoiler_text"] for one in history] == ["Fold", ""]
    assert history[0]["account"]["acct"] == "ann"
    source = await phone.read(f"{path}/source")
    assert source == {"id": said["id"], "text": "Two #wool", "spoiler_text": ""}
    assert len(await recorded(home.store, PostRevised)) == 1


async def test_what_an_edit_does_not_say_stays(home, phone):
    said, _ = await posted(home, phone, status="One", spoiler_text="Fold", language="de")
    edited = (
        await phone.ask("PUT", f"/api/v1/statuses/{said['id']}", json={"status": "Two"})
    ).json()
    assert (edited["spoiler_text"], edited["language"]) == ("Fold", "de")


async def test_markdown_stays_markdown_when_an_app_changes_it(home, ann, phone):
    post = await write(home.store, ann, "<p>One</p>", source="One")
    path = f"/api/v1/statuses/{post.id}"
    edited = (await phone.ask("PUT", path, json={"status": "**Two**"})).json()
    assert "<strong>Two</strong>" in edited["content"]


async def test_two_edits_at_once_are_never_mixed(home, phone):
    said, _ = await posted(home, phone, status="One", spoiler_text="one")
    path = f"/api/v1/statuses/{said['id']}"
    words = ("two", "three", "four")
    answers = await asyncio.gather(
        *(phone.ask("PUT", path, json={"status": one, "spoiler_text": one}) for one in words)
    )
    assert {one.status_code for one in answers} <= {200, 409}
    for one in answers:
        assert one.status_code == 200 or "changed meanwhile" in one.json()["error"]
    last = await phone.read(path)
    assert last["content"] == f"<p>{last['spoiler_text']}</p>"


async def test_nobody_changes_what_others_wrote(home, phone):
    bo = await home.person("bo")
    post = await write(home.store, bo, "<p>Hi</p>")
    for method in ("PUT", "DELETE"):
        answer = await phone.ask(method, f"/api/v1/statuses/{post.id}", json={"status": "No"})
        assert answer.status_code == 404


async def test_what_is_deleted_comes_back_as_it_was_written(home, phone):
    said, _ = await posted(home, phone, status="Hello *you*")
    path = f"/api/v1/statuses/{said['id']}"
    answer = await phone.ask("DELETE", path)
    assert answer.json()["text"] == "Hello *you*"
    assert answer.json()["media_attachments"] == []
    assert (await phone.get(path)).status_code == 404
    assert (await phone.ask("DELETE", path)).status_code == 404
    assert len(await recorded(home.store, PostRemoved)) == 1


async def test_a_post_is_as_somebody_usually_posts(home, phone):
    usual = {"privacy": "unlisted", "sensitive": True, "language": "nl"}
    await phone.ask("PATCH", "/api/v1/accounts/update_credentials", json={"source": usual})
    said, _ = await posted(home, phone, status="Hi")
    assert (said["visibility"], said["sensitive"], said["language"]) == ("unlisted", True, "nl")


async def test_whoever_is_named_in_a_direct_post_can_still_read_its_edit(home, phone):
    bo = await home.person("bo")
    other = await home.phone_of(bo)
    said, _ = await posted(home, phone, status="@bo psst", visibility="direct")
    path = f"/api/v1/statuses/{said['id']}"
    await phone.ask("PUT", path, json={"status": "nothing"})
    assert (await other.get(path)).status_code == 200


async def test_a_remote_person_is_named_and_linked(home, ann, phone):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    await let_follow(home.store, ann, rita)
    said, post = await posted(home, phone, status="Hi @rita@riverside.example")
    assert said["mentions"][0]["acct"] == "rita@riverside.example"
    assert "u-url mention" in said["content"]
    assert await count(home.store, "mention WHERE post_id = ?", post.id) == 1
