"""A restored node says on each page that nothing leaves it yet, and to admins how to end that."""

from fedcop.community import quarantine
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries import node_values

SAID = "is in quarantine"
HOW = "fedcop backup release"


async def test_it_is_said_until_the_node_is_released(house, monkeypatch) -> None:
    monkeypatch.setattr(quarantine, "_FRESH_SECONDS", 0.0)
    _, aiko = await house.person("aiko", role="owner")
    _, mia = await house.person("mia")
    guest = house.guest()
    assert SAID not in (await guest.get("/")).text
    unit = Unit(house.store)
    unit.add(node_values.keep_latest(quarantine.NAME, "1"))
    await unit.commit()
    for browser, path, how in (
        (guest, "/", False),
        (guest, "/communities", False),
        (guest, "/signin", False),
        (mia, "/home", False),
        (mia, "/settings", False),
        (mia, "/no-such-page", False),
        (aiko, "/home", True),
        (aiko, "/admin", True),
        (aiko, "/admin/backups", True),
    ):
        page = (await browser.get(path)).text
        assert page.count(SAID) == 1, path
        assert (HOW in page.partition("</nav>")[2].partition("<h1")[0]) is how, path
    await perform(house.store, quarantine.release)
    assert SAID not in (await mia.get("/home")).text
