import pytest

from fedcop import uris
from fedcop.uris import Local, Uris

OURS = Uris("https://cop.example")
HERE = Uris("http://northwind.localhost:8001")


@pytest.mark.parametrize(
    ("minted", "path", "read"),
    [
        (OURS.person("ada"), "/u/ada", Local("person", name="ada")),
        (OURS.community("weavers"), "/c/weavers", Local("community", name="weavers")),
        (OURS.organization(), "/o", Local("organization")),
        (OURS.node_actor(), "/actor", Local("node")),
        (OURS.shared_inbox(), "/inbox", Local("inbox")),
        (OURS.note(17), "/n/17", Local("note", id=17)),
        (OURS.artifact(17), "/a/17", Local("artifact", id=17)),
        (OURS.revision(17, 7), "/a/17/r/7", Local("artifact", id=17, part="r/7")),
        (OURS.meeting(17), "/e/17", Local("meeting", id=17)),
        (OURS.thread(17), "/t/17", Local("thread", id=17)),
        (OURS.activity(17), "/activities/17", Local("activity", name="17")),
        (OURS.activity("17-accept"), "/activities/17-accept", Local("activity", name="17-accept")),
        (
            uris.inbox(OURS.person("ada")),
            "/u/ada/inbox",
            Local("person", name="ada", part="inbox"),
        ),
        (uris.outbox(OURS.organization()), "/o/outbox", Local("organization", part="outbox")),
        (
            uris.followers(OURS.community("weavers")),
            "/c/weavers/followers",
            Local("community", name="weavers", part="followers"),
        ),
        (uris.following(OURS.node_actor()), "/actor/following", Local("node", part="following")),
        (
            uris.featured(OURS.community("w")),
            "/c/w/featured",
            Local("community", name="w", part="featured"),
        ),
        (
            uris.moderators(OURS.community("w")),
            "/c/w/moderators",
            Local("community", name="w", part="moderators"),
        ),
        (
            uris.members(OURS.community("w")),
            "/c/w/members",
            Local("community", name="w", part="members"),
        ),
        (uris.replies(OURS.note(17)), "/n/17/replies", Local("note", id=17, part="replies")),
        (
            uris.main_key(OURS.person("ada")),
            "/u/ada#main-key",
            Local("person", name="ada", part="#main-key"),
        ),
        (
            uris.ed25519_key(OURS.node_actor()),
            "/actor#ed25519-key",
            Local("node", part="#ed25519-key"),
        ),
        (uris.create_of(OURS.note(17)), "/n/17#create", Local("note", id=17, part="#create")),
    ],
)
def test_what_we_mint_we_recognise(minted, path, read):
    assert minted == f"https://cop.example{path}"
    assert OURS.recognise(minted) == read
    assert OURS.is_local(minted)
    assert HERE.recognise(f"{HERE.origin}{path}") == read


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://cop.example",
        "https://cop.example/",
        "http://cop.example/u/ada",
        "https://cop.example:443/u/ada",
        "https://COP.example/u/ada",
        "https://cop.example.evil.example/u/ada",
        "https://cop.example@evil.example/u/ada",
        "https://cop.example:8443/u/ada",
        "https://evil.example/https://cop.example/u/ada",
        "https://cop.example/u/",
        "https://cop.example/u/ada/",
        "https://cop.example/u//ada",
        "https://cop.example//u/ada",
        "https://cop.example/u/Ada",
        "https://cop.example/u/a%64a",
        "https://cop.example/u/ada?page=1",
        "https://cop.example/u/../u/ada",
        "https://cop.example/u/ada/../bob",
        "https://cop.example/u/ada\n",
        "https://cop.example/n/0",
        "https://cop.example/n/017",
        "https://cop.example/n/-17",
        "https://cop.example/n/\u0661\u0667",
        "https://cop.example/n/9223372036854775808",
        "https://cop.example/n/" + "9" * 20,
        "https://cop.example/n/17#",
        "https://cop.example/n/17#create#again",
        "https://cop.example/n/17/replies#create",
        "https://cop.example/activities/17/more",
        "https://cop.example/about",
    ],
)
def test_what_we_never_mint_is_not_ours(uri):
    assert OURS.recognise(uri) is None


@pytest.mark.parametrize(
    ("uri", "local"),
    [
        ("https://cop.example", True),
        ("https://cop.example/anything", True),
        ("https://cop.example.evil.example/", False),
        ("https://cop.example:8443/", False),
        ("http://cop.example/", False),
        ("https://other.example/", False),
    ],
)
def test_local_is_what_has_exactly_our_origin(uri, local):
    assert OURS.is_local(uri) is local


@pytest.mark.parametrize(
    ("uri", "ours"),
    [
        ("https://cop.example/u/ada", True),
        ("https://COP.example./u/ada", True),
        ("http://cop.example:443/u/ada", True),
        ("https://cop.example:8443/", False),
        ("https://cop.example.evil.example/", False),
        ("https://cop.example@evil.example/", False),
        ("no uri at all", False),
    ],
)
def test_our_host_is_recognised_however_it_is_written(uri, ours):
    assert OURS.names_our_host(uri) is ours


def test_a_port_is_part_of_a_loopback_host():
    assert HERE.names_our_host("http://Northwind.localhost:8001/u/ada")
    assert not HERE.names_our_host("http://northwind.localhost:8002/u/ada")


def test_hashtags_are_quoted():
    assert OURS.hashtag("#Köln") == "https://cop.example/tags/k%C3%B6ln"
    assert OURS.hashtag("a/b") == "https://cop.example/tags/a%2Fb"


def test_the_node_describes_itself_by_version():
    assert OURS.nodeinfo("2.1") == "https://cop.example/nodeinfo/2.1"
