"""What a person recommends is shown on both nodes, for one revision, until it is taken back."""

import orjson

from fedcop.community import reactions, recommending
from fedcop.community.perform import perform
from fedcop.community.practice import endorsing
from tests.builders import make_person
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, join, refused
from tests.practice import publish, revise
from tests.reviewing import pin_of, standing_of

WHY = "It halved what <we> lose & find at night.\nTry it."


async def written_by(pair, scene):
    """Mira's practice in ana's community, and rita of mira's node, who is a member."""
    home, away = pair
    _, lab, mira, known = scene
    rita = await make_person(away.store, "rita")
    await join(rita, away, lab, home)
    post = await publish(away.store, mira, known.id)
    assert refused(await exchange(home, away)) == []
    return rita, post


async def liked(side, uri):
    found = await standing_of(side.store, uri)
    assert found.endorsed == ()
    return [(one.endorser.uri, one.number, one.words) for one in found.liked_by]


async def test_it_goes_to_the_author_and_comes_back_by_the_community(pair, scene):
    home, away = pair
    ana, _, _, _ = scene
    rita, post = await written_by(pair, scene)
    pin = await pin_of(home.store, post.uri)
    await perform(home.store, recommending.commend, ana, pin, WHY)
    await perform(away.store, recommending.commend, rita, pin, "Yes.")
    assert refused(await exchange(home, away)) == []
    expected = {(ana.uri, 1, WHY), (rita.uri, 1, "Yes.")}
    for side in pair:
        assert set(await liked(side, post.uri)) == expected
        assert (await side.post(post.uri)).likes == 2
        kept = await endorsing.list_of(side.store, post.uri)
        assert all(one.row.document for one in kept)


async def test_an_edit_is_recommended_nowhere(pair, scene):
    home, away = pair
    ana, _, mira, _ = scene
    _, post = await written_by(pair, scene)
    await perform(home.store, recommending.commend, ana, await pin_of(home.store, post.uri), "Yes.")
    await exchange(home, away)
    await revise(away.store, mira, post, source="Stand wherever you like.")
    assert refused(await exchange(home, away)) == []
    for side in pair:
        found = await standing_of(side.store, post.uri)
        assert (found.number, [one.number for one in found.liked_by]) == (2, [1])


async def test_it_is_taken_back_on_both(pair, scene):
    home, away = pair
    ana, _, _, _ = scene
    _, post = await written_by(pair, scene)
    pin = await pin_of(home.store, post.uri)
    await perform(home.store, recommending.commend, ana, pin, "Yes.")
    await exchange(home, away)
    await perform(home.store, reactions.unlike, ana, (await home.post(post.uri)).id)
    assert refused(await exchange(home, away)) == []
    for side in pair:
        assert await liked(side, post.uri) == []
        assert (await side.post(post.uri)).likes == 0


async def test_what_it_says_elsewhere_is_text_and_short(pair, scene):
    home, away = pair
    ana, _, _, _ = scene
    _, post = await written_by(pair, scene)
    pin = await pin_of(home.store, post.uri)
    await perform(home.store, recommending.commend, ana, pin, "Yes.")
    told = next(one for one in await tell(home.store) if one.kind == "Like")
    assert told.plain["content"] == "<p>Yes.</p>"
    assert (told.plain["cop:revision"], told.plain["cop:digest"]) == (1, pin.digest)
    rude = {key: value for key, value in told.plain.items() if key != "proof"}
    rude["content"] = "<p>Yes <script>x()</script><img src=x onerror=y></p>" + "<p>a</p>" * 9000
    assert await away.node.deliver(orjson.loads(orjson.dumps(rude)), ana.uri) == 202
    await away.node.processor.drain()
    [(_, _, words)] = await liked(away, post.uri)
    assert "<" not in words
    assert words.startswith("Yes")
    assert len(words) <= recommending.LONGEST


async def test_a_group_or_the_author_does_not_recommend_by_a_like(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    post = await publish(away.store, mira, known.id)
    assert refused(await exchange(home, away)) == []
    pin = await pin_of(home.store, post.uri)
    for number, who in enumerate((lab.uri, ana.uri.replace("/u/ana", "/u/none"))):
        like = {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{home.store.uris.origin}/activities/{number}-like",
            "type": "Like",
            "actor": who,
            "object": post.uri,
            "content": "We do.",
            "cop:revision": 1,
            "cop:digest": pin.digest,
        }
        await away.node.deliver(like, who)
        await away.node.processor.drain()
    assert await liked(away, post.uri) == []
    own = await publish(home.store, ana, lab.id)
    await exchange(home, away)
    there = await pin_of(away.store, own.uri)
    like = {**like, "actor": ana.uri, "object": own.uri, "cop:digest": there.digest}
    await away.node.deliver(like, ana.uri)
    await away.node.processor.drain()
    assert await liked(away, own.uri) == []
