"""When two hosts are the same, which rule covers which host, and which names we take."""

import pytest

from fedcop.errors import Malformed
from fedcop.values import (
    Handle,
    host_is,
    host_matches,
    host_of,
    is_remote_username,
    is_username,
    normalise_host,
)
from tests.corpus import vector

RULES = vector("domain_match.json")["cases"]
HANDLES = vector("handles.json")["cases"]


@pytest.mark.parametrize("case", RULES, ids=lambda case: case["id"])
def test_each_recorded_rule_covers_what_it_should(case):
    covers = host_matches if case["list"] == "block" else host_is
    assert covers(case["host"], case["rule"]) is case["matches"]


@pytest.mark.parametrize("case", HANDLES, ids=lambda case: case["id"])
def test_each_recorded_name_is_taken_or_not(case):
    assert is_remote_username(case["name"]) is case["valid"]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("A.Example.", "a.example"),
        ("a.example:443", "a.example"),
        ("a.example:8443", "a.example:8443"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("[::1]:8080", "[::1]:8080"),
    ],
)
def test_a_host_has_one_form(written, normal):
    assert normalise_host(written) == normal


@pytest.mark.parametrize(
    "written",
    ["", ".", "a b.example", "a/../b", "a@b.example", "a.example:x", "a.example:٣", "<a>"],
)
def test_what_is_no_host_is_refused(written):
    with pytest.raises(Malformed):
        normalise_host(written)


@pytest.mark.parametrize(
    "uri", ["https://cop.example@evil.example/", "mailto:a@b", "/a", "https://["]
)
def test_a_uri_without_a_plain_host_is_refused(uri):
    with pytest.raises(Malformed):
        host_of(uri)


@pytest.mark.parametrize(
    "text",
    ["@mira@Atlas.example", "mira@atlas.example", "acct:mira@atlas.example", "!mira@atlas.example"],
)
def test_a_handle_is_read_in_each_spelling(text):
    assert Handle.read(text) == Handle("mira", "atlas.example")


def test_handles_are_compared_without_case_and_shown_with_it():
    one, other = Handle.read("@Mira@atlas.example"), Handle.read("@mira@ATLAS.example")
    assert one.key == other.key
    assert str(one) == "@Mira@atlas.example"


def test_a_rule_for_an_address_covers_its_ports_and_nothing_else():
    assert host_matches("[::1]:8080", "[::1]")
    assert not host_matches("[::2]", "[::1]")


def test_local_names_are_narrower_than_remote_ones():
    assert is_username("mira_1")
    assert not is_username("Mira")
    assert is_remote_username("Mira.k-1")
