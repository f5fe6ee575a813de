"""Media attachments: pictures, and other files, beside a status or on their way to one."""

from collections.abc import Iterable
from typing import Any

from fedcop.community.media import address, small_address
from fedcop.store.rows import MediaRow
from fedcop.uris import Uris


def entity(row: MediaRow, uris: Uris) -> dict[str, Any]:  # JSON of several kinds
    """Say what a client reads of a file."""
    return {
        "id": str(row.id),
        "type": row.kind,
        "url": address(row, uris),
        "preview_url": small_address(row, uris),
        "remote_url": row.remote or None,
        "text_url": None,
        "meta": _meta(row),
        "description": row.description or None,
        "blurhash": row.blurhash or None,
    }


def entities(rows: Iterable[MediaRow], uris: Uris) -> list[dict[str, Any]]:  # as above
    """Say it of several."""
    return [entity(row, uris) for row in rows]


def _meta(row: MediaRow) -> dict[str, Any]:  # as above
    meta: dict[str, Any] = {}
    if row.wide and row.high:
        meta["original"] = _size(row.wide, row.high)
        meta["focus"] = {"x": row.focus_x / 1000, "y": row.focus_y / 1000}
    if row.small_wide and row.small_high:
        meta["small"] = _size(row.small_wide, row.small_high)
    return meta


def _size(wide: int, high: int) -> dict[str, Any]:  # as above
    return {"width": wide, "height": high, "size": f"{wide}x{high}", "aspect": wide / high}
