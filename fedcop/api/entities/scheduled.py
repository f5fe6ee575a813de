"""Posts that wait for their time."""

from typing import Final

from fedcop.api.entities.times import moment
from fedcop.community import posting
from fedcop.community.drafts import PollDraft
from fedcop.store.rows import ScheduledRow
from fedcop.values import Audience

_VISIBILITIES: Final = {
    Audience.PUBLIC: "public",
    Audience.UNLISTED: "unlisted",
    Audience.FOLLOWERS: "private",
    Audience.NAMED: "direct",
}


def entity(row: ScheduledRow) -> dict[str, object]:
    """Say what a client reads of a post that waits."""
    wish = posting.read_wish(row)
    return {
        "id": str(row.id),
        "scheduled_at": moment(row.due),
        "params": {
            "text": wish.text,
            "poll": _poll(wish.poll),
            "media_ids": None,
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
        "media_attachments": [],
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
