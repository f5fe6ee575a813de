"""What programs put beside what they write: read as files, in whichever form it comes."""

import json

import pytest

from fedcop.activitypub import reading
from fedcop.activitypub.vocabulary import Activity, Attachment, Object
from fedcop.federation.remote.attaching import attached, blurhash, links
from tests.corpus import CORPUS, needs_corpus

HASH = "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH"
# A document of the corpus, and of each file beside it: its kind, how its address ends, its type.
FORMS = {
    "mastodon/lemmy-main__objects__note_2": [("image", "f2ab2334.jpg", "image/jpeg")],
    "mastodon/bonfire-repo__status.emelie": [("video", "78a5e0d6d4.mp4", "video/mp4")],
    "pixelfed/bonfire-repo__pixelfed-image": [("image", "f2YAm0.jpg", "image/jpeg")],
    "pleroma/mobilizon-repo__pleroma-comment-object": [("image", "wsralb61.jpg", "image/jpeg")],
    "lemmy/lemmy-0.19__activities__create_or_update__update_page": [("image", "FZfk9.jpg", "")],
    "lemmy/lemmy-main__objects__page_image_and_link": [("image", "Yb9iEiB.png", "image/png")],
    "lemmy/bonfire-repo__lemmy-page": [("image", "lwFAcXHUjS.jpg", "")],
    "piefed/pyfedi-doc__posts_07": [("video", "swf46b.mp4", "")],
    "peertube/bonfire-repo__peertube-video": [
        ("image", ".jpg", "image/jpeg"),
        ("video", "-240.mp4", "video/mp4"),
    ],
    "funkwhale/bonfire-repo__funkwhale_audio": [("audio", "download=false", "audio/ogg")],
    "mobilizon/lemmy-main__objects__event": [("image", "banner.jpg", "image/jpeg")],
    "owncast/bonfire-repo__owncast-note-with-attachment": [("image", "NX387gm", "")],
    "misc/bonfire-repo__bookwyrm-article": [("image", "5187dd.jpeg", "")],
    "lotide/lemmy-main__activities__create_page_image": [("image", "posts/46/href", "")],
    "discourse/discourse-ap__case_2__received_2": [("image", "7220.jpg", "image/jpeg")],
}


def written(name):
    found = reading.read(json.loads((CORPUS / "peers" / f"{name}.json").read_text()))
    thing = found.object if isinstance(found, Activity) else found
    assert isinstance(thing, Object)
    return thing


@needs_corpus
@pytest.mark.parametrize("name", FORMS)
def test_files_are_found(name):
    files = attached(written(name))
    assert len(files) == len(FORMS[name])
    for file, (kind, end, mime) in zip(files, FORMS[name], strict=True):
        assert (file.kind, file.mime) == (kind, mime)
        assert file.url.endswith(end)


@needs_corpus
def test_what_is_said_of_a_picture_is_kept():
    (file,) = attached(written("mastodon/lemmy-main__objects__note_2"))
    assert file.description.startswith("The KDE dragons Katie and Konqi")
    assert (file.wide, file.high, file.focus) == (1500, 1095, (0, 0))
    assert len(file.blurhash) == 36


@needs_corpus
def test_pages_of_others_stay_links():
    page = written("lemmy/lemmy-main__objects__page_image_and_link")
    assert [one.url for one in links(page)] == ["https://example.com/some-article"]


@needs_corpus
def test_addresses_that_were_escaped_for_html_are_unescaped():
    files = attached(written("wordpress/lemmy-main__objects__page"))
    assert files[0].url.endswith("fit=980%2C980&ssl=1")
    assert files[0].description == "A fleet of varied spacships"


def beside(*files, **more):
    return Object("Note", attachments=files, **more)


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("image/svg+xml", "unknown"),
        ("text/html", "unknown"),
        ("application/pdf", "unknown"),
        ("IMAGE/PNG; charset=x", "image"),
        ("video/webm", "video"),
        ("audio/x-m4a", "audio"),
        (None, "unknown"),
    ],
)
def test_only_some_types_are_shown(mime, kind):
    (file,) = attached(beside(Attachment("Document", "https://a.example/x", mime)))
    assert file.kind == kind


def test_of_the_same_one_is_enough_and_of_many_some():
    one = Attachment("Image", "https://a.example/1.png")
    many = [Attachment("Image", f"https://a.example/{n}.png") for n in range(40)]
    assert len(attached(beside(one, one))) == 1
    assert len(attached(beside(*many))) == 20


def test_alt_text_and_sizes_are_kept_within_bounds():
    file = Attachment("Image", "https://a.example/1.png", name="x\0" * 5000, width=10**9, height=1)
    (read,) = attached(beside(file))
    assert (len(read.description), read.wide, read.high) == (1500, 0, 0)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (HASH, HASH),
        (HASH[:-1], ""),
        ("", ""),
        ("<script>", ""),
        ("L" * 28, "L" * 28),
        ("é" * 28, ""),
    ],
)
def test_only_a_blurhash_that_can_be_drawn_is_kept(text, kept):
    assert blurhash(text) == kept
