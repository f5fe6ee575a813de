"""Holds an answer of a route to its schema, and every entity in it to the table of its fields."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from tests.api import contract
from tests.api.entity_tables import faults

_LIST = {"type": "array"}
# What the published schema says wrongly, or says nothing of, route by route; and why.
SCHEMAS: dict[str, dict[str, Any]] = {
    # The documentation shows a list.
    "GET /api/v1/filters": {**_LIST, "items": {"$ref": "#/components/schemas/V1Filter"}},
    "GET /api/v1/preferences": {"$ref": "#/components/schemas/Preferences"},
    # The old form of the policy, which iOS still reads, and its newer way to be changed.
    "GET /api/v1/notifications/policy": {"$ref": "#/components/schemas/V1NotificationPolicy"},
    "PUT /api/v1/notifications/policy": {"$ref": "#/components/schemas/V1NotificationPolicy"},
    "POST /api/v1/conversations/:id/unread": {"$ref": "#/components/schemas/Conversation"},
    "GET /api/v1/trends": {**_LIST, "items": {"$ref": "#/components/schemas/Tag"}},
    "GET /api/v1/accounts/:id/collections": {"type": "object", "required": ["collections"]},
    "GET /api/v1/accounts/:id/in_collections": {"type": "object", "required": ["collections"]},
    "GET /oauth/userinfo": {"type": "object", "required": ["iss", "sub", "preferred_username"]},
    "POST /oauth/userinfo": {"type": "object", "required": ["iss", "sub", "preferred_username"]},
}
# Errors of the schema that are ours by choice: entity, field, and why.
_OTHERWISE = {
    # A number of 18 digits is not exact in a browser (4.15 asks for a text like a number).
    "most_recent_notification_id": "integer",
}
# Fields of the tables that we leave out or send otherwise; reviewed one by one.
EXCUSED: dict[str, str] = {
    "PreviewCard.history": "of trends alone, which are not here",
    "PreviewCard.published_at": "null as long as no page is looked at for it",
    "Tag.trendable": "for admins of trends alone",
    "Tag.usable": "for admins of trends alone",
    "Tag.requires_review": "for admins of trends alone",
    "WebPushSubscription.id": "a number of 31 bits, which strict apps read",
    "WebPushSubscription.alerts.admin.report": "one name with a dot in it: the schema finds it",
    "WebPushSubscription.alerts.admin.sign_up": "one name with a dot in it: the schema finds it",
}


@cache
def _validator(text: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(text), registry=contract.registry())


def schema_of(route: str) -> dict[str, Any] | None:
    """What the schema says of a route's answer; None when it says nothing."""
    if route in SCHEMAS:
        return SCHEMAS[route]
    method, _, path = route.partition(" ")
    said = contract.operation(method, path)["responses"]["200"].get("content", {})
    return said.get("application/json", {}).get("schema")


def hold(route: str, answer: httpx.Response) -> bool:
    """Check an answer; say whether it is evidence, which an empty list is not."""
    assert answer.headers["access-control-allow-origin"] == "*", route
    if answer.status_code >= 400:
        _hold_error(answer)
        return False
    assert answer.status_code == 200, f"{route}: {answer.status_code}"
    if "json" not in answer.headers["content-type"]:
        return bool(answer.content)
    said = answer.json()
    contract.links(answer)
    schema = schema_of(route)
    if schema is None:
        assert said == {}, f"{route}: {said}"
        return True
    errors = [one for one in _check(schema).iter_errors(said) if not _chosen(one)]
    assert not errors, "\n".join(
        f"{route} {list(one.absolute_path)}: {one.message}"[:300] for one in errors[:8]
    )
    contract.strict(said)
    wrong = [
        fault for name, value in entities(said, schema) for fault in faults(name, value, EXCUSED)
    ]
    assert not wrong, f"{route}: {sorted(set(wrong))}"
    return _is_full(said)


def entities(value: Any, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entity in an answer, by its name in the schema, however deep it lies."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if isinstance(value, dict):
            yield name, value
        schema = contract.document()["components"]["schemas"][name]
    choices = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    fitting = [one for one in choices if _check(one).is_valid(value)]
    for part in [*fitting[:1], *schema.get("allOf", ())]:
        yield from entities(value, part)
    for inner, below in _parts(value, schema):
        yield from entities(inner, below)


def _parts(value: Any, schema: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    if isinstance(value, list):
        yield from ((item, schema.get("items") or {}) for item in value)
    elif isinstance(value, dict):
        named, other = schema.get("properties", {}), schema.get("additionalProperties")
        for name, inner in value.items():
            below = named.get(name, other)
            if isinstance(below, dict):
                yield inner, below


def _check(schema: dict[str, Any]) -> Draft202012Validator:
    return _validator(json.dumps(schema).replace('"#/', '"urn:api#/'))


def _chosen(error: Any) -> bool:
    last = error.absolute_path[-1] if error.absolute_path else ""
    if "Web Push subscription" in error.schema.get("description", ""):
        return last == "id" and isinstance(error.instance, int)  # strict apps read a number
    return _OTHERWISE.get(last) == error.validator_value


def _is_full(said: Any) -> bool:
    if isinstance(said, dict):
        lists = [inner for inner in said.values() if isinstance(inner, list)]
        return bool(said) and (any(lists) or not lists or len(lists) < len(said))
    return bool(said)


def _hold_error(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    said = answer.json()
    assert isinstance(said["error"], str), answer.text
    assert said["error"], answer.text
