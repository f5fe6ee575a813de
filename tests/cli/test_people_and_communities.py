"""`fedcop user` and `fedcop community`."""

import zipfile

import orjson
import pytest

from tests.cli.rig import ORIGIN, PASSWORD, fedcop


def test_a_person_is_created_listed_and_shown(node):
    said = fedcop(node, "user", "create", "maya", "--display", "Maya", "--json")
    assert said.code == 0
    assert said.items[0]["uri"] == f"{ORIGIN}/u/maya"
    assert len(said.items[0]["password"]) >= 12
    names = [one["name"] for one in fedcop(node, "user", "list", "--json").items]
    assert names == ["kwame", "maya"]
    shown = fedcop(node, "user", "show", "maya", "--json").items[0]
    assert (shown["display"], shown["role"], shown["communities"]) == ("Maya", "member", [])


def test_a_password_from_standard_input_is_not_shown(node):
    words = ("user", "create", "maya", "--password-stdin", "--json")
    said = fedcop(node, *words, typed=f"{PASSWORD}\n")
    assert said.items[0]["password"] == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("kwame",), "taken"),
        (("Maya",), "small letters"),
        (("admin",), "kept"),
        (("maya", "--email", "nobody"), "no mail address"),
    ],
)
def test_a_person_who_cannot_be_is_refused_in_one_line(node, words, why):
    said = fedcop(node, "user", "create", *words)
    assert said.code == 1
    assert why in said.err
    assert said.err.count("\n") == 1


def test_a_short_password_is_refused(node):
    said = fedcop(node, "user", "create", "maya", "--password-stdin", typed="short\n")
    assert said.code == 1
    assert "password" in said.err


def test_a_person_is_given_another_password_and_let_in_or_not(node):
    said = fedcop(node, "user", "password", "kwame", "--json").items[0]
    assert len(said["password"]) >= 12
    typed = fedcop(node, "user", "password", "kwame", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (typed.code, PASSWORD in typed.out) == (0, False)
    last = fedcop(node, "user", "disable", "kwame")
    assert (last.code, "last owner" in last.err) == (1, True)
    assert fedcop(node, "user", "set-role", "kwame", "member").code == 1
    assert fedcop(node, "user", "create", "ada", "--role", "owner").code == 0
    assert fedcop(node, "user", "disable", "kwame").code == 0
    assert fedcop(node, "user", "show", "kwame", "--json").items[0]["state"] == "disabled"
    assert fedcop(node, "user", "enable", "kwame").code == 0
    assert fedcop(node, "user", "show", "kwame", "--json").items[0]["state"] == "active"
    held = fedcop(node, "user", "suspend", "kwame", "--reason", "Sold medicine.", "--yes")
    assert (held.code, "An owner cannot be" in held.err) == (1, True)
    missing = fedcop(node, "user", "disable", "nobody")
    assert missing.code == 1
    assert "nobody here is called nobody" in missing.err


def test_a_dry_run_creates_nobody(node):
    assert fedcop(node, "user", "create", "maya", "--dry-run").code == 0
    assert len(fedcop(node, "user", "list", "--json").items) == 1
    assert fedcop(node, "user", "create", "kwame", "--dry-run").code == 1


def test_nobody_of_a_name_is_said_so(node):
    said = fedcop(node, "user", "show", "nobody", "--json")
    assert said.code == 1
    assert "nobody here is called" in said.lines[-1]["error"]


def test_a_community_is_founded_listed_and_shown(node, tmp_path):
    charter = tmp_path / "charter.md"
    charter.write_text("**Be kind.**")
    words = ("--founder", "kwame", "--title", "Safer Handovers", "--charter", str(charter))
    said = fedcop(node, "community", "create", "handovers", *words, "--json")
    assert said.code == 0
    listed = fedcop(node, "community", "list", "--json").items
    assert [(one["handle"], one["members"]) for one in listed] == [("@handovers", 1)]
    shown = fedcop(node, "community", "show", "handovers", "--json").items[0]
    assert (shown["title"], shown["state"]) == ("Safer Handovers", "active")
    owner = fedcop(node, "user", "show", "kwame", "--json").items[0]
    assert owner["communities"] == ["@handovers"]


def test_a_community_without_a_founder_is_refused(node):
    said = fedcop(node, "community", "create", "handovers", "--founder", "nobody")
    assert said.code == 1
    assert said.err.startswith("fedcop: founder: ")


def test_a_community_nobody_knows_is_said_so(node):
    for verb in ("show", "approve"):
        said = fedcop(node, "community", verb, "nothing")
        assert said.code == 1
        assert "none is called" in said.err


def test_no_communities_wait_or_are_known_elsewhere(node):
    assert fedcop(node, "community", "list", "--waiting", "--json").items == []
    assert fedcop(node, "community", "list", "--remote", "--json").items == []


def test_whoever_lost_their_second_factor_is_let_in_again(node):
    said = fedcop(node, "user", "reset-auth", "kwame", "--json")
    assert said.code == 0
    entry = fedcop(node, "audit", "--json").items[0]
    assert (entry["act"], entry["subject"]) == ("reset-auth", "kwame")
    assert fedcop(node, "user", "reset-auth", "nobody").code == 1


def test_what_the_organization_says_is_written_shown_and_taken_back(node, tmp_path):
    file = tmp_path / "imprint.md"
    file.write_text("**Example**, Main Street 1")
    assert fedcop(node, "text", "set", "imprint", str(file)).code == 0
    assert fedcop(node, "text", "show", "imprint", "--json").items[0]["source"] == file.read_text()
    listed = {one["text"]: one["state"] for one in fedcop(node, "text", "list", "--json").items}
    assert listed == {
        "privacy": "draft",
        "terms": "draft",
        "conduct": "draft",
        "imprint": "written",
        "accessibility": "draft",
    }
    assert fedcop(node, "text", "reset", "imprint").code == 0
    assert fedcop(node, "text", "show", "imprint", "--json").items[0]["source"] == ""
    file.write_bytes(b"\xff\xfe")
    said = fedcop(node, "text", "set", "imprint", str(file))
    assert said.code == 1
    assert "is no text in UTF-8" in said.err


def test_all_that_is_kept_of_a_person_is_written_to_a_file(node, tmp_path):
    file = tmp_path / "kwame.zip"
    assert fedcop(node, "--dry-run", "user", "export", "kwame", "--to", str(file)).code == 0
    assert not file.exists()
    said = fedcop(node, "user", "export", "@kwame", "--to", str(file))
    assert (said.code, file.stat().st_mode & 0o077) == (0, 0)
    with zipfile.ZipFile(file) as kept:
        assert kept.testzip() is None
        assert orjson.loads(kept.read("data/account.jsonl"))["role"] == "owner"
    assert fedcop(node, "user", "export", "nobody").code == 1


def test_a_person_is_forgotten(node):
    assert (
        fedcop(node, "user", "create", "maya", "--password-stdin", typed=f"{PASSWORD}\n").code == 0
    )
    seen = fedcop(node, "--dry-run", "user", "erase", "maya")
    assert (seen.code, "servers told" in seen.out) == (0, True)
    assert fedcop(node, "user", "erase", "maya").code == 4
    assert fedcop(node, "user", "erase", "maya", "--yes", "--keep-works").code == 0
    assert "disabled" in fedcop(node, "user", "show", "maya").out
    last = fedcop(node, "user", "erase", "kwame", "--yes")
    assert (last.code, "last owner" in last.err) == (1, True)


def test_a_community_that_nobody_looks_after_gets_a_steward(node):
    for name in ("maya", "ben"):
        typed = f"{PASSWORD}\n"
        assert fedcop(node, "user", "create", name, "--password-stdin", typed=typed).code == 0
    words = ("community", "create", "weavers", "--founder", "maya", "--locked")
    assert fedcop(node, *words).code == 0
    said = fedcop(node, "community", "add-steward", "weavers", "ben")
    assert (said.code, said.out) == (0, "ben looks after weavers\n")
    assert "already" in fedcop(node, "community", "add-steward", "weavers", "ben").out
    assert "weavers" in str(fedcop(node, "user", "show", "ben", "--json").items[0]["communities"])
