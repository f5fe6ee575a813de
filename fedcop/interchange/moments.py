"""Times in exports, as ISO 8601 has them."""

from datetime import UTC, datetime

_MS = 1000


def moment(at: int) -> str:
    """Write milliseconds since 1970 as a time in UTC; nothing for 0."""
    if not at:
        return ""
    told = datetime.fromtimestamp(at // _MS, UTC).isoformat().replace("+00:00", "")
    return f"{told}.{at % _MS:03}Z" if at % _MS else f"{told}Z"
