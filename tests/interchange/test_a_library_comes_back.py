"""What a library wrote down is read again to the letter, by people and by programs."""

import io
import zipfile

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from fedcop.errors import Malformed
from fedcop.interchange import library
from fedcop.interchange.archives import Archive
from fedcop.interchange.items import FileRef, Item, Version
from fedcop.interchange.library import Kept

_FILES = {"media/1": b"%PDF-1.7 card", "media/2": b"a,b\n"}


def _archive(*kept):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        list(library.write(file, kept, _FILES.__getitem__, {"node": "https://a.example"}))
    return Archive(zipfile.ZipFile(made))


def _item(source, *versions, **more):
    return Item(source, more.pop("kind", "practice"), versions, **more)


_words = some.text(max_size=60)
_fields = some.dictionaries(
    some.from_regex(r"[a-z][A-Za-z]{0,12}", fullmatch=True),
    _words.filter(bool) | some.lists(_words, min_size=1, max_size=3) | some.integers(0, 99),
    max_size=3,
)
_versions = some.builds(
    Version,
    title=_words.filter(bool),
    body=some.text(max_size=200),
    abstract=_words,
    fields=_fields,
    language=some.sampled_from(["", "en", "de-AT"]),
    at=some.integers(0, 4_000_000_000_000),
    author=_words,
    note=_words,
    minor=some.booleans(),
    digest=some.sampled_from(["sha-256:ab", "sha-256:cd"]),
)


@given(some.lists(_versions, min_size=1, max_size=3))
def test_every_letter_comes_back(said):
    numbered = [Version(**{**_as_dict(one), "number": n}) for n, one in enumerate(said, 1)]
    item = _item("https://a.example/a/1", *numbered)
    assert library.read(_archive(Kept(item))).items == (item,)


def _as_dict(version):
    return {name: getattr(version, name) for name in Version.__slots__}


def test_all_of_it_comes_back_with_its_files():
    card, table = FileRef("card.pdf", "media/1"), FileRef("my table.csv", "media/2")
    item = _item(
        "https://a.example/a/1",
        Version("Old", "a", number=1),
        Version("Five lines", "b", files=(card, table), number=3),
        authors=("Ana Ruiz",),
        tags=("nights",),
        license="https://creativecommons.org/licenses/by/4.0/",
        evidence="repeated",
        works_for={"sector": "health"},
        origins=(("adaptedFrom", "https://b.example/a/9", 7, "sha-256:99"),),
    )
    shelf = _item("https://a.example/a/2", Version("Five lines", "", number=1), kind="collection")
    archive = _archive(Kept(item, {"status": "reviewed"}), Kept(shelf))
    bundle = library.read(archive)
    back = bundle.items[0]
    assert [ref.name for ref in back.latest.files] == ["card.pdf", "my-table.csv"]
    assert [bundle.read(ref.where) for ref in back.latest.files] == list(_FILES.values())
    assert back.origins == item.origins
    assert (back.works_for, back.authors, back.tags) == (item.works_for, item.authors, item.tags)
    assert [version.number for version in back.versions] == [1, 3]
    assert "library/practice/five-lines.md" in archive
    assert "library/collection/five-lines-2.md" in archive
    assert orjson.loads(archive.read("manifest.json"))["artifacts"][0]["status"] == "reviewed"


def test_the_same_library_is_the_same_bytes():
    def made():
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as out:
            list(library.write(out, [Kept(_item("x", Version("T", "b")))], bytes, {}))
        return file.getvalue()

    assert made() == made()


def test_what_is_missing_is_named_and_the_rest_is_read():
    good, bad = _item("x", Version("T", "b", number=1)), _item("y", Version("U", "c", number=1))
    whole = _archive(Kept(good), Kept(bad))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in whole.names:
            if name != "revisions/u/1.md":
                file.writestr(name, whole.read(name))
    bundle = library.read(Archive(zipfile.ZipFile(made)))
    assert [item.source for item in bundle.items] == ["x"]
    assert [(one.source, one.why) for one in bundle.skipped] == [
        ("y", "archive: revisions/u/1.md is missing")
    ]


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (b"{", "no JSON"),
        (b"{}", "not that of a library"),
        (b'{"format":"fedcop-library","version":2}', "later version"),
        (b'{"format":"fedcop-library","version":1}', "a list"),
    ],
)
def test_another_manifest_is_refused(manifest, why):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("manifest.json", manifest)
    with pytest.raises(Malformed, match=why):
        library.read(Archive(zipfile.ZipFile(made)))
