"""/pictures: what is shown of those who have no picture of their own; apps stumble over none."""

from functools import cache
from importlib.resources import files
from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Auth, Route
from fedcop.errors import NotFound

_NAMES: Final = frozenset({"avatar.png", "group.png", "header.png", "node.png", "icon.png"})
_A_DAY: Final = (("Cache-Control", "public, max-age=86400"),)


async def show(ask: Ask) -> Answer:
    """Give out a picture, to any site."""
    name = ask.word("name")
    if name not in _NAMES:
        raise NotFound("picture: none")
    return Answer(_read(name), 200, _A_DAY, "image/png")


@cache
def _read(name: str) -> bytes:
    return files("fedcop.api").joinpath("pictures", name).read_bytes()


ROUTES: Final = (Route("GET", "/pictures/:name", show, "", Auth.OPEN),)
