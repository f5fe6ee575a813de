"""Which exact revision an activity means."""

from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.values import ArtifactPin

_LATEST: Final = 2**31 - 1
_DIGEST: Final = 100


def pin_in(activity: Activity) -> ArtifactPin:
    """Read which revision an activity means; number 0 where it names none that can be."""
    number, digest = activity.cop.get("cop:revision"), activity.cop.get("cop:digest")
    known = isinstance(number, int) and not isinstance(number, bool) and 0 < number < _LATEST
    if not known or not isinstance(digest, str) or not 0 < len(digest) <= _DIGEST:
        return ArtifactPin(activity.object_id)
    return ArtifactPin(activity.object_id, int(str(number)), digest)
