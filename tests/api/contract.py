"""Holds answers to the OpenAPI schema of Mastodon, and to what strict clients need beyond it."""

import json
import re
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.corpus import CORPUS

SCHEMA = CORPUS / "schemas" / "mastodon-openapi.json"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENTS = {"created_at", "edited_at", "expires_at", "updated_at", "scheduled_at", "starts_at"}
_NUMBERS = {"application_id"}  # of a scheduled status, as Mastodon has it
_LINK = re.compile(r'<(https?://[^>]+)>; rel="(next|prev)"')
# What is never null and never missing, whatever the schema says (sections 1 and 6.2).
_NAMED = ["id", "username", "acct", "url"]
_ACCOUNT = [
    *_NAMED,
    *("uri", "display_name", "note", "created_at", "locked", "bot", "group", "emojis", "fields"),
    *("avatar", "avatar_static", "header", "header_static"),
    *("statuses_count", "followers_count", "following_count"),
]
_STATUS = [
    *("id", "uri", "url", "created_at", "account", "visibility", "spoiler_text", "content"),
    *("sensitive", "media_attachments", "mentions", "tags", "emojis"),
    *("reblogs_count", "favourites_count", "replies_count"),
]
_OF_ONE = ["favourited", "reblogged", "muted", "bookmarked", "filtered"]
_FULL = {"Account": _ACCOUNT, "Status": _STATUS, "Mention": _NAMED}


@cache
def document() -> dict[str, Any]:
    """The schema as it was published."""
    return json.loads(SCHEMA.read_text("utf-8"))


@cache
def registry() -> Registry:
    """Where references into the schema lead."""
    return Registry().with_resource("urn:api", Resource.opaque(document()))


def validator(entity: str) -> Draft202012Validator:
    """What checks one entity."""
    return Draft202012Validator(
        {"$ref": f"urn:api#/components/schemas/{entity}"}, registry=registry()
    )


def operation(method: str, path: str) -> dict[str, Any]:
    """Return what the schema says of a method of an address, be it written `:id` or `{id}`."""
    wanted = re.sub(r"[:{](\w+)}?", "{}", path)
    for known, methods in document()["paths"].items():
        if re.sub(r"{\w+}", "{}", known) == wanted and method.lower() in methods:
            return methods[method.lower()]
    raise AssertionError(f"the schema knows no {method} {path}")


def check(answer: httpx.Response, path: str, *, empty: bool = False) -> Any:
    """Hold an answer to what the schema says of its address, and return what it holds.

    A list that is empty proves nothing: it fails unless `empty` says that it should be.
    """
    said = answer.json()
    told = operation(answer.request.method, path)["responses"].get(str(answer.status_code))
    assert told is not None, f"{answer.status_code} is no answer of {path}: {answer.text}"
    schema = told["content"]["application/json"]["schema"]
    located = json.loads(json.dumps(schema).replace('"#/', '"urn:api#/'))
    errors = list(Draft202012Validator(located, registry=registry()).iter_errors(said))
    assert not errors, "\n".join(f"{list(one.absolute_path)}: {one.message}" for one in errors[:8])
    if isinstance(said, list):
        assert bool(said) is not empty, f"{path}: {len(said)} items"
    strict(said)
    links(answer)
    return said


def strict(value: Any) -> None:
    """Check what the schema does not say: times, ids, what is never null."""
    if isinstance(value, list):
        for item in value:
            strict(item)
        return
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if name in _MOMENTS and inner is not None and isinstance(inner, str):
            assert _MOMENT.fullmatch(inner), f"{name}: {inner}"
        if name == "last_status_at" and inner is not None:
            assert _DAY.fullmatch(inner), f"{name}: {inner}"
        numbers = {*_NUMBERS, *(["id"] if "server_key" in value else [])}
        if (name == "id" or name.endswith("_id")) and inner is not None and name not in numbers:
            assert isinstance(inner, str), f"{name}: {inner!r}"
        strict(inner)
    _whole(value)


def _whole(value: dict[str, Any]) -> None:
    """Check that an entity has all that strict clients need."""
    if "acct" in value and "username" in value:
        kind = "Account" if "statuses_count" in value else "Mention"
    elif "content" in value and "visibility" in value:
        kind = "Status"
    else:
        return
    for name in _FULL[kind]:
        assert value.get(name) is not None, f"{kind} without {name}"
    for name in ("avatar", "header", "url", "uri"):
        if name in value and kind != "Mention":
            assert str(value[name]).startswith("http"), f"{name}: {value[name]}"


def links(answer: httpx.Response) -> dict[str, str]:
    """Read the Link header, and hold it to its grammar; by what the links are."""
    text = answer.headers.get("link", "")
    if not text:
        return {}
    found = _LINK.findall(text)
    assert ", ".join(f'<{url}>; rel="{rel}"' for url, rel in found) == text
    return {rel: url for url, rel in found}


def marked(status: dict[str, Any]) -> None:
    """Check that a status says what its reader did with it."""
    for name in _OF_ONE:
        assert name in status, f"a status for somebody without {name}"
