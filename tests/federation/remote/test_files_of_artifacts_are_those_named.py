"""A picture beside an artifact of another node is shown when it is the one that was named."""

from dataclasses import replace

import pytest

from fedcop.community import posts
from fedcop.community.drafts import Attached
from fedcop.community.perform import perform
from fedcop.community.practice.parts import FileFact
from fedcop.digests import sha256
from fedcop.errors import NotFound
from fedcop.federation.remote.copying import Copier
from fedcop.store.files import Files
from fedcop.store.queries import media
from tests.builders import remember_person
from tests.federation.inbox.rig import Page, Web, open_node
from tests.pictures import picture
from tests.practice import claimed, draft_of, part_of

URL = "https://riverside.example/media/card.png"


@pytest.mark.parametrize("same", [True, False])
async def test_another_picture_is_not_shown_for_it(store, tmp_path, same):
    rita = await remember_person(store, "https://riverside.example/users/rita")
    web = Web()
    web.pages[URL] = Page(picture(), content_type="image/png")
    digest = f"sha-256:{sha256(picture() if same else b'another').hex()}"
    part = claimed(part_of(store, files=(FileFact(digest, URL, "Card", "image/png", 9),)), 1)
    draft = draft_of(part, uri="https://riverside.example/a/1", attached=(Attached(URL, "image"),))
    post = await perform(store, posts.write, rita, replace(draft, kind="Article"))
    [row] = await media.list_of_post(store, post.id)
    copier = Copier(open_node(store, web).reach, Files(tmp_path), 1_000_000)

    if same:
        assert (await copier.of_post(row.id, row.key, small=False)).mime.startswith("image/")
    else:
        with pytest.raises(NotFound):
            await copier.of_post(row.id, row.key, small=False)
