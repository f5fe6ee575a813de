"""Captions come along with a recording, later too, and are written anew where they are copied."""

from fedcop.community import captions, media
from fedcop.community.captions import Heard
from fedcop.community.drafts import Words
from fedcop.community.media import Kept
from fedcop.community.perform import perform
from fedcop.federation.remote.copying import Copier
from fedcop.store.files import Files
from fedcop.store.queries import media as queries
from tests.federation.inbox.rig import Page, Web, open_node
from tests.federation.pair import exchange, refused
from tests.writing import write


async def _parts(side, post):
    rows = await queries.list_of_post(side.store, (await side.post(post.uri)).id)
    return await queries.list_parts(side.store, [row.id for row in rows])


async def test_captions_come_with_a_recording_change_and_go(pair, scene, tmp_path):
    home, away = pair
    ana, lab, _, _ = scene
    kept = Kept("audio", "audio/mpeg; name=mp3", 1, "2" * 64)
    file = await perform(home.store, media.upload, ana, kept, Words("A talk"))
    heard = Heard("captions", "en", 1, "3" * 64, "Hello")
    english = await perform(home.store, captions.add, ana, file.id, heard)
    start = await write(home.store, ana, community_id=lab.id, title="Talk", media=(file.id,))
    assert refused(await exchange(home, away)) == []
    (part,) = await _parts(away, start)
    where = media.address(english, home.store.uris)
    assert (part.kind, part.language, part.remote) == ("captions", "en", where)

    first = await away.post(start.uri)
    german = Heard("transcript", "de", 1, "4" * 64, "Hallo")
    await perform(home.store, captions.add, ana, file.id, german)
    assert refused(await exchange(home, away)) == []
    assert {(row.kind, row.language) for row in await _parts(away, start)} == {
        ("captions", "en"),
        ("transcript", "de"),
    }
    again = await away.post(start.uri)
    assert (again.revision, again.edited) == (first.revision, first.edited)
    await perform(home.store, captions.remove, ana, file.id, english.id)
    assert refused(await exchange(home, away)) == []
    (left,) = await _parts(away, start)
    assert left.language == "de"

    body = b"Guten\x07 Tag\r\n"
    web = Web(away.host)
    web.pages[left.remote] = Page(body, content_type="text/plain")
    copier = Copier(open_node(away.store, web).reach, Files(tmp_path), 1_000_000)
    blob = await copier.of_post(left.id, left.key, small=False)
    assert blob.mime == "text/plain"
    (left,) = await _parts(away, start)
    assert left.description == "Guten Tag"
