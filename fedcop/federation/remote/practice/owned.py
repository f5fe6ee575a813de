"""What a document says of its own node: nobody speaks for the organization of another."""

from typing import Final

from fedcop.activitypub.origin import same_origin
from fedcop.activitypub.vocabulary import JSON, Object

_LONGEST: Final = 2_048


def of_its_own(written: Object, value: JSON) -> str:
    """Read a uri of the node where something was written; empty for any other."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    if not value.startswith(("https://", "http://")) or not same_origin(value, written.author):
        return ""
    return value
