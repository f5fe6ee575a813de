"""Canonical JSON: the documents and numbers of RFC 8785, by the fast way and the other."""

import json
import struct
from base64 import b64decode
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from fedcop.activitypub import json_guard
from fedcop.digests import canonical, sha256
from fedcop.errors import Malformed
from tests.activitypub.signatures.rig import name_of, vectors
from tests.corpus import needs_corpus

SPEC = {"documents": [], "numbers": [], "invalid_numbers": [], "errors": []} | vectors(
    "jcs_spec.json"
)


def number(case: dict[str, str]) -> float:
    (value,) = struct.unpack(">d", bytes.fromhex(case["ieee_hex"]))
    return value


@needs_corpus
@pytest.mark.parametrize("case", SPEC["documents"], ids=name_of)
def test_a_document_has_the_form_of_the_rfc(case: dict[str, str]) -> None:
    assert canonical(json.loads(b64decode(case["input_b64"]))) == b64decode(case["output_b64"])


@needs_corpus
@pytest.mark.parametrize("case", SPEC["numbers"], ids=lambda case: case["ieee_hex"])
def test_a_number_has_the_form_of_the_rfc(case: dict[str, str]) -> None:
    assert canonical(number(case)) == case["expected"].encode()


@needs_corpus
@pytest.mark.parametrize("case", SPEC["invalid_numbers"], ids=lambda case: case["meaning"])
def test_a_number_without_form_is_malformed(case: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        canonical(number(case))


@needs_corpus
@pytest.mark.parametrize("case", SPEC["errors"], ids=name_of)
def test_what_is_no_i_json_is_malformed(case: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        canonical(json_guard.load(case["input"].encode()))


@pytest.mark.parametrize(
    "value",
    [
        2**53,
        {"a": [-(2**53)]},
        {"a": "\ud800"},
        {"\ud800": 1},
        {1: "a"},
        {"a": 1.5, 2: "b"},
        {"a": {1, 2}},
        b"bytes",
        float("nan"),
        {"a": float("inf")},
    ],
)
def test_what_has_no_canonical_form_is_malformed(value: object) -> None:
    with pytest.raises(Malformed, match="canonical"):
        canonical(value)


@pytest.mark.parametrize("leaf", [1, 1.5])
def test_what_is_nested_without_end_is_malformed(leaf: float) -> None:
    value: Any = leaf
    for _ in range(5000):
        value = [value]
    with pytest.raises(Malformed, match="canonical"):
        canonical(value)


def test_keys_beyond_the_basic_plane_are_sorted_by_utf_16() -> None:
    assert canonical({"\ufb33": 1, "😀": 2, "ö": 3}) == '{"ö":3,"😀":2,"\ufb33":1}'.encode()


INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | INTEGERS
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_the_fast_way_writes_what_the_slow_way_writes(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_sha256_is_sha256() -> None:
    assert sha256(b"").hex().startswith("e3b0c44298fc1c14")
