"""Documents that people attach to be kept, never to be run or shown: each must be what it says."""

import io
import zipfile
from typing import Final
from urllib.parse import urlsplit

_OPEN: Final = "application/vnd.oasis.opendocument"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# By the end of their names: what they are for others.
TYPES: Final = {
    "pdf": "application/pdf",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
}
_TEXTS: Final = frozenset({"txt", "md", "csv"})
_NAMED: Final = frozenset({"odt", "ods", "odp", "epub"})  # these say in a first file what they are
_FOLDERS: Final = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_CONTENTS: Final = "[Content_Types].xml"
_NAME: Final = "mimetype"
_LONGEST_NAME: Final = 100


def suffix_of(url: str) -> str:
    """Read from an address what kind of document stands there; nothing for no kind we know."""
    suffix = urlsplit(url).path.rpartition(".")[2].lower()
    return suffix if suffix in TYPES else ""


def type_of(data: bytes, suffix: str) -> str:
    """Say what a document is, by its bytes and its name; nothing where they do not agree."""
    known = TYPES.get(suffix, "")
    if suffix == "pdf":
        fits = data.startswith(b"%PDF-")
    elif suffix in _TEXTS:
        fits = _is_text(data)
    else:
        fits = bool(known) and _is_archive(data, suffix)
    return known if fits else ""


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _is_archive(data: bytes, suffix: str) -> bool:
    """Whether a ZIP is of the kind that its name says; only its list of files is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if suffix in _NAMED:
                return _said(archive) == TYPES[suffix]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return False
    folder = _FOLDERS.get(suffix)
    return folder is None or (_CONTENTS in names and any(one.startswith(folder) for one in names))


def _said(archive: zipfile.ZipFile) -> str:
    try:
        entry = archive.getinfo(_NAME)
    except KeyError:
        return ""
    if entry.file_size > _LONGEST_NAME:
        return ""
    return archive.read(entry).decode("ascii", "replace").strip()
