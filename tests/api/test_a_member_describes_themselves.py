"""A member says who they are, from an app, in each kind of body."""

import pytest

from fedcop.community.events import ActorChanged
from tests.writing import recorded

PATH = "/api/v1/accounts/update_credentials"


@pytest.fixture
async def phone(home):
    return await home.phone_of(await home.person("ann"))


async def change(phone, **fields):
    answer = await phone.ask("PATCH", PATH, json=fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_account_says_what_only_its_owner_reads(phone):
    me = await phone.read("/api/v1/accounts/verify_credentials")
    assert (me["acct"], me["source"]["privacy"], me["source"]["language"]) == (
        "ann",
        "public",
        None,
    )
    assert me["source"]["fields"] == []
    assert me["role"]["id"] == "member"


async def test_what_is_said_changes_and_what_is_not_said_stays(home, phone):
    said = await change(phone, display_name="Ann A.", note="I **weave**", locked="true")
    assert (said["display_name"], said["locked"]) == ("Ann A.", True)
    assert said["note"] == "<p>I <strong>weave</strong></p>\n"
    assert said["source"]["note"] == "I **weave**"
    said = await change(phone, discoverable=False, indexable="0", hide_collections=True)
    assert (said["display_name"], said["locked"]) == ("Ann A.", True)
    assert (said["discoverable"], said["indexable"]) == (False, False)
    assert said["hide_collections"] is True
    said = await change(phone, note="")
    assert said["note"] == ""
    assert len(await recorded(home.store, ActorChanged)) == 3
    await change(phone, note="")
    assert len(await recorded(home.store, ActorChanged)) == 3


@pytest.mark.parametrize("kind", ["list", "table", "form", "parts"])
async def test_lines_of_a_profile_in_every_kind_of_body(phone, kind):
    rows = [{"name": "Loom", "value": "https://loom.example/ann"}, {"name": "", "value": ""}]
    if kind == "list":
        said = await change(phone, fields_attributes=rows)
    elif kind == "table":
        said = await change(phone, fields_attributes={"0": rows[0], "1": rows[1]})
    else:
        pairs = {
            f"fields_attributes[{n}][{key}]": value
            for n, row in enumerate(rows)
            for key, value in row.items()
        }
        if kind == "form":
            answer = await phone.form(PATH, pairs, "PATCH")
        else:
            parts = {name: (None, value) for name, value in pairs.items()}
            answer = await phone.ask("PATCH", PATH, files=parts)
        said = answer.json()
    [line] = said["fields"]
    assert line["name"] == "Loom"
    assert '<a href="https://loom.example/ann"' in line["value"]
    assert said["source"]["fields"][0]["value"] == "https://loom.example/ann"


async def test_peers_read_the_lines_of_a_profile(home, phone):
    await change(phone, fields_attributes=[{"name": "Loom", "value": "<b>big</b>"}])
    from_store = await home.store.read("SELECT details FROM actor WHERE id = ?", phone.actor.id)
    assert "&lt;b&gt;" in from_store[0][0]
    row = (await phone.read("/api/v1/accounts/verify_credentials"))["fields"][0]
    assert row["value"] == "&lt;b&gt;big&lt;/b&gt;"


async def test_how_one_usually_posts_is_kept(phone):
    said = await change(phone, source={"privacy": "private", "sensitive": "1", "language": "de"})
    source = said["source"]
    assert (source["privacy"], source["sensitive"], source["language"]) == ("private", True, "de")
    preferred = await phone.read("/api/v1/preferences")
    assert preferred["posting:default:visibility"] == "private"
    assert (preferred["posting:default:sensitive"], preferred["posting:default:language"]) == (
        True,
        "de",
    )
    assert (await change(phone, source={"language": ""}))["source"]["language"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"display_name": "x" * 101},
        {"note": "x" * 5001},
        {"fields_attributes": [{"name": str(n), "value": "v"} for n in range(5)]},
        {"fields_attributes": [{"name": "n", "value": "v" * 256}]},
        {"fields_attributes": [{"name": str(n), "value": ""} for n in range(30)]},
        {"fields_attributes": ["a", "b"]},
        {"source": "public"},
        {"source": {"privacy": "mine"}},
        {"source": {"language": "no language at all"}},
        {"display_name": {"a": 1}},
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(home, phone, fields):
    before = await phone.read("/api/v1/accounts/verify_credentials")
    answer = await phone.ask("PATCH", PATH, json=fields)
    assert answer.status_code == 422, answer.text
    assert await phone.read("/api/v1/accounts/verify_credentials") == before
    assert await recorded(home.store, ActorChanged) == []
