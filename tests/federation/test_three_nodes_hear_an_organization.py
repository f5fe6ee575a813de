"""What an organization recommends is known on every node of a community, whoever is its home."""

from fedcop.community.perform import perform
from fedcop.community.practice import endorsing
from fedcop.community.practice.endorsing import Word
from tests.builders import make_person
from tests.federation.pair import exchange_all, join, refused
from tests.practice import publish
from tests.reviewing import pin_of, standing_of


async def test_members_hear_what_the_organization_of_another_node_says(pair, scene, third):
    home, away = pair
    ana, lab, mira, _ = scene
    zoe = await make_person(third.store, "zoe")
    await join(zoe, third, lab, home)
    post = await publish(home.store, ana, lab.id)
    await exchange_all(home, away, third)
    organization = await away.known(away.store.uris.organization())
    pin = await pin_of(away.store, post.uri)
    await perform(away.store, endorsing.keep, Word(organization, mira, "With us too."), pin)
    assert refused(await exchange_all(home, away, third)) == []
    for side in (home, away, third):
        (said,) = (await standing_of(side.store, post.uri)).endorsed
        assert (said.endorser.uri, said.words) == (organization.uri, "With us too.")
    await perform(away.store, endorsing.withdraw, Word(organization, mira), pin)
    assert refused(await exchange_all(home, away, third)) == []
    for side in (home, away, third):
        assert (await standing_of(side.store, post.uri)).endorsed == ()
