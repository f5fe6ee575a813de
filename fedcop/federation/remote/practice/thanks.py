"""Thanks that somebody elsewhere says."""

from typing import Final

from fedcop.activitypub.vocabulary import JSON, Object
from fedcop.community.practice.parts import ThanksPart
from fedcop.federation.remote.reach import Reach

_LONGEST: Final = 2048


async def read(reach: Reach, written: Object) -> ThanksPart | None:
    """Read who is thanked for what; they have to be named in it."""
    person = _uri(written.cop.get("cop:thanked"))
    work = _uri(written.cop.get("cop:recognizes"))
    if not person or person not in {one.href for one in written.mentions}:
        return None
    if person == written.author:
        return None
    return ThanksPart(person, "" if work == person else work)


def _uri(value: JSON) -> str:
    known = value if isinstance(value, str) else ""
    return known if known.startswith(("https://", "http://")) and len(known) <= _LONGEST else ""
