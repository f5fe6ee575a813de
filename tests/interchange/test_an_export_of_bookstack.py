"""BookStack's portable ZIP becomes collections and pieces of practice."""

import io
import zipfile

import orjson
import pytest

from fedcop.errors import Malformed
from fedcop.interchange import bookstack
from fedcop.interchange.archives import Archive
from fedcop.interchange.items import FileRef

_DATA = {
    "exported_at": "2026-01-02T03:04:05+00:00",
    "book": {
        "id": 8,
        "name": "Handovers",
        "description_html": "<p>How we <strong>hand over</strong>.</p>",
        "tags": [{"name": "area", "value": "ward"}, {"name": "nights"}],
        "chapters": [
            {
                "id": 2,
                "name": "At night",
                "priority": 2,
                "pages": [
                    {
                        "id": 40,
                        "name": "Five lines",
                        "priority": 1,
                        "html": "<h2>Steps</h2><ol><li>Say it</li></ol>"
                        '<p><img src="[[bsexport:image:a.png]]" alt="card"></p>',
                        "images": [{"name": "card.png", "file": "a.png"}],
                        "tags": [{"name": "kind", "value": "checklist"}],
                    },
                    {"id": 41, "name": "Nothing yet", "html": ""},
                ],
            }
        ],
        "pages": [
            {
                "id": 39,
                "name": "Before you begin",
                "priority": 1,
                "markdown": "Read [[bsexport:page:40]].\n",
                "attachments": [
                    {"name": "Policy", "link": "https://example.org/policy"},
                    {"name": "form.pdf", "file": "gone.pdf"},
                ],
            }
        ],
    },
}


def _archive(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return Archive(zipfile.ZipFile(made))


@pytest.fixture
def export():
    return bookstack.read(
        _archive({"data.json": orjson.dumps(_DATA), "files/a.png": b"\x89PNG picture"})
    )


def test_pages_come_before_the_shelves_they_stand_on(export):
    assert [item.source for item in export.items] == ["page:39", "page:40", "chapter:2", "book:8"]
    assert export.items[-1].members == (("page:39", ""), ("chapter:2", ""))
    assert export.items[-1].tags == ("area-ward", "nights")
    assert export.items[-1].latest.body == "How we **hand over**.\n"


def test_a_page_in_html_becomes_markdown_with_its_pictures(export):
    page = export.items[1]
    assert (page.kind, page.latest.title) == ("checklist", "Five lines")
    assert "## Steps" in page.latest.body
    assert "1. Say it" in page.latest.body
    assert "![card](card.png)" in page.latest.body
    assert page.latest.files == (FileRef("card.png", "files/a.png"),)
    assert export.read("files/a.png") == b"\x89PNG picture"


def test_a_page_in_markdown_stays_so_and_its_links_are_kept(export):
    page = export.items[0]
    assert page.latest.body.startswith("Read #page-40.\n")
    assert "- [Policy](https://example.org/policy)" in page.latest.body


def test_what_is_missing_is_named(export):
    assert [(one.source, one.why) for one in export.skipped] == [
        ("page:39", "its file gone.pdf is missing"),
        ("page:41", "“Nothing yet” is empty"),
    ]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"data.json": b"{"}, "no JSON"),
        ({"data.json": b"{}"}, "no book"),
        ({"data.json": b"[1]"}, "no book"),
        ({"x": b""}, "missing"),
    ],
)
def test_what_is_no_export_is_refused(files, why):
    with pytest.raises(Malformed, match=why):
        bookstack.read(_archive(files))


def test_a_bomb_is_not_read():
    archive = _archive({"data.json": b" " * (8 << 20)})
    with pytest.raises(Malformed, match="too well"):
        archive.read("data.json")


def test_odd_names_are_not_there():
    archive = _archive({"../evil": b"1", "/abs": b"2", "good": b"3", "folder/": b""})
    assert archive.names == ["good"]
