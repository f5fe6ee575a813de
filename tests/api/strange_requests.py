"""Requests that nobody thought of, made by Schemathesis after the schema of clients and against it.

They are the same each time, so that what fails can be looked at.
"""

import copy
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from fedcop.api.table import ROUTES
from tests.api import contract

THING = "0000000"  # stands in an address where a thing is named; whoever sends it puts one there
_NO_THING = "9223372036854775807"
_BASE = "http://node.localhost"


@dataclass(frozen=True)
class Strange:
    """One request."""

    method: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@cache
def strange_requests(each: int = 5) -> tuple[Strange, ...]:
    """All of them for the routes that we have: so many of either kind for each."""
    document = copy.deepcopy(contract.document())
    claimed = {(route.method, _bare(route.path)) for route in ROUTES if not route.endless}
    for path, methods in list(document["paths"].items()):
        for method in list(methods):
            if (method.upper(), _bare(path)) not in claimed:
                del methods[method]
                continue
            for one in methods[method].get("parameters", ()):
                if one.get("in") == "path":
                    one["schema"] = {"type": "string", "enum": [THING, _NO_THING, "soil"]}
    schema = schemathesis.openapi.from_dict(document)
    found = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            found += _made(result.ok(), mode, each)
    return tuple(found)


def _made(operation: Any, mode: GenerationMode, each: int) -> list[Strange]:
    if mode is GenerationMode.NEGATIVE and not _can_be_wrong(operation):
        return []
    made: list[Strange] = []

    @settings(
        max_examples=each,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        made.append(_of(case))

    try:
        collect()
    except Unsatisfiable:
        return []  # every request is right there
    return made


def _can_be_wrong(operation: Any) -> bool:
    return bool(operation.body or operation.query or operation.headers)


def _of(case: Any) -> Strange:
    given = case.as_transport_kwargs(base_url=_BASE)
    ready = requests.Request(**given).prepare()
    address = str(ready.url).removeprefix(_BASE)
    body = ready.body or b""
    headers = {
        name: value
        for name, value in ready.headers.items()
        if name.lower() in {"content-type", "idempotency-key"}
    }
    return Strange(
        case.method,
        address,
        headers,
        body if isinstance(body, bytes) else str(body).encode("utf-8", "replace"),
    )


def _bare(path: str) -> str:
    return re.sub(r"[:{]\w+}?", "{}", path)
