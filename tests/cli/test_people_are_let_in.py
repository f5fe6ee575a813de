"""People are invited, let in or refused by an operator, and get a link for a lost password."""

import asyncio

import pytest

from fedcop import settings as house
from fedcop.assembly import open_store
from fedcop.community.joining import newcomers
from fedcop.community.joining.newcomers import Wish
from fedcop.community.options import Options
from fedcop.community.perform import perform
from tests.builders import PASSWORD_HASH
from tests.cli.rig import ORIGIN, PASSWORD, fedcop, init


async def _ask(config, *names) -> None:
    """Somebody asks for an account."""
    settings = house.load(config)
    store = await open_store(settings, beside=True)
    try:
        for name in names:
            wish = Wish(name, reason="I know Kwame.", password_hash=PASSWORD_HASH)
            terms = await newcomers.terms_for(store, settings, Options(), wish)
            await perform(store, newcomers.ask, wish, terms, Options(), ())
    finally:
        await store.close()


def test_whoever_asks_is_let_in_or_refused(node) -> None:
    asyncio.run(_ask(node, "maya", "spammer"))
    waiting = fedcop(node, "user", "waiting", "--json").items
    assert [(one["name"], one["reason"]) for one in waiting] == [
        ("maya", "I know Kwame."),
        ("spammer", "I know Kwame."),
    ]
    assert fedcop(node, "user", "approve", "maya", "--words", "Welcome!").code == 0
    assert fedcop(node, "user", "refuse", "spammer", "--words", "No.").code == 0
    assert fedcop(node, "user", "waiting", "--json").items == []
    names = [one["name"] for one in fedcop(node, "user", "list", "--json").items]
    assert sorted(names) == ["kwame", "maya"]
    again = fedcop(node, "user", "approve", "maya")
    assert (again.code, "nobody called maya waits" in again.err) == (1, True)


def test_an_invitation_and_a_link_for_a_lost_password_are_shown_once(node) -> None:
    words = ("--uses", "20", "--days", "14", "--note", "Ward 7")
    [made] = fedcop(node, "user", "invite", *words, "--json").items
    assert made["link"].startswith(f"{ORIGIN}/invite/")
    assert fedcop(node, "user", "invite", "--community", "nowhere").code == 1
    [link] = fedcop(node, "user", "reset-link", "kwame", "--json").items
    assert link["link"].startswith(f"{ORIGIN}/password/reset/")
    assert fedcop(node, "user", "reset-link", "nobody").code == 1


@pytest.mark.parametrize("mode", ["open", "invitation"])
def test_init_makes_the_first_community_and_says_who_may_join(tmp_path, mode) -> None:
    config = tmp_path / "fedcop.toml"
    words = ("--community", "handovers", "--community-domain", "Handing over.", "--json")
    said = init(config, "--registrations", mode, "--languages", "en,de", *words)
    assert said.code == 0
    assert 'languages = ["en","de"]' in config.read_text("utf-8")
    shown = fedcop(config, "community", "list", "--json").items
    assert [one["handle"].partition("@")[0] or one["handle"][1:10] for one in shown] == [
        "handovers"
    ]


def test_init_offers_a_browser_the_rest(tmp_path) -> None:
    config = tmp_path / "fedcop.toml"
    said = fedcop(config, "init", "--origin", ORIGIN, "--browser", "--json", typed=PASSWORD)
    assert said.code == 0
    assert said.items[-1]["link"].startswith(f"{ORIGIN}/setup/")
    assert fedcop(config, "user", "list", "--json").items == []
    assert init(config).code == 0
    assert (
        "owner already"
        in fedcop(config, "init", "--browser").out + fedcop(config, "init", "--browser").err
    )
