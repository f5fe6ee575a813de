"""A folder of Markdown files becomes pieces of practice."""

import pytest

from fedcop.errors import Malformed
from fedcop.interchange.items import FileRef
from fedcop.interchange.markdown_files import read_folder

_CARD = b"%PDF-1.7 card"
_FILES = {
    "five-lines.md": (
        "---\ntitle: Five-line night handover\nkind: practice\nsummary: Five spoken lines.\n"
        "tags: [handover, '#nights']\nlicense: CC-BY-4.0\nauthors: Ana Ruiz, Tomás\n"
        "whenToUse: At the change of shift.\nfields: {steps: [Say it, Read it back]}\n"
        "date: 2026-02-03\n---\nSee the [card](files/card.pdf) and [the story](stories/friday.md)"
        " or [us](https://example.org/x.pdf).\n"
    ),
    "files/card.pdf": _CARD,
    "stories/friday.md": "# Friday evening\n\nHalf the team had gone. ![us](../files/card.pdf)\n",
    "stories/monday.md": "---\nkind: story\ndraft: true\n---\nMonday.\n",
    "stories/broken.md": "---\na: [1\n---\n",
    "notes.txt": "no Markdown",
}


def _read(name):
    value = _FILES.get(name)
    if value is None:
        raise Malformed(f"{name} is missing")
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture
def folder():
    return read_folder(_FILES, _read)


def _named(folder, source):
    return next(item for item in folder.items if item.source == source)


def test_front_matter_says_what_it_is(folder):
    item = _named(folder, "five-lines.md")
    assert (item.kind, item.license) == ("practice", "CC-BY-4.0")
    assert item.authors == ("Ana Ruiz", "Tomás")
    assert item.tags == ("handover", "nights")
    assert item.latest.title == "Five-line night handover"
    assert item.latest.abstract == "Five spoken lines."
    assert item.latest.fields == {
        "steps": ["Say it", "Read it back"],
        "whenToUse": "At the change of shift.",
    }
    assert item.latest.at == 1_770_076_800_000


def test_files_beside_a_text_come_along_and_texts_and_links_do_not(folder):
    assert _named(folder, "five-lines.md").latest.files == (FileRef("card.pdf", "files/card.pdf"),)
    assert folder.read("files/card.pdf") == _CARD


def test_the_first_heading_is_a_title_and_the_way_up_is_found(folder):
    item = _named(folder, "stories/friday.md")
    assert item.latest.title == "Friday evening"
    assert item.latest.body.startswith("Half the team")
    assert item.latest.files == (FileRef("card.pdf", "files/card.pdf"),)


def test_a_name_is_a_title_where_there_is_none(folder):
    item = _named(folder, "stories/monday.md")
    assert (item.latest.title, item.kind, item.draft) == ("Monday", "story", True)


def test_a_folder_is_a_collection(folder):
    item = _named(folder, "stories/")
    assert (item.kind, item.latest.title) == ("collection", "Stories")
    assert item.members == (("stories/friday.md", ""), ("stories/monday.md", ""))


def test_what_cannot_be_read_is_named(folder):
    assert [one.source for one in folder.skipped] == ["stories/broken.md"]
    assert "front matter, line 3" in folder.skipped[0].why


def test_nothing_leads_out_of_the_folder():
    files = {"a.md": b"![x](../../etc/passwd) ![y](/etc/passwd) ![z](file:///etc/passwd)"}
    bundle = read_folder([*files, "etc/passwd"], files.__getitem__)
    assert bundle.items[0].latest.files == ()


def test_what_files_said_before_are_versions():
    past = {"a.md": (("# One\n\nold", 5, "Ana", "Begin"), ("# One\n\nnew", 9, "Tomás", "Mend"))}
    told = read_folder(["a.md"], lambda _: b"# One\n\nnew", past).items[0]
    assert [version.body for version in told.versions] == ["old", "new"]
    assert (told.versions[0].author, told.versions[0].note, told.versions[0].at) == (
        "Ana",
        "Begin",
        5,
    )
    changed = read_folder(["a.md"], lambda _: b"# One\n\nnewest", past).items[0]
    assert [version.body for version in changed.versions] == ["old", "new", "newest"]
