"""`fedcop init`, from nothing and again; the database beside it."""

import asyncio
import stat

import pytest

from tests.cli.rig import ORIGIN, fedcop, init


def test_init_makes_settings_key_database_actors_and_an_owner(tmp_path):
    config = tmp_path / "fedcop.toml"
    said = init(config, "--json")
    assert said.code == 0
    assert said.lines[-1]["event"] == "result"
    assert said.lines[-1]["origin"] == ORIGIN
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data" / "master.key").stat().st_mode) == 0o600
    people = fedcop(config, "user", "list", "--json").items
    assert [(one["name"], one["role"]) for one in people] == [("kwame", "owner")]


def test_init_again_changes_nothing(node):
    before = node.read_bytes(), (node.parent / "data" / "master.key").read_bytes()
    said = fedcop(node, "init", "--json")
    assert said.code == 0
    assert said.items == []
    assert (node.read_bytes(), (node.parent / "data" / "master.key").read_bytes()) == before


def test_init_does_not_overwrite_what_says_something_else(node):
    said = fedcop(node, "init", "--origin", "https://other.example")
    assert said.code == 1
    assert said.err.startswith("fedcop: origin: ")


def test_init_goes_on_where_it_was_interrupted(node):
    (node.parent / "data" / "fedcop.db").unlink()
    assert fedcop(node, "init", "--json").code == 0
    assert fedcop(node, "db", "status").code == 0


def test_init_never_makes_a_second_key_for_a_node_that_has_lost_its_own(node):
    (node.parent / "data" / "master.key").unlink()
    said = fedcop(node, "init")
    assert said.code == 1
    assert "put the copy back" in said.err


@pytest.mark.parametrize("origin", ["http://cop.example", "https://cop.example/", "cop"])
def test_init_refuses_an_address_that_is_not_safe(tmp_path, origin):
    config = tmp_path / "fedcop.toml"
    said = fedcop(config, "init", "--origin", origin)
    assert said.code == 1
    assert said.err.startswith("fedcop: origin: ")
    assert not config.exists()


def test_init_wants_an_address_where_nobody_can_be_asked(tmp_path):
    said = fedcop(tmp_path / "fedcop.toml", "init", "--json")
    assert said.code == 1
    assert "--origin" in said.lines[-1]["error"]


def test_a_dry_run_of_init_makes_nothing(tmp_path):
    said = init(tmp_path / "fedcop.toml", "--dry-run")
    assert said.code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_command_without_a_node_says_what_to_do(tmp_path):
    said = fedcop(tmp_path / "fedcop.toml", "user", "list")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "`fedcop init`" in said.err


def test_an_unmigrated_database_is_named_as_such(node):
    data = node.parent / "data"
    (data / "fedcop.db").unlink()
    (data / "fedcop.db").touch()
    said = fedcop(node, "user", "list")
    assert said.code == 1
    assert "`fedcop db migrate`" in said.err
    assert fedcop(node, "db", "status").code == 1
    assert fedcop(node, "db", "migrate").code == 0
    assert fedcop(node, "db", "verify").code == 0


def test_a_word_nobody_knows_is_a_mistake_of_use(node):
    assert fedcop(node, "usr", "list").code == 2
    assert fedcop(node, "user", "create").code == 2


def test_common_options_stand_before_or_after(node):
    assert fedcop(node, "version", "--json").items == fedcop(node, "--json", "version").items


async def test_a_node_is_set_up_on_postgresql_too(tmp_path, postgresql_url):
    config = tmp_path / "fedcop.toml"
    said = await asyncio.to_thread(init, config, "--json", "--database", postgresql_url)
    assert said.code == 0
    said = await asyncio.to_thread(fedcop, config, "user", "show", "kwame", "--json")
    assert said.items[0]["role"] == "owner"
    assert (await asyncio.to_thread(fedcop, config, "federation", "queue", "--json")).code == 0
    assert (await asyncio.to_thread(fedcop, config, "federation", "peers", "--json")).code == 0
    assert (await asyncio.to_thread(fedcop, config, "federation", "verdicts", "--json")).code == 0
