"""People hear of what they are asked, what became of what they offered, and who endorsed it."""

from fedcop import clock
from fedcop.community.perform import perform
from fedcop.community.practice import invitations, lifecycle, offers, stewarding
from fedcop.community.practice.invitations import Ask
from fedcop.community.practice.offers import Reply
from fedcop.community.practice.parts import AdoptionPart
from fedcop.community.practice.shelves import Place
from fedcop.store.queries.notifications import list_told
from tests.builders import let_follow, make_community, make_person
from tests.practice import publish
from tests.reviewing import endorse, pin_of, propose
from tests.writing import echo, write


async def told(store, person):
    await echo(store)
    rows, _ = await list_told(store, person.id, 2**62, 50)
    return sorted((one.row.kind, one.row.post_id) for one in rows)


async def test_each_hears_what_concerns_them(store):
    kwame, ana, tom = [await make_person(store, name) for name in ("kwame", "ana", "tom")]
    lab = await make_community(store, kwame, "lab")
    for member in (ana, tom):
        await let_follow(store, member, lab)
    await echo(store)
    before = {one: await told(store, one) for one in (kwame, ana, tom)}

    async def new(person):
        return [one for one in await told(store, person) if one not in before[person]]

    post = await publish(store, ana, lab.id)
    offer = await propose(store, ana, lab, post)
    assert await new(kwame) == [("offered", post.id)]
    pin = await pin_of(store, post.uri)
    ask = Ask("review", pin, lab.id, "Would you?")
    row = await perform(store, invitations.invite, kwame, tom, ask)
    assert await new(tom) == [("review_asked", post.id)]
    await perform(store, invitations.answer, tom, row.id, "accepted")
    await perform(
        store, offers.answer, await offers.find(store, offer.id), Reply(kwame, "accepted")
    )
    assert await new(ana) == [("offer_answered", post.id)]
    await endorse(store, kwame, lab, post.uri, "Used for years.")
    assert await new(ana) == [("endorsed", post.id), ("offer_answered", post.id)]
    place = Place(lab, kwame, "The form has changed.")
    await perform(store, stewarding.question, place, post.uri)
    assert ("needs_review", post.id) in await new(ana)


async def test_the_day_that_passes_is_told_once(store, monkeypatch):
    kwame, ana = [await make_person(store, name) for name in ("kwame", "ana")]
    lab = await make_community(store, kwame, "lab")
    await let_follow(store, ana, lab)
    soon = clock.now_ms() + 1000
    post = await publish(store, ana, lab.id, review_by=soon)
    await endorse(store, kwame, lab, post.uri, "Used for years.")
    monkeypatch.setattr(clock, "now_ms", lambda: soon + 1)
    assert await lifecycle.keep_time(store) == 1
    assert ("needs_review", post.id) in await told(store, ana)
    assert ("needs_review", post.id) in await told(store, kwame)
    assert await lifecycle.keep_time(store) == 0


async def test_who_applies_what_is_superseded_hears_of_it(store):
    kwame, ana, tom = [await make_person(store, name) for name in ("kwame", "ana", "tom")]
    lab = await make_community(store, kwame, "lab")
    for member in (ana, tom):
        await let_follow(store, member, lab)
    old = await publish(store, ana, lab.id)
    new = await publish(store, ana, lab.id, title="Handover in four lines")
    part = AdoptionPart(await pin_of(store, old.uri), team="Ward 4")
    await write(store, tom, reply_to_id=old.id, practice=part)
    place = Place(lab, kwame, "Shorter.")
    await perform(store, stewarding.supersede, place, old.uri, new.uri)
    assert ("moved_on", old.id) in await told(store, tom)
