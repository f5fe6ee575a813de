"""A document is taken when its bytes are what its name says, and is given out as a download."""

import io
import zipfile

import pytest

from fedcop.community.documents import TYPES, type_of

WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}


def packed(**files):
    """A ZIP of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"%PDF-1.7 and more", "pdf"),
        (packed(mimetype=TYPES["odt"].encode()), "odt"),
        (packed(mimetype=TYPES["epub"].encode()), "epub"),
        (packed(**WORD), "docx"),
        (packed(a=b"1"), "zip"),
        (b"name;value\r\n\xc3\xa4;1", "csv"),
        (b"# Title", "md"),
    ],
)
def test_what_is_what_it_says_is_taken(data, suffix):
    assert type_of(data, suffix) == TYPES[suffix]


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"<html>", "pdf"),
        (b"PK\x03\x04 and nothing else", "zip"),
        (packed(mimetype=TYPES["ods"].encode()), "odt"),
        (packed(mimetype=b"x" * 1000), "odt"),
        (packed(a=b"1"), "odt"),
        (packed(**WORD), "xlsx"),
        (packed(**{"word/document.xml": b""}), "docx"),
        (b"MZ\x90\0 a program", "txt"),
        (b"\xff\xfe\x00", "csv"),
        (b"anything", "exe"),
        (b"anything", ""),
    ],
)
def test_what_is_not_is_not(data, suffix):
    assert type_of(data, suffix) == ""
