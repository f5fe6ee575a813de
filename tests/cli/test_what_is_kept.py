"""`fedcop privacy`: what was asked, and how long what is kept."""

from tests.cli.rig import PASSWORD, fedcop


def test_a_deletion_leaves_a_receipt(node):
    typed = f"{PASSWORD}\n"
    assert fedcop(node, "user", "create", "maya", "--password-stdin", typed=typed).code == 0
    assert fedcop(node, "privacy", "receipt", "maya").code == 1
    assert fedcop(node, "user", "erase", "maya", "--yes").code == 0
    [asked] = fedcop(node, "privacy", "requests", "--json").items
    assert (asked["whom"], asked["what"], asked["state"]) == ("maya", "erase", "running")
    [receipt] = fedcop(node, "privacy", "receipt", "@maya", "--json").items
    assert receipt["servers"] == 0
    assert "account: 1" in receipt["went"]


def test_rules_are_shown_decided_and_applied(node):
    rules = fedcop(node, "privacy", "rules", "--json").items
    assert {one["rule"]: one["days"] for one in rules}["notices"] == 365
    assert fedcop(node, "privacy", "keep", "notices", "90", "--dry-run").code == 0
    assert fedcop(node, "privacy", "keep", "notices", "90", "--yes").code == 0
    assert fedcop(node, "privacy", "keep", "audit", "3", "--yes").code == 1
    rules = fedcop(node, "privacy", "rules", "--json").items
    assert {one["rule"]: one["days"] for one in rules}["notices"] == 90
    seen = fedcop(node, "privacy", "apply", "--dry-run", "--json").items
    assert {"rule": "notices", "would go": 0, "event": "item"} in seen
    done = fedcop(node, "privacy", "apply", "--json").items
    assert {one["rule"]: one["gone"] for one in done}["notices"] == 0
