"""What may be read as a document, what may be posted to an inbox, and what a reader wants."""

import pytest

from fedcop.activitypub import media_types
from tests.corpus import vector

CASES = vector("content_types.json")["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_each_recorded_type_is_read_or_not(case):
    assert media_types.is_document(case["content_type"]) is (case["expect"] == "accept")


def test_webfinger_has_its_own_types():
    assert media_types.is_jrd("application/jrd+json; charset=utf-8")
    assert media_types.is_jrd("application/json")
    assert not media_types.is_jrd("text/html")
    assert not media_types.is_jrd(media_types.ACTIVITY_JSON)


@pytest.mark.parametrize(
    "name", [media_types.ACTIVITY_JSON, media_types.LD_JSON, "application/ld+json"]
)
def test_an_inbox_takes_both_types_with_or_without_profile(name):
    assert media_types.is_inbox_body(name)


@pytest.mark.parametrize(
    "name", ["application/json", "text/plain", "", "application/activity+jsonx"]
)
def test_an_inbox_takes_no_other_type(name):
    assert not media_types.is_inbox_body(name)


def test_a_profile_may_be_one_of_several():
    assert media_types.is_document(
        'Application/LD+JSON; profile="https://example.org/x https://www.w3.org/ns/activitystreams"'
    )


PEERS = [
    media_types.ACCEPT,
    media_types.ACTIVITY_JSON,
    media_types.LD_JSON,
    "application/json",
    "application/activity+json, */*",
    "text/html;q=0.1, application/activity+json;q=0.9",
    f"{media_types.ACCEPT}, text/html;q=0.1",
]
PEOPLE = [
    "",
    "*/*",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html, application/activity+json;q=0.5",
    "application/activity+json;q=0",
    "application/activity+json;q=x",
    "image/png",
]


@pytest.mark.parametrize("accept", PEERS)
def test_peers_get_activitypub(accept):
    assert media_types.wants_activity(accept)


@pytest.mark.parametrize("accept", PEOPLE)
def test_people_get_a_page(accept):
    assert not media_types.wants_activity(accept)
