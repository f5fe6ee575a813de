"""Who may read what arrives, and which community it speaks to: the shapes of each peer."""

import json

import pytest

from fedcop.activitypub import audience, reading
from fedcop.activitypub.vocabulary import PUBLIC, Activity, Object
from fedcop.values import Audience
from tests.corpus import CORPUS, needs_corpus

GROUP = "https://forge.example/groups/lab"
MEMBERS = f"{GROUP}/followers"
MIRA = "https://atlas.example/users/mira"
OLU = "https://tern.example/users/olu"
FOLLOWERS = f"{MIRA}/followers"

SHAPES = [
    ("lemmy 1.0, fedcop", [GROUP, PUBLIC], [], Audience.PUBLIC),
    ("lemmy 0.19 comment", [PUBLIC], [GROUP, OLU], Audience.PUBLIC),
    ("piefed comment", [PUBLIC, OLU], [GROUP, FOLLOWERS], Audience.PUBLIC),
    ("mastodon public", [PUBLIC], [FOLLOWERS, GROUP], Audience.PUBLIC),
    ("mastodon unlisted", [FOLLOWERS], [PUBLIC, GROUP], Audience.UNLISTED),
    ("nodebb announce", [MEMBERS], [MIRA, PUBLIC], Audience.UNLISTED),
    ("mastodon followers", [FOLLOWERS], [], Audience.FOLLOWERS),
    ("followers and a mention of the group", [FOLLOWERS], [GROUP], Audience.FOLLOWERS),
    ("mastodon direct", [OLU], [], Audience.NAMED),
    ("lemmy private group", [GROUP, MEMBERS], [], Audience.MEMBERS),
    ("mobilizon discussion", [MEMBERS], [], Audience.MEMBERS),
    ("members and followers", [FOLLOWERS], [MEMBERS], Audience.MEMBERS),
    ("lemmy vote", [], [], Audience.NAMED),
]


@pytest.mark.parametrize(("name", "to", "cc", "expected"), SHAPES, ids=[s[0] for s in SHAPES])
def test_each_way_of_addressing_has_one_audience(name, to, cc, expected):
    assert audience.audience_of(to, cc, FOLLOWERS, {MEMBERS}) is expected


@pytest.mark.parametrize("spelling", [PUBLIC, "as:Public", "Public"])
def test_public_is_known_in_all_three_spellings(spelling):
    assert audience.is_public(spelling)
    assert audience.audience_of([spelling], [], None, frozenset()) is Audience.PUBLIC


def test_an_author_without_followers_collection_addresses_only_the_named():
    assert audience.audience_of([OLU], [], None, frozenset()) is Audience.NAMED


def test_what_is_carried_says_to_whom_and_else_the_activity():
    note = Object("Note", to=(OLU,))
    assert audience.addressing(Activity("Create", objects=(note,), to=(PUBLIC,))) == ((OLU,), ())
    bare = Activity("Create", objects=(Object("Note"),), to=(PUBLIC,), cc=(OLU,))
    assert audience.addressing(bare) == ((PUBLIC,), (OLU,))


def test_blind_recipients_are_seen_at_any_depth():
    note = {"type": "Note", "bcc": [OLU]}
    create = {"type": "Create", "object": note}
    assert audience.names_blind(reading.read({"type": "Announce", "object": create}))
    assert not audience.names_blind(reading.read({"type": "Announce", "object": MIRA}))


def test_the_community_is_looked_for_in_audience_then_addresses_then_the_channel():
    note = Object(
        "Note", audience=(f"{GROUP}/b",), cc=(f"{GROUP}/d",), attributed_groups=(f"{GROUP}/e",)
    )
    create = Activity(
        "Create", audience=(f"{GROUP}/a",), to=(PUBLIC, f"{GROUP}/c"), objects=(note,)
    )
    assert audience.communities_named(create) == tuple(f"{GROUP}/{letter}" for letter in "abcde")


def test_public_and_collections_of_followers_are_no_communities():
    note = Object("Note", to=(PUBLIC, FOLLOWERS, GROUP, GROUP))
    assert audience.communities_named(note) == (GROUP,)


def test_the_target_of_a_ban_names_the_community():
    assert audience.communities_named(Activity("Block", target=GROUP)) == (GROUP,)


PEERS = {
    "lemmy/lemmy-main__activities__community__announce_create_page.json": "/c/main",
    "friendica/lemmy-main__activities__create_page_2.json": "/c/testcom",
    "discourse/discourse-ap__case_1__received_3.json": "/category/30",
    "lotide/lemmy-main__activities__create_page.json": "/communities/1",
}


@needs_corpus
@pytest.mark.parametrize("name", PEERS)
def test_the_community_comes_first_in_documents_of_peers(name):
    path = CORPUS / "peers" / name
    activity = reading.read(json.loads(path.read_text(encoding="utf-8")))
    assert audience.communities_named(activity)[0].endswith(PEERS[name])
