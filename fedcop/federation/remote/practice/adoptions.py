"""That somebody elsewhere applies a practice, in terms of ours.

Who says so in another program, by the hashtag #applied, confirms it where the artifact is at home;
that node tells it on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from fedcop import clock
from fedcop.activitypub.vocabulary import JSON, Activity, Object
from fedcop.community.practice import adoptions
from fedcop.community.practice.cycles import PROMPTS, RESULTS
from fedcop.community.practice.parts import AdoptionPart
from fedcop.federation.remote.practice.owned import of_its_own
from fedcop.federation.remote.reach import Reach
from fedcop.markup.text import one_line
from fedcop.values import ArtifactPin

_URI: Final = 2048
_DIGEST: Final = 100
_LATEST: Final = 2**31 - 1
_WORD: Final = 20


async def read(reach: Reach, written: Object) -> AdoptionPart | None:
    """Read who applies what; None where nobody can tell what."""
    pin = _pin(written.cop.get("cop:adopts"))
    if pin is None:
        return None
    terms = written.cop
    result = terms.get("cop:result")
    told = {prompt.name: _words(terms.get(f"cop:{prompt.name}")) for prompt in PROMPTS}
    return AdoptionPart(
        pin=pin,
        organization_uri=of_its_own(written, terms.get("cop:organization")),
        team=_line(terms.get("cop:team")),
        result=result if isinstance(result, str) and result in RESULTS else "",
        told={name: words for name, words in told.items() if words},
        outcome=_outcome(terms.get("cop:outcome")),
        adaptation_uri=of_its_own(written, terms.get("cop:adaptation")),
        began=_since(terms.get("cop:since")),
    )


def confirmed_in(activity: Activity) -> AdoptionPart | None:
    """Read what somebody else confirmed, as the home of what they apply tells it."""
    terms = activity.cop
    pin, result = _pin(terms.get("cop:adopts")), terms.get("cop:result")
    if pin is None:
        return None
    return AdoptionPart(
        pin=pin,
        team=_line(terms.get("cop:team")),
        result=result if isinstance(result, str) and result in RESULTS else "",
        began=_since(terms.get("cop:since")),
    )


def _pin(value: JSON) -> ArtifactPin | None:
    if isinstance(value, str):
        value = {"id": value}
    if not isinstance(value, dict):
        return None
    uri, number, digest = value.get("id"), value.get("revision"), value.get("digest")
    if not isinstance(uri, str) or not uri.startswith(("https://", "http://")) or len(uri) > _URI:
        return None
    known = number if isinstance(number, int) and 0 < number < _LATEST else 0
    said = digest if isinstance(digest, str) and len(digest) <= _DIGEST else ""
    return ArtifactPin(uri, known, said)


def _line(value: JSON) -> str:
    return one_line(value, adoptions.LONGEST_TEAM) if isinstance(value, str) else ""


def _words(value: JSON) -> str:
    return value[: adoptions.LONGEST].replace("\0", "") if isinstance(value, str) else ""


def _since(value: JSON) -> int:
    """Read since when; what nobody understands, or is to come, is when it was told."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return 0
    if at is None or at.tzinfo is None:
        return 0
    ms = int(at.timestamp() * 1000)
    return ms if 0 < ms <= clock.now_ms() else 0


def _outcome(value: JSON) -> tuple[Mapping[str, JSON], ...]:
    found = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    kept = [
        {name: word for name, word in one.items() if isinstance(word, str) and len(word) <= _WORD}
        for one in found[: adoptions.MOST_OUTCOMES]
    ]
    return tuple(one for one in kept if adoptions.is_outcome(one))
