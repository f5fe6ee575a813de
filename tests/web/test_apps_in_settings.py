"""Which apps act for somebody is on a page, and ends there."""

import pytest

from fedcop.community import apps, oauth
from fedcop.community.apps import NewApp
from fedcop.community.oauth import Claim, Leave
from fedcop.community.perform import perform
from fedcop.web.consent import meaning, packed, target_of, unpacked

BACK = "https://app.example/back"


async def let_in(house, actor, name="Fern", scopes="read write:statuses write:media"):
    made = await perform(house.store, apps.register, NewApp(name, (BACK,), scopes))
    code = await perform(house.store, oauth.allow, actor.id, Leave(made.app, BACK, scopes))
    return await perform(house.store, oauth.redeem, made.app, Claim(code, BACK))


async def test_ones_apps_are_listed_with_what_they_may_do(house):
    ana, browser = await house.person("ana")
    ben, _ = await house.person("ben")
    await let_in(house, ana, "Fern <b>")
    await let_in(house, ben, "Moss")
    page = (await browser.get("/settings/apps")).text
    assert "Fern &lt;b&gt;" in page
    assert "Change posts and files that you upload" in page
    assert "Moss" not in page


async def test_an_app_is_ended_and_only_ones_own(house):
    ana, browser = await house.person("ana")
    _, other = await house.person("ben")
    granted = await let_in(house, ana)
    number = str(granted.token.id)
    await other.post("/settings/apps/end", app=number)
    assert await oauth.recognise(house.store, granted.secret) is not None
    answer = await browser.post("/settings/apps/end", app=number)
    assert answer.headers["location"] == "/settings/apps?done=one"
    assert await oauth.recognise(house.store, granted.secret) is None


async def test_all_apps_are_ended_at_once(house):
    ana, browser = await house.person("ana")
    granted = [await let_in(house, ana), await let_in(house, ana)]
    await browser.post("/settings/apps/all")
    for one in granted:
        assert await oauth.recognise(house.store, one.secret) is None
    assert "No app acts for you." in (await browser.get("/settings/apps")).text


@pytest.mark.parametrize(
    ("scopes", "said"),
    [
        ("read", 1),
        ("read read:lists", 1),
        ("read write follow push profile", 5),
        ("read:lists read:blocks write:media", 2),
        ("admin:read", 0),
    ],
)
def test_scopes_are_said_in_few_sentences(scopes, said):
    assert len(meaning(scopes)) == said


def test_a_wish_survives_the_way_through_signing_in():
    fields = {"client_id": "a", "redirect_uri": f"{BACK}?x=%2F&y=1", "state": "&=+ é"}
    path = packed({**fields, "evil": "x"})
    assert path.startswith("/oauth/authorize?request=")
    assert unpacked(path.partition("request=")[2]) == fields
    assert unpacked("not base64 at all") == {}
    assert unpacked("é") == {}


@pytest.mark.parametrize(
    ("uri", "target"),
    [
        ("https://app.example:8443/back?x", "https://app.example:8443"),
        ("http://[::1]:5000/", "http://[::1]:5000"),
        ("com.tapbots.Ivory.10217:/request_token", "com.tapbots.ivory.10217:"),
        ("https://a;script-src.example/", "https:"),
        ("https://a.example,b/", "https:"),
    ],
)
def test_where_an_answer_goes_is_said_without_room_for_more(uri, target):
    assert target_of(uri) == target
