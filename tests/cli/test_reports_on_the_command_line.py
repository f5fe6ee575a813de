"""`fedcop moderation`: the same verbs as the pages."""

import re

from tests.cli.rig import fedcop
from tests.corpus import ROOT


def test_rules_are_added_and_listed(node):
    assert fedcop(node, "moderation", "add-rule", "Be kind.", "--hint", "Always.").code == 0
    assert fedcop(node, "moderation", "add-rule", "No advertising.").code == 0
    listed = fedcop(node, "moderation", "rules", "--json").items
    assert [(one["number"], one["rule"]) for one in listed] == [
        (1, "Be kind."),
        (2, "No advertising."),
    ]
    said = fedcop(node, "moderation", "resolve", "1", "--act", "dismiss", "--rule", "3")
    assert said.code == 1
    assert "rule: there are 2" in said.err


def test_what_is_not_there_is_said_in_one_line(node):
    for words in (("report", "1"), ("lift", "1"), ("link", "1")):
        said = fedcop(node, "moderation", *words)
        assert said.code == 1
        assert "There is no such" in said.err
    for listing in ("reports", "appeals", "log"):
        assert fedcop(node, "moderation", listing, "--json").items == []


def test_each_command_of_the_page_is_one_of_ours(node):
    page = (ROOT / "docs/how-to/moderate.md").read_text("utf-8")
    found = set(re.findall(r"^fedcop (moderation [a-z-]+|user [a-z-]+)", page, re.MULTILINE))
    assert len(found) >= 8
    for words in found:
        said = fedcop(node, *words.split(), "--help")
        assert said.code == 0, words
        assert "Usage" in said.out
