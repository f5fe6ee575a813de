"""`fedcop federation`: rules about domains, what is owed, what was refused."""

import sqlite3

import pytest

from tests.cli.rig import fedcop

DAY = 86_400_000


@pytest.fixture
def peer(node):
    """A node that knows peer.example, which has not taken one activity."""
    link = sqlite3.connect(node.parent / "data" / "fedcop.db")
    link.execute(
        "INSERT INTO peer (id, host, created, software, failing_since, next_try, last_error)"
        " VALUES (1, 'peer.example', 1, 'mastodon', 5, ?, 'no connection')",
        (4 * 10**12,),
    )
    link.execute("INSERT INTO lane (id, inbox, peer_id) VALUES (7, 'https://peer.example/in', 1)")
    link.execute("UPDATE log_head SET head = 3")
    link.execute(
        "INSERT INTO lane_item (lane_id, position, key, state, tries, next_try, status, error,"
        " created) VALUES (7, 2, 'k', 4, 9, 0, 500, 'oops', 1)"
    )
    link.execute(
        "INSERT INTO refusal (slot, id, at, host, signer, activity_id, kind, status, reason)"
        " VALUES (1, 90, ?, 'peer.example', 'https://peer.example/u/x',"
        " 'https://peer.example/a/1', 'Create', 401, 'signature: it is too old')",
        (DAY,),
    )
    link.commit()
    link.close()
    return node


def test_a_domain_is_blocked_listed_and_spoken_with_again(node):
    said = fedcop(node, "federation", "block", "Evil.Example", "--yes", "--reason", "spam")
    assert said.code == 0
    listed = fedcop(node, "federation", "peers", "--json").items
    assert [(one["host"], one["rule"]) for one in listed] == [("evil.example", "block")]
    shown = fedcop(node, "federation", "peer", "evil.example", "--json").items[0]
    assert shown["rule_reason"] == "spam"
    assert fedcop(node, "federation", "unblock", "evil.example").code == 0
    assert fedcop(node, "federation", "peers", "--json").items == []


def test_blocking_wants_a_yes(node):
    said = fedcop(node, "federation", "block", "evil.example")
    assert said.code == 4
    assert fedcop(node, "federation", "peers", "--json").items == []


def test_an_allowance_takes_the_place_of_a_block(node):
    fedcop(node, "federation", "block", "peer.example", "--yes")
    assert fedcop(node, "federation", "allow", "peer.example").code == 0
    listed = fedcop(node, "federation", "peers", "--json").items
    assert [one["rule"] for one in listed] == ["allow"]


@pytest.mark.parametrize("domain", ["localhost", "cop.localhost", "nodot", "a b"])
def test_ourselves_and_what_is_no_domain_are_not_blocked(node, domain):
    assert fedcop(node, "federation", "block", domain, "--yes").code == 1


def test_what_was_never_decided_is_not_taken_back(node):
    assert fedcop(node, "federation", "unblock", "peer.example").code == 1


def test_a_peer_shows_what_it_is_still_to_have(peer):
    said = fedcop(peer, "federation", "peer", "peer.example", "--json")
    facts, lane, item = said.items
    assert (facts["software"], facts["last_error"]) == ("mastodon", "no connection")
    assert (lane["inbox"], lane["given_up"]) == ("https://peer.example/in", 1)
    assert (item["status"], item["error"]) == (500, "oops")


def test_the_queue_names_the_inbox_that_lacks_something(peer):
    lane, counts = fedcop(peer, "federation", "queue", "--json").items
    assert (lane["host"], lane["given_up"]) == ("peer.example", 1)
    assert (counts["arrived"], counts["untold"]) == (0, 0)


def test_a_retry_tries_again_what_was_given_up(peer):
    said = fedcop(peer, "federation", "retry", "peer.example", "--json")
    assert said.items[0]["items"] == 1
    lane = fedcop(peer, "federation", "queue", "--json").items[0]
    assert (lane["given_up"], lane["waiting"]) == (0, 1)


def test_a_retry_of_nobody_is_refused(node):
    assert fedcop(node, "federation", "retry", "nobody.example").code == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--refused",),
        ("--host", "peer.example"),
        ("--host", "peer.example", "--refused"),
        ("--activity", "https://peer.example/a/1"),
    ],
)
def test_a_refused_activity_is_looked_up_with_its_reason(peer, words):
    found = fedcop(peer, "federation", "verdicts", *words, "--json").items
    assert [(one["verdict"], one["reason"]) for one in found] == [
        ("refused", "signature: it is too old")
    ]


def test_a_server_that_is_not_there_fails_its_test_in_one_line(node):
    said = fedcop(node, "federation", "test", "nowhere.localhost:9")
    assert said.code == 1
    assert said.err.count("\n") == 1


def test_a_blocked_server_is_not_asked(node):
    fedcop(node, "federation", "block", "peer.example", "--yes")
    said = fedcop(node, "federation", "test", "peer.example")
    assert said.code == 1
    assert "do not speak" in said.err
