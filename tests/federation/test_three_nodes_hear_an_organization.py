"""What an organization recommends is known on every node of a community, whoever is its home."""

from dataclasses import replace

import orjson

from fedcop.community.perform import perform
from fedcop.community.practice import endorsing
from fedcop.community.practice.endorsing import Word
from tests.builders import make_person
from tests.federation.outbox.telling import tell
from tests.federation.pair import deliver, exchange_all, join, refused
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


async def test_what_carries_no_proof_is_not_passed_on_and_believed_of_nobody(pair, scene, third):
    home, away = pair
    ana, lab, mira, _ = scene
    await join(await make_person(third.store, "zoe"), third, lab, home)
    post = await publish(home.store, ana, lab.id)
    await exchange_all(home, away, third)
    organization = await away.known(away.store.uris.organization())
    pin = await pin_of(away.store, post.uri)
    await perform(away.store, endorsing.keep, Word(organization, mira), pin)
    (told,) = await tell(away.store)
    bare = {name: value for name, value in told.wrapped.items() if name != "proof"}
    await deliver(home, replace(told, wrapped_bytes=orjson.dumps(bare)), organization.uri)
    assert len((await standing_of(home.store, post.uri)).endorsed) == 1  # they signed it
    assert "Announce" not in [one.kind for one in await tell(home.store)]

    await third.known(organization.uri)
    said = {"@context": bare["@context"], "type": "Announce", "actor": lab.uri, "object": bare}
    said |= {"id": f"{lab.uri}/announces/1", "to": [f"{lab.uri}/followers"]}
    await deliver(third, replace(told, wrapped_bytes=orjson.dumps(said)), lab.uri)
    assert (await standing_of(third.store, post.uri)).endorsed == ()
