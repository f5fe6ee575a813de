"""A node that we get to know says who runs it, and what comes from there bears that name."""

from fedcop import clock
from fedcop.activitypub.vocabulary import Object
from fedcop.community.perform import perform
from fedcop.federation.remote import peers
from fedcop.federation.remote.practice.owned import of_its_own
from fedcop.store.queries import actors
from fedcop.store.statements import Statement


async def _forget(unit, host):
    unit.add(
        Statement("UPDATE peer SET learned = ? WHERE host = ?", (clock.now_ms() - 10**9, host))
    )


async def test_its_organization_is_known_by_its_name(pair):
    home, away = pair
    await perform(away.store, _forget, home.host)
    assert await peers.learn(away.node.reach, home.host)
    uri = home.store.uris.organization()
    known = await actors.find_actor_by_uri(away.store, uri)
    assert known is not None
    assert known.display == (await actors.find_actor_by_uri(home.store, uri)).display
    assert (known.kind, known.local) == ("Organization", 0)


async def test_a_node_that_names_that_of_another_is_not_believed(pair):
    home, away = pair
    await peers._get_to_know(away.node.reach, home.host, "https://elsewhere.example/o")
    assert await actors.find_actor_by_uri(away.store, "https://elsewhere.example/o") is None
    assert "https://elsewhere.example/o" not in away.line.asked


def test_nobody_writes_for_the_organization_of_another_node():
    written = Object("Note", "https://a.example/n/1", attributed_to=("https://a.example/u/1",))
    assert of_its_own(written, "https://a.example/o") == "https://a.example/o"
    for other in (
        "https://b.example/o",
        "javascript:alert(1)",
        7,
        None,
        "https://a.example/" + "o" * 3000,
    ):
        assert of_its_own(written, other) == ""
