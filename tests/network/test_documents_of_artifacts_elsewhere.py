"""Documents of an artifact of another node: had through ours, checked, kept when it is gone."""

import dataclasses

import pytest

from fedcop.activitypub.signatures import multibase
from fedcop.community.practice.canonical import Said, digest_of
from fedcop.digests import sha256
from fedcop.federation.remote import objects
from fedcop.store.queries import media
from fedcop.transport.fetch import Budget
from tests.api.rig import open_home

CARD = b"%PDF-1.4\nFive lines to laminate.\n%%EOF"
SHEET = b"line,said\n1,who\n"


@pytest.fixture
async def home(settings):
    """A node of our own that may visit the others on this machine."""
    there = dataclasses.replace(settings, origin="http://cop.localhost:8000", max_copy=1_000_000)
    async with open_home(there) as opened:
        yield opened


@pytest.fixture
def peer(net):
    return net.server("garden")


async def shared(home, peer, path, body, *, named=None, kind="application/pdf"):
    """A template of a peer with one file; `named`: what its digest is of."""
    peer.pages[path] = (200, body, kind)
    url, source = f"{peer.origin}{path}", "Print it on A6."
    digest = "sha-256:" + sha256(named or body).hex()
    said = Said("Card", "A card.", source, "template", {}, (digest,), "en")
    file = {
        "type": "Document",
        "mediaType": kind,
        "url": url,
        "name": "card",
        "size": len(body),
        "digestMultibase": multibase.encode(b"\x12\x20" + sha256(named or body)),
    }
    note = peer.note(
        peer.person("bea"),
        type="Article",
        name="Card",
        contentMap={"en": "<p>Print it.</p>"},
        source={"content": source, "mediaType": "text/markdown"},
        attachment=[file],
        **{
            "cop:kind": "template",
            "cop:abstract": "A card.",
            "cop:revision": 1,
            "cop:digest": digest_of(said),
            "cop:status": "draft",
        },
    )
    return await objects.find(home.parts.reach, note["id"], Budget()), url


async def link(home, post):
    """Where the one file is had, as the page of the artifact says."""
    page = await home.phone().get(f"/a/{post.id}")
    assert page.status_code == 200, page.text
    below = page.text[page.text.index("files-title") :]
    return below.partition('<a href="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [("/card.pdf", CARD, "application/pdf"), ("/sheet.csv", SHEET, "text/csv")],
)
async def test_it_is_had_through_our_node_and_stays(home, peer, path, body, kind):
    post, _ = await shared(home, peer, path, body, kind=kind)
    there = await link(home, post)
    assert there.startswith("/media/proxy/")
    had = await home.phone().get(there)
    assert (had.status_code, had.content) == (200, body)
    assert had.headers["content-type"].partition(";")[0] == kind
    assert had.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in had.headers["content-security-policy"]
    peer.down = True
    assert (await home.phone().get(there)).content == body


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("/card.pdf", CARD + b"!", CARD),  # another file than the one that was named
        ("/card.pdf", b"<script>alert(1)</script>", None),  # named, and nothing that its name says
    ],
)
async def test_what_it_is_not_is_given_to_nobody(home, peer, path, body, named):
    post, url = await shared(home, peer, path, body, named=named)
    there = await link(home, post)
    answer = await home.phone().get(there)
    assert answer.status_code == 404
    assert body not in answer.content
    (row,) = await media.list_of_post(home.parts.store, post.id)
    assert (row.hash, row.rest > 0) == ("", True)
    assert await link(home, post) == url
    assert "not checked here" in (await home.phone().get(f"/a/{post.id}")).text


async def test_what_no_artifact_names_is_had_from_where_it_stands(home, peer):
    peer.pages["/card.pdf"] = (200, CARD, "application/pdf")
    url = f"{peer.origin}/card.pdf"
    file = {"type": "Document", "mediaType": "application/pdf", "url": url}
    note = peer.note(peer.person("bea"), attachment=[file])
    post = await objects.find(home.parts.reach, note["id"], Budget())
    (row,) = await media.list_of_post(home.parts.store, post.id)
    answer = await home.phone().get(home.parts.store.uris.copy(row.id, row.key))
    assert answer.status_code == 404
    assert not [one for one in peer.asked if one.path == "/card.pdf"]
