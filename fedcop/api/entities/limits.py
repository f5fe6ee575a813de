"""What may be written here at most, as clients are told before they send it."""

from typing import Any, Final

from fedcop.community import polls
from fedcop.pictures import recordings

CHARACTERS: Final = 50_000
URL_CHARACTERS: Final = 23  # what a link counts, however long it is
ATTACHMENTS: Final = 4
PINS: Final = 5
FEATURED_TAGS: Final = 10
RECORDING_TYPES: Final = tuple(sorted(set(recordings.TAKEN.values())))
PICTURE_TYPES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp")
PICTURE_PIXELS: Final = 33_177_600
ALT_CHARACTERS: Final = 1_500
NAME_CHARACTERS: Final = 100
NOTE_CHARACTERS: Final = 5_000


def configuration(largest: int) -> dict[str, Any]:  # JSON of several kinds
    """Render the limits, alike in both descriptions of the node."""
    return {
        "accounts": {
            "max_featured_tags": FEATURED_TAGS,
            "max_pinned_statuses": PINS,
            "max_display_name_length": NAME_CHARACTERS,
            "max_note_length": NOTE_CHARACTERS,
        },
        "statuses": {
            "max_characters": CHARACTERS,
            "max_media_attachments": ATTACHMENTS,
            "characters_reserved_per_url": URL_CHARACTERS,
        },
        "media_attachments": {
            "supported_mime_types": [*PICTURE_TYPES, *RECORDING_TYPES],
            "description_limit": ALT_CHARACTERS,
            "image_size_limit": largest,
            "image_matrix_limit": PICTURE_PIXELS,
            "video_size_limit": largest,
            "video_frame_rate_limit": 60,
            "video_matrix_limit": 2_304_000,
        },
        "polls": {
            "max_options": polls.MOST_OPTIONS,
            "max_characters_per_option": polls.LONGEST_OPTION,
            "min_expiration": polls.SHORTEST_MS // 1000,
            "max_expiration": polls.LONGEST_MS // 1000,
        },
        "translation": {"enabled": False},
    }
