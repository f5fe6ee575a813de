"""Where files are kept from now on, when they were moved: one fact that all processes see."""

from typing import Final, NamedTuple, cast

import orjson

from fedcop.store.batch import Reader
from fedcop.store.files import PlaceName
from fedcop.store.queries.node_values import find_value, keep_latest
from fedcop.store.statements import Statement

_NAME: Final = "media_place"


class Moving(NamedTuple):
    """Files are kept at `to` since some time; up to the name `after` all of them are there."""

    to: PlaceName
    since: int
    after: str = ""
    done: bool = False


async def find_moving(reader: Reader) -> Moving | None:
    """Read whether files were moved, or are on their way."""
    kept = await find_value(reader, _NAME)
    return Moving(*cast("tuple[PlaceName, int, str, bool]", orjson.loads(kept))) if kept else None


async def place_of(reader: Reader, usual: PlaceName) -> PlaceName:
    """Say where files are kept now; unless they were moved, that is as the settings have it."""
    moving = await find_moving(reader)
    return moving.to if moving else usual


def put_moving(moving: Moving) -> Statement:
    """Note where files are kept from now on."""
    return keep_latest(_NAME, orjson.dumps(list(moving)).decode())
