"""Posts that wait for their time."""

from collections.abc import Sequence
from typing import Final

from fedcop.api.ask import Ask
from fedcop.api.entities.media import entities
from fedcop.api.entities.times import moment
from fedcop.community import media, posting
from fedcop.community.drafts import PollDraft, Wish
from fedcop.store.rows import ScheduledRow
from fedcop.values import Audience

_VISIBILITIES: Final = {
    Audience.PUBLIC: "public",
    Audience.UNLISTED: "unlisted",
    Audience.FOLLOWERS: "private",
    Audience.NAMED: "direct",
}


async def one(ask: Ask, row: ScheduledRow) -> dict[str, object]:
    """Say what a client reads of a post that waits."""
    return (await many(ask, [row]))[0]


async def many(ask: Ask, rows: Sequence[ScheduledRow]) -> list[dict[str, object]]:
    """Say it of several."""
    wishes = [posting.read_wish(row) for row in rows]
    files = await media.some(ask.store, [number for wish in wishes for number in wish.media])
    uris = ask.store.uris
    return [
        _entity(row, wish, entities((files[one] for one in wish.media if one in files), uris))
        for row, wish in zip(rows, wishes, strict=True)
    ]


def _entity(row: ScheduledRow, wish: Wish, files: Sequence[object]) -> dict[str, object]:
    return {
        "id": str(row.id),
        "scheduled_at": moment(row.due),
        "params": {
            "text": wish.text,
            "poll": _poll(wish.poll),
            "media_ids": [str(number) for number in wish.media] or None,
            "sensitive": wish.sensitive,
            "spoiler_text": wish.summary or None,
            "visibility": _VISIBILITIES.get(wish.audience, "public"),
            "in_reply_to_id": wish.reply_to_id or None,
            "language": wish.language or None,
            "application_id": 0,
            "scheduled_at": None,
            "idempotency": None,
            "with_rate_limit": False,
        },
        "media_attachments": files,
    }


def _poll(wish: PollDraft | None) -> dict[str, object] | None:
    if wish is None:
        return None
    return {
        "options": list(wish.options),
        "expires_in": wish.lasts // 1000,
        "multiple": wish.multiple,
        "hide_totals": wish.hide_totals,
    }
