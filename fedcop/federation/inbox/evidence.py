"""The bytes that prove what an artifact said: kept, so that it stays citable without its origin."""

from dataclasses import replace
from typing import TypeVar

import orjson

from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice.parts import ArtifactPart
from fedcop.federation.inbox.arrival import Arrival

T = TypeVar("T", Draft, Edit)


def with_evidence(arrival: Arrival, said: T) -> T:
    """Let an artifact keep the activity it came in, where that proves itself."""
    raw = arrival.raw
    if not isinstance(said.practice, ArtifactPart) or raw is None or "proof" not in raw:
        return said
    return replace(said, practice=replace(said.practice, document=orjson.dumps(raw)))
