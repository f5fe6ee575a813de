"""An app says where it is to be told at once, and of what; what cannot be is refused."""

import pytest

from fedcop.assembly import open_parts
from fedcop.community import accounts, oauth, pushes
from fedcop.community.perform import perform
from fedcop.store.queries.pushes import MOST_APPS
from tests.pushes import PATH, App, b64
from tests.writing import count

ENDPOINT = "https://push.example/to/1"


def asked(**wrong):
    """What an app says, with something wrong in it."""
    said = App(ENDPOINT).subscription
    keys = {
        **said.pop("keys"),
        **{name: wrong.pop(name) for name in ("p256dh", "auth") & wrong.keys()},
    }
    return {"subscription": {**said, "keys": keys, **wrong}}


@pytest.fixture
async def ana(home):
    return await home.person("ana")


@pytest.fixture
async def phone(home, ana):
    return await home.phone_of(ana)


async def test_an_app_is_told_in_one_place_until_it_says_no(home, phone):
    assert (await phone.get(PATH)).status_code == 404
    assert (await phone.ask("PUT", PATH, json={"data": {"alerts": {}}})).status_code == 404
    data = {"alerts": {"mention": True, "poll": "1", "admin.report": 1}, "policy": "followed"}
    answer = await phone.post(PATH, **asked(), data=data)
    assert answer.status_code == 200
    said = answer.json()
    assert isinstance(said["id"], int)
    assert said["endpoint"] == ENDPOINT
    assert said["standard"] is True
    assert said["policy"] == "followed"
    on = {name for name, wanted in said["alerts"].items() if wanted}
    assert on == {"mention", "poll", "admin.report"}
    assert set(said["alerts"]) == set(pushes.ALERTS)
    assert await phone.read(PATH) == said

    again = (await phone.post(PATH, **asked(endpoint=f"{ENDPOINT}?2"))).json()
    assert again["id"] != said["id"]
    assert again["endpoint"].endswith("?2")
    assert not any(again["alerts"].values())
    assert again["policy"] == "all"
    assert await count(home.store, "push_subscription") == 1

    assert (await phone.ask("DELETE", PATH)).json() == {}
    assert (await phone.get(PATH)).status_code == 404
    assert (await phone.ask("DELETE", PATH)).json() == {}


async def test_forms_with_brackets_say_the_same(phone):
    app = App(ENDPOINT)
    form = {
        "subscription[endpoint]": ENDPOINT,
        "subscription[keys][p256dh]": b64(app.point),
        "subscription[keys][auth]": b64(app.secret),
        "data[alerts][mention]": "true",
        "data[alerts][favourite]": "false",
        "data[alerts][admin.sign_up]": "true",
        "data[policy]": "follower",
    }
    said = (await phone.form(PATH, form)).json()
    assert said["standard"] is False
    assert said["policy"] == "follower"
    assert {n for n, on in said["alerts"].items() if on} == {"mention", "admin.sign_up"}

    changed = (await phone.form(PATH, {"data[alerts][follow]": "true"}, "PUT")).json()
    assert changed["id"] == said["id"]
    assert {n for n, on in changed["alerts"].items() if on} == {"follow"}
    assert changed["policy"] == "follower"
    changed = (await phone.form(PATH, {"policy": "none"}, "PUT")).json()
    assert changed["policy"] == "none"
    assert {n for n, on in changed["alerts"].items() if on} == {"follow"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"endpoint": ""}, "Endpoint can't be blank"),
        ({"endpoint": None}, "Endpoint can't be blank"),
        ({"endpoint": "http://push.example/1"}, "we only speak https"),
        ({"endpoint": "https://127.0.0.1/1"}, "not a public address"),
        ({"endpoint": "https://[::1]/1"}, "not a public address"),
        ({"endpoint": "https://2130706433/1"}, "not a public address"),
        ({"endpoint": "https://10.0.0.7/1"}, "not a public address"),
        ({"endpoint": "https://169.254.169.254/latest"}, "not a public address"),
        ({"endpoint": "https://{host}/inbox"}, "this is our own address"),
        ({"endpoint": "https://me:secret@push.example/"}, "no plain host"),
        ({"endpoint": "ftp://push.example/1"}, "not a web address"),
        ({"endpoint": "push.example"}, "not a web address"),
        ({"endpoint": "https://push.example/a\r\nX: y"}, "blanks"),
        ({"endpoint": "https://push.example/" + "x" * 2048}, "longer than 2048"),
        ({"p256dh": ""}, "Key p256dh"),
        ({"p256dh": "x" * 100_000}, "Keys are longer"),
        ({"p256dh": b64(App(ENDPOINT).point) + "=" * 99}, "Keys are longer"),
        ({"auth": b64(bytes(16)) + "=" * 99}, "Keys are longer"),
        ({"p256dh": b64(b"\4" + bytes(64))}, "Key p256dh"),
        ({"auth": "c2hvcnQ"}, "Key auth"),
        ({"auth": None}, "Key auth"),
    ],
)
async def test_what_cannot_be_told_is_refused_in_a_sentence(home, phone, wrong, said):
    if "{host}" in str(wrong.get("endpoint")):
        wrong = {"endpoint": f"https://{home.settings.host}/inbox"}
    answer = await phone.post(PATH, **asked(**wrong), data={"alerts": {"mention": True}})
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert await count(home.store, "push_subscription") == 0


async def test_odd_wishes_are_refused_or_mean_no(phone):
    for policy in ("everybody", "ALL", "<script>"):
        answer = await phone.post(PATH, **asked(), data={"policy": policy})
        assert answer.status_code == 422
        assert "Policy must be one of all" in answer.json()["error"]
    assert (await phone.post(PATH)).status_code == 422
    wishes: list[object] = ["x", {"keys": "x"}, [], 7]
    for wrong in wishes:
        assert (await phone.post(PATH, subscription=wrong)).status_code == 422
    data = {"alerts": {"mention": "no", "gossip": True, "poll": [], "follow": None}}
    said = (await phone.post(PATH, **asked(), data=data)).json()
    assert not any(said["alerts"].values())


async def test_the_key_is_the_same_wherever_it_is_told_and_after_a_restart(home, phone):
    key = (await phone.post(PATH, **asked())).json()["server_key"]
    assert len(key) == 87
    nobody = home.phone()
    assert (await nobody.read("/api/v2/instance"))["configuration"]["vapid"]["public_key"] == key
    form = {"client_name": "Fern", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    assert (await nobody.form("/api/v1/apps", form)).json()["vapid_key"] == key
    assert (await phone.read("/api/v1/apps/verify_credentials"))["vapid_key"] == key
    other = await open_parts(home.settings, beside=True)
    try:
        assert other.push.key == key
    finally:
        await other.close()
    kept = await home.store.read("SELECT value FROM node_value WHERE name = 'push key'")
    assert len(kept) == 1
    assert key not in kept[0][0]


async def test_a_token_is_kept_sealed(home, phone):
    await phone.post(PATH, **asked())
    secret = (await home.store.read("SELECT secret FROM push_subscription"))[0][0]
    assert phone.secret.encode() not in bytes(secret)
    opened = home.parts.seal.open(bytes(secret), pushes.purpose(phone.token_id))
    assert opened.decode() == phone.secret


async def test_it_ends_with_its_token_and_no_other_does(home, ana, phone):
    other, bens = await home.phone_of(ana), await home.phone_of(await home.person("ben"))
    for one in (phone, other, bens):
        assert (await one.post(PATH, **asked())).status_code == 200
    await perform(home.store, oauth.end, phone.token_id)
    assert await count(home.store, "push_subscription") == 2
    await perform(home.store, oauth.end_one, bens.actor.id, other.token_id)  # of somebody else
    assert await count(home.store, "push_subscription") == 2
    await perform(home.store, accounts.disable, ana.id)
    assert await count(home.store, "push_subscription") == 1
    assert (await bens.get(PATH)).status_code == 200


async def test_an_app_is_told_only_where_it_may(home, ana, phone):
    reader = await home.phone_of(ana, "read write follow")
    answer = await reader.post(PATH, **asked())
    assert answer.status_code == 403
    await phone.post(PATH, **asked())
    other = await home.phone_of(ana)
    assert (await other.get(PATH)).status_code == 404  # each app for itself
    await other.ask("DELETE", PATH)
    assert (await phone.get(PATH)).status_code == 200


async def test_of_very_many_apps_the_oldest_are_told_no_more(home, ana, phone):
    await phone.post(PATH, **asked())
    for _ in range(MOST_APPS - 1):
        assert (await (await home.phone_of(ana)).post(PATH, **asked())).status_code == 200
    assert (await phone.get(PATH)).status_code == 200
    last = await home.phone_of(ana)
    await last.post(PATH, **asked())
    assert (await phone.get(PATH)).status_code == 404
    assert (await last.get(PATH)).status_code == 200
    assert await count(home.store, "push_subscription") == MOST_APPS
