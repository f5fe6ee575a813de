"""Each kind with all its fields arrives as it was written: no other term of ours is in its way."""

import pytest

from fedcop.community import media, posts
from fedcop.community.drafts import Words
from fedcop.community.media import Kept
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import digest_of
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.packing import said_by
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.digests import sha256
from fedcop.federation.remote.shaping import shape
from tests.federation.pair import exchange, refused

_ITEM = {"text": "Name them.", "why": "They may be new.", "optional": True}
_ENTRY = {"id": "https://elsewhere.example/1", "title": "Read this", "why": "It is short."}
_CRITERION = {"name": "Clarity", "levels": ["Hard", "Possible", "Easy", "At once"]}
_FILLED = {
    "text": "Said shortly",
    "long": "Said **at length**.\n\nIn two parts.",
    "lines": ["One line", "Another line"],
    "link": "https://elsewhere.example/tool",
    "items": [_ITEM],
    "entries": [_ENTRY],
    "pins": [_ENTRY],
    "criteria": [_CRITERION],
}


def _fields(kind):
    return {
        field.name: field.choices[0][0] if field.shape == "choice" else _FILLED[field.shape]
        for field in kind.fields
        if field.shape != "files"
    }


@pytest.mark.parametrize("name", sorted(KINDS))
async def test_it_is_what_was_written(pair, scene, name):
    home, away = pair
    ana, lab, _, _ = scene
    fields = _fields(KINDS[name])
    kept = Kept("unknown", "application/pdf", 900, sha256(b"card").hex())
    card = await perform(home.store, media.upload, ana, kept, Words("card.pdf"))
    wish = ArtifactWish(
        name,
        title="All of it",
        abstract="Everything that can be said.",
        body="More of it.",
        fields=fields,
        license="https://creativecommons.org/licenses/by/4.0/",
        language="en",
        community_id=lab.id,
        media=(card.id,),
    )
    post = await perform(home.store, posts.write, ana, await shape(home.node.reach, wish))
    assert refused(await exchange(home, away)) == []
    said = [await _said(side, post.uri, name) for side in pair]
    assert said[0] == said[1]
    assert set(said[0].fields) == set(fields)


async def _said(side, uri, kind):
    row = await artifacts.find(side.store, uri)
    assert row is not None
    revision = await artifacts.revision(side.store, row.id, 1)
    said = said_by(revision, kind)
    assert revision.digest == digest_of(said)
    return said
