"""Pictures and recordings on their way into a post: sent, described and left out by its form."""

from collections.abc import Sequence
from typing import Final

from fedcop.community import media, quotas
from fedcop.community.drafts import Words
from fedcop.community.quotas import quota_of
from fedcop.errors import FedcopError, Invalid, NotFound, Unavailable
from fedcop.store.rows import MediaRow
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_FIELD: Final = "picture"


async def gather(
    ask: Ask, problems: Problems, shown: Sequence[MediaRow] = ()
) -> tuple[MediaRow, ...]:
    """Return the pictures of a form, each with what is said of it; one just sent joins them."""
    known = {row.id: row for row in shown}
    picked = [await _picked(ask, problems, place, known) for place in range(1, media.MOST + 1)]
    pictures = [row for row in picked if row is not None]
    data = ask.form.files.get(_FIELD)
    if data and len(pictures) >= media.MOST:
        problems.add(_FIELD, f"A post shows {media.MOST} files at most.")
    elif data:
        pictures += await _taken(ask, problems, data)
    return tuple(pictures)


async def _picked(
    ask: Ask, problems: Problems, place: int, known: dict[int, MediaRow]
) -> MediaRow | None:
    """Find a picture that the form names, and keep what it says of it."""
    number = ask.form.number(f"file-{place}")
    if not number or ask.form.ticked(f"drop-{number}"):
        return None
    said = ask.form.text(f"words-{number}")[: media.LONGEST_DESCRIPTION]
    try:
        if number in known:
            return media.with_words(known[number], Words(said))
        return await ask.do(media.describe, ask.me, number, Words(said))
    except (NotFound, Invalid) as error:
        problems.add(_FIELD, error.safe)
        return None


async def _taken(ask: Ask, problems: Problems, data: bytes) -> list[MediaRow]:
    """Keep a picture that was sent."""
    said = Words(ask.form.text(f"{_FIELD}-words")[: media.LONGEST_DESCRIPTION])
    try:
        if len(data) > ask.site.settings.max_upload:
            raise Invalid(f"File: {ask.site.settings.max_upload >> 20} MB at most")
        quota = quota_of(ask.site.settings)
        await quotas.check(ask.store, ask.me.id, 1, quota)
        name = ask.form.names.get(_FIELD, "")
        kept = await media.keep_shown(ask.site.files, ask.site.studio, data, name)
        return [await ask.do(media.upload, ask.me, kept, said, quota)]
    except (Invalid, Unavailable) as error:
        problems.add(_FIELD, _sentence(error))
        return []


def _sentence(error: FedcopError) -> str:
    """Say what is wrong as pages do, without what apps put before it."""
    text = error.safe.rpartition(": ")[2]
    return text[:1].upper() + text[1:] + "." * (text[-1:] not in ".!?")
