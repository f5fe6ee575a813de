"""Any address of the clients' door: what is there, what is not, who may read the answer."""

import pytest


async def test_what_is_there_is_answered(home):
    phone = home.phone()
    answer = await phone.get("/api/v1/custom_emojis")
    assert answer.status_code == 200
    assert answer.json() == []
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-ratelimit-limit"] == "300"
    assert answer.headers["x-ratelimit-remaining"] == "299"


async def test_a_slash_at_the_end_is_nothing(home):
    assert (await home.phone().get("/api/v1/custom_emojis/")).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_what_is_not_there_is_said_in_json_that_any_site_may_read(home, method):
    answer = await home.phone().ask(method, "/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json() == {"error": "Record not found"}
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_browser_may_ask_beforehand_without_a_token(home):
    headers = {
        "Origin": "https://phanpy.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, idempotency-key",
    }
    answer = await home.phone().ask("OPTIONS", "/api/v1/statuses", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-headers"] == "authorization, idempotency-key"
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert int(answer.headers["access-control-max-age"]) > 0


async def test_a_head_is_a_get_without_its_body(home):
    answer = await home.phone().ask("HEAD", "/api/v1/custom_emojis")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "2"


async def test_no_cache_between_keeps_what_is_for_one_reader(home):
    ana = await home.person("ana")
    phone = await home.phone_of(ana)
    for path in ("/api/v1/preferences", "/api/v1/custom_emojis", "/api/v1/nothing"):
        answer = await phone.get(path)
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["vary"] == "Authorization"
        assert answer.headers["x-content-type-options"] == "nosniff"
    picture = await phone.get("/pictures/avatar.png")
    assert picture.headers["cache-control"] == "public, max-age=86400"
