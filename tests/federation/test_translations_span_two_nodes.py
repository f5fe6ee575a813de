"""The same in another language: of which revision, shown on both nodes, and what moved since."""

import pytest

from fedcop.community import adaptation_notices
from fedcop.community.events import PostWritten
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, lineage, translations
from fedcop.community.practice.parts import Origin
from fedcop.errors import Refused
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.practice import publish, revise
from tests.reviewing import endorse, pin_of
from tests.writing import count

BY = "https://creativecommons.org/licenses/by/4.0/"
BY_ND = "https://creativecommons.org/licenses/by-nd/4.0/"
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"


async def translated(store, person, original, community, **said):
    """A translation of what an artifact says now."""
    license_ = said.pop("of", BY)
    pin = said.pop("pin", None) or await pin_of(store, original.uri)
    origin = Origin(lineage.TRANSLATED, pin, title=original.title, by="Northwind", license=license_)
    given = {"title": "Übergabe in fünf Zeilen", "language": "de", **said}
    return await publish(store, person, community, origins=(origin,), **given)


async def family(side, uri):
    row = await artifacts.find(side.store, uri)
    return await translations.family_of(side.store, row)


async def test_a_translation_names_the_revision_on_both_nodes(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    original = await publish(home.store, ana, lab.id)
    await exchange(home, away)
    there = await away.post(original.uri)
    await translated(away.store, mira, there, known.id)
    told = next(one for one in await tell(away.store) if one.kind == "Create")
    pin = await pin_of(home.store, original.uri)
    assert told.plain["object"]["cop:translationOf"] == [
        {
            "id": original.uri,
            "revision": 1,
            "digest": pin.digest,
            "name": original.title,
            "by": "Northwind",
            "license": BY,
        }
    ]
    assert told.plain["object"]["content"].count("A translation of") == 1


async def test_both_nodes_know_what_is_a_translation_of_what(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    original = await publish(home.store, ana, lab.id)
    await exchange(home, away)
    german = await translated(away.store, mira, await away.post(original.uri), known.id)
    assert refused(await exchange(home, away)) == []
    await revise(home.store, ana, original, source="Stand by the door.")
    assert refused(await exchange(home, away)) == []
    for side in pair:
        expected = (original.uri, ((german.uri, 1),))
        for uri in (original.uri, german.uri):
            found = await family(side, uri)
            assert (found.original, found.translations) == expected
        row = await artifacts.find(side.store, german.uri)
        assert translations.original_of(row).number == 1
        assert (await artifacts.find(side.store, original.uri)).number == 2


async def test_who_wrote_it_and_who_translated_it_are_told(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    original = await publish(home.store, ana, lab.id)
    await exchange(home, away)
    german = await translated(away.store, mira, await away.post(original.uri), known.id)
    await exchange(home, away)
    here = await home.post(german.uri)
    event = PostWritten(here.id, here.root_id)
    await perform(home.store, adaptation_notices.hear_of_version, event)
    assert await count(home.store, "notification WHERE kind = 'translated'") == 1
    assert await count(home.store, "notification WHERE kind = 'adapted'") == 0
    await revise(home.store, ana, original, source="Stand by the door.")
    await endorse(home.store, ana, lab, original.uri, "Used for years.")
    await exchange(home, away)
    assert [one.source_uri for one in await lineage.list_derived(away.store, original.uri)] == [
        german.uri
    ]


async def test_a_licence_and_a_language_are_respected(store, pair, scene):
    home, _ = pair
    ana, lab, *_ = scene
    original = await publish(home.store, ana, lab.id)
    with pytest.raises(Refused, match="this language"):
        await translated(home.store, ana, original, lab.id, language="en-GB")
    with pytest.raises(Refused):
        await translated(home.store, ana, original, lab.id, of=BY_ND)
    with pytest.raises(Refused):
        await translated(home.store, ana, original, lab.id, of=BY_SA)
    assert (await family(home, original.uri)).translations == ()
