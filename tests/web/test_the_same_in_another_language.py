"""Translate this: a draft in another language, and a way from each language to the others."""

from dataclasses import replace

import pytest

from fedcop.community.practice import artifacts, lineage
from tests.builders import let_follow, make_community
from tests.library import HANDOVER, revise, share


@pytest.fixture
async def lab(house):
    """Ana's how-to in English, and tom, who is a member of its community."""
    ana, hers = await house.person("ana")
    tom, his = await house.person("tom")
    group = await make_community(house.store, ana, "lab")
    await let_follow(house.store, tom, group)
    post = await share(house.parts.reach, ana, HANDOVER, community_id=group.id)
    return ana, group, post, hers, his


async def begun(his, post, group, **fields):
    given = {"language": "de", "community": str(group.id), **fields}
    return await his.post(f"/a/{post.id}/translate", **given)


async def test_a_translation_is_begun_with_all_the_original_says(house, lab):
    _, group, post, _, his = lab
    path = f"/a/{post.id}/translate"
    assert f'href="{path}"' in (await his.get(f"/a/{post.id}")).text
    page = (await his.get(path)).text
    assert '<option value="de">Deutsch</option>' in page
    assert '<option value="en">' not in page
    for wrong in ("", "en", "<b>"):
        assert (await begun(his, post, group, language=wrong)).status_code == 422
    there = (await begun(his, post, group)).headers["location"]
    draft = (await his.get(there)).text
    assert "A translation of “Five-line night handover”" in draft
    assert '<option value="de" selected>Deutsch</option>' in draft
    assert "Say the name and the bed." in draft


async def test_each_language_leads_to_the_others(house, lab):
    ana, group, post, hers, his = lab
    there = (await begun(his, post, group)).headers["location"]
    fields = {
        "title": "Übergabe in fünf Zeilen",
        "whenToUse": "Bei jedem Schichtwechsel.",
        "language": "de",
        "license": HANDOVER.license,
        "audience": "0",
    }
    published = (await his.post(there, **fields)).headers["location"]
    row = await artifacts.get(house.store, int(published.rpartition("/")[2]))
    [origin] = artifacts.origins_of(row)
    assert (origin.relation, origin.target.uri, origin.target.number) == (
        lineage.TRANSLATED,
        post.uri,
        1,
    )
    page = (await house.guest().get(f"/a/{post.id}")).text
    assert f'<a href="{published}" hreflang="de" lang="de">Deutsch</a>' in page
    assert "(of r1, by Tom)" in page
    shorter = replace(HANDOVER, body="Shorter.")
    await revise(house.parts.reach, ana, post, shorter)
    assert "(of r1; the original is at r2, by Tom)" in (await hers.get(f"/a/{post.id}")).text
    german = (await house.guest().get(published)).text
    assert "A translation of r1; the original is at r2." in german
    assert f"/a/{post.id}/diff/1..2" in german
    assert "(the original, r2)" in german
    assert (await house.store.read("SELECT count(*) FROM artifact_draft"))[0][0] == 0
