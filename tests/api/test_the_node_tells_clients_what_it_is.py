"""Instance, NodeInfo and what stands beside them: what clients ask before anybody signs in."""

import re

import pytest

from fedcop import __version__


async def test_the_version_can_be_read_by_every_client(home):
    told = await home.phone().read("/api/v1/instance/")
    assert told["version"] == f"4.4.0 (compatible; Fedcop {__version__})"
    assert re.fullmatch(r"\d+\.\d+\.\d+ \(.*\)", told["version"])
    assert told["uri"] == home.settings.host
    assert told["urls"]["streaming_api"] == f"ws://{home.settings.host}"
    assert told["configuration"]["statuses"]["max_media_attachments"] == 4


async def test_the_second_form_says_the_same_and_more(home):
    phone = home.phone()
    first, second = await phone.read("/api/v1/instance"), await phone.read("/api/v2/instance/")
    assert second["domain"] == first["uri"]
    assert second["version"] == first["version"]
    assert second["configuration"]["statuses"] == first["configuration"]["statuses"]
    assert second["configuration"]["urls"]["streaming"] == first["urls"]["streaming_api"]
    assert second["registrations"]["enabled"] is True
    for picture in (second["thumbnail"]["url"], first["thumbnail"], second["icon"][0]["src"]):
        answer = await phone.ask("GET", picture)
        assert answer.content.startswith(b"\x89PNG")


async def test_people_and_posts_are_counted(home):
    await home.person("ana")
    told = await home.phone().read("/api/v1/instance")
    assert told["stats"]["user_count"] == 1


@pytest.mark.parametrize("version", ["2.0", "2.1"])
async def test_nodeinfo_says_what_it_speaks_like(home, version):
    answer = await home.phone().get(f"/nodeinfo/{version}")
    assert answer.json()["metadata"]["upstream"] == {"name": "mastodon"}
    assert answer.json()["software"]["name"] == "fedcop"
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/.well-known/webfinger?resource=nonsense", 400),
        ("/.well-known/webfinger?resource=acct:nobody@northwind.localhost:8001", 404),
        ("/.well-known/nodeinfo", 200),
        ("/.well-known/host-meta", 200),
        ("/nodeinfo/9.9", 404),
    ],
)
async def test_what_peers_ask_may_be_read_by_any_site_errors_too(home, path, status):
    answer = await home.phone().get(path)
    assert answer.status_code == status
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    asked = await home.phone().ask("OPTIONS", path)
    assert asked.status_code == 204


async def test_odd_headers_are_refused_in_json_that_any_site_may_read(home):
    headers = [("Content-Type", "a/b"), ("Content-Type", "c/d")]
    answer = await home.phone().ask("POST", "/api/v1/apps", headers=headers)
    assert answer.status_code == 400
    assert "error" in answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_the_page_that_asks_people_is_not_for_other_sites(home):
    answer = await home.phone().get("/oauth/authorize")
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


async def test_what_is_not_here_is_answered_as_if_there_were_none(home):
    ana = await home.person("ana")
    phone = await home.phone_of(ana)
    for path in ("trends", "trends/tags", "suggestions", "endorsements", "directory"):
        assert await phone.read(f"/api/v1/{path}") == []
    assert (await phone.read("/api/v1/instance/translation_languages")) == {}
    assert (await phone.get("/api/v1/instance/terms_of_service")).status_code == 404
    answer = await phone.get("/api/v1/accounts/familiar_followers", **{"id[]": ["5", "6"]})
    assert [one["id"] for one in answer.json()] == ["5", "6"]


async def test_what_somebody_prefers(home):
    ana = await home.person("ana")
    told = await (await home.phone_of(ana)).read("/api/v1/preferences")
    assert told == {
        "posting:default:visibility": "public",
        "posting:default:sensitive": False,
        "posting:default:language": None,
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
    }
