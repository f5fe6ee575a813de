"""The source code of what runs here: whoever uses a node over the net may have it (AGPL, 13)."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import fedcop

_PACKAGE: Final = Path(fedcop.__file__).parent
# What builds and explains it, as far as it lies beside the package; nothing else there is ours to
# give away, least of all the settings.
_BESIDE: Final = (
    "LICENSE",
    "README.md",
    "Makefile",
    "pyproject.toml",
    "requirements.lock",
    "requirements-dev.lock",
)


@cache
def archive() -> bytes:
    """Pack the source code, each change made on this machine included; once for a process."""
    kept = io.BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as packed:
        for name, path in sorted(_files()):
            entry = ZipInfo(f"fedcop-{fedcop.__version__}/{name}")
            packed.writestr(entry, path.read_bytes(), ZIP_DEFLATED)
    return kept.getvalue()


def _files() -> Iterator[tuple[str, Path]]:
    root = _PACKAGE.parent
    for path in _PACKAGE.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(root).as_posix(), path
    if (root / "pyproject.toml").is_file():
        yield from ((name, root / name) for name in _BESIDE if (root / name).is_file())
