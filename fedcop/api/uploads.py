"""Files that clients send: read whole, never more than they are told."""

from typing import Final

from fedcop.api.ask import Ask
from fedcop.api.params import File, Params
from fedcop.community.drafts import Words
from fedcop.errors import Invalid
from fedcop.pictures.drawing import Studio

_STUDIO: Final = "studio"
_THOUSAND: Final = 1000


def studio_of(ask: Ask) -> Studio:
    """Return where this door has pictures drawn."""
    kept = ask.desk.kept
    found = kept.get(_STUDIO)
    if found is None:
        found = kept[_STUDIO] = Studio()
    assert isinstance(found, Studio)  # noqa: S101 - nobody else uses this key
    return found


async def read(ask: Ask, file: File, name: str) -> bytes:
    """Read an upload. Raises Invalid when it is empty or too large."""
    most = ask.settings.max_upload
    data = await file.read(most + 1)
    if not data:
        raise Invalid(f"Validation failed: {name} can't be blank")
    if len(data) > most:
        raise Invalid(f"Validation failed: {name}: {most:,} bytes at most")
    return data


def words(params: Params) -> Words:
    """Read what is said of a file. Raises Invalid."""
    description = params.text("description") if params.given("description") else None
    return Words(description, _focus(params.line("focus")))


def _focus(text: str) -> tuple[int, int] | None:
    """Read `x,y`, each from -1 to 1."""
    if not text:
        return None
    try:
        x, y = (float(part) for part in text.split(","))
        found = round(x * _THOUSAND), round(y * _THOUSAND)
    except (ValueError, OverflowError) as error:
        raise Invalid("Validation failed: Focus: write it as 0.0,0.5") from error
    if max(map(abs, found)) > _THOUSAND:
        raise Invalid("Validation failed: Focus: both parts are between -1 and 1")
    return found
