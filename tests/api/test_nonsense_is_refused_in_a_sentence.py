"""Whatever a client sends to what writes, it gets an answer below 500, in JSON, and says why."""

import random
from typing import Any

import orjson
import pytest

from fedcop.api.resources import (
    accounts_write,
    blocks,
    credentials,
    follow_requests,
    mutes,
    reports,
    scheduled,
    status_acts,
    status_words,
    statuses_write,
)
from tests.writing import write

ROUTES = [
    route
    for module in (
        accounts_write,
        blocks,
        credentials,
        follow_requests,
        mutes,
        reports,
        scheduled,
        status_acts,
        status_words,
        statuses_write,
    )
    for route in module.ROUTES
]
NAMES = tuple(
    "status spoiler_text sensitive visibility language in_reply_to_id media_ids poll scheduled_at"  # noqa: SIM905
    " reblogs notify languages duration notifications comment domain display_name note locked"
    " fields_attributes source account_id status_ids rule_ids category forward limit max_id"
    " min_id since_id".split()
)
VALUES: tuple[Any, ...] = (
    *("", "x", "-1", "0", "true", "null", "\x00", "\ud800".encode("utf-8", "replace").decode()),
    *(
        "9" * 30,
        "1e9",
        "../..",
        "<script>",
        "@a@b@c",
        "#" * 300,
        "@" * 300,
        "é" * 3000,
        "\u202e\ufeff",
    ),
    *("2026-13-45T99:99:99Z", "2026-11-21T10:00:00+99:99", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59-14:00", "public", "direct", "https://" + "a" * 3000, "@x@[::1]:99999"),
    *(None, True, False, 0, -1, 2**63, -(2**63), 2**200, 1.5, 1e308),
    *(
        [],
        [None],
        [[]],
        [{}],
        [""],
        ["a"] * 50,
        {},
        {"a": {"b": {}}},
        {"0": {}},
        {"0": {"name": 1}},
    ),
    *([{"name": "a", "value": "b"}], {"privacy": [], "language": {}}, {"options": ["a", "b"]}),
)
IDS = ("1", "0", "9223372036854775807", "99999999999999999999", "x", "-1", "%00")


def _body(chance: random.Random) -> dict[str, Any]:
    return {name: chance.choice(VALUES) for name in chance.sample(NAMES, chance.randint(0, 6))}


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str) else str(value) for name, value in fields.items()}


@pytest.mark.parametrize("seed", range(4))
async def test_nonsense_in_any_field_of_any_route(home, seed):
    chance = random.Random(seed)
    ann, bo = await home.person("ann"), await home.person("bo")
    phone = await home.phone_of(ann)
    post = await write(home.store, ann, "<p>Hi</p>", source="Hi")
    known = (str(post.id), str(bo.id), str(ann.id))
    for route in ROUTES * 2:
        number = chance.choice((*known, *known, *IDS))
        path = route.path.replace(":id", number)
        fields = _body(chance)
        kind = chance.choice(("json", "form", "parts", "query", "raw"))
        given: dict[str, Any] = {"json": fields}
        if kind == "form":
            given = {"data": _plain(fields)}
        elif kind == "parts":
            given = {"files": {name: (None, text) for name, text in _plain(fields).items()}}
        elif kind == "query":
            given = {"params": _plain(fields)}
        elif kind == "raw":
            text = orjson.dumps(chance.choice(VALUES[:25])) + b"{" * chance.randint(0, 3)
            given = {"content": text, "headers": {"Content-Type": "application/json"}}
        try:
            answer = await phone.ask(route.method, path, **given)
        except (OverflowError, TypeError, ValueError):
            continue  # nothing a client could put on the wire
        told = f"{route.method} {path} {kind} {fields}: {answer.status_code} {answer.text[:200]}"
        assert answer.status_code < 500, told
        assert answer.headers["content-type"].startswith("application/json"), told
        if answer.status_code >= 400:
            assert answer.json()["error"], told


ODD = ("a\x00b", "\x00", "\x01\x1b", "\u202e", "\ufeff", "\ufffe", "\U000e0001", "\U0010ffff")


@pytest.mark.parametrize("odd", ODD, ids=ascii)
async def test_odd_characters_harm_no_text(home, odd):
    ann, bo = await home.person("ann"), await home.person("bo")
    phone = await home.phone_of(ann)
    asked = (
        ("POST", "statuses", {"status": f"Hi {odd} @x{odd} #x{odd} https://x.example/{odd}"}),
        ("POST", "statuses", {"status": "Hi", "spoiler_text": f"x{odd}", "language": odd}),
        ("POST", "statuses", {"status": "Hi", "scheduled_at": f"2026-11-21T10:00:00{odd}"}),
        ("POST", f"accounts/{bo.id}/note", {"comment": f"x{odd}"}),
        ("POST", "reports", {"account_id": str(bo.id), "comment": f"x{odd}"}),
        ("POST", "domain_blocks", {"domain": f"x{odd}.example"}),
        ("PATCH", "accounts/update_credentials", {"display_name": f"x{odd}", "note": f"x{odd}"}),
        (
            "PATCH",
            "accounts/update_credentials",
            {"fields_attributes": [{"name": f"x{odd}", "value": f"x{odd}"}]},
        ),
    )
    for method, path, fields in asked:
        for given in ({"json": fields}, {"data": _plain(fields)}):
            answer = await phone.ask(method, f"/api/v1/{path}", **given)
            assert answer.status_code < 500, f"{path} {fields}: {answer.text}"
            answer.json()
    key = {"Idempotency-Key": "k" * 5000}
    answer = await phone.ask("POST", "/api/v1/statuses", json={"status": "Hi"}, headers=key)
    assert answer.status_code == 200
