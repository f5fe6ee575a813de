"""Style, fonts and icons under one address that changes with them, so that browsers keep them."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from starlette.responses import Response

from fedcop.errors import NotFound

_KINDS: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_A_MINUTE: Final = "public, max-age=60"  # a page of an older version asks for an older style


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of the style, held in memory."""

    files: dict[str, bytes]
    digest: str

    def url(self, name: str) -> str:
        """Say where a file is."""
        if name not in self.files:
            raise NotFound(f"{name}: there is no such file")
        return f"/assets/{self.digest}/{name}"

    def answer(self, digest: str, name: str) -> Response:
        """Give a file out. Raises NotFound."""
        body = self.files.get(name)
        if body is None:
            raise NotFound("There is no such file.")
        headers = {
            "Cache-Control": _FOR_EVER if digest == self.digest else _A_MINUTE,
        }
        return Response(body, media_type=_KINDS[name.rpartition(".")[2]], headers=headers)


@cache
def load() -> Assets:
    """Read the files of the style once."""
    found = dict(_walk(files("fedcop.web").joinpath("static"), ""))
    digest = sha256()
    for name, body in sorted(found.items()):
        digest.update(name.encode() + b"\0" + body)
    return Assets(found, digest.hexdigest()[:12])


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.rpartition(".")[2] in _KINDS:
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
