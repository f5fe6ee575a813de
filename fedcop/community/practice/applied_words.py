"""How an adoption reads as a text, in any program: who applies what, and what came of it."""

from collections.abc import Iterator, Mapping
from typing import Final

from fedcop import clock
from fedcop.community.practice import cycles
from fedcop.community.practice.cycles import PROMPTS, RESULTS
from fedcop.community.practice.parts import AdoptionPart
from fedcop.values import JSON

_MEANT: Final = frozenset("\\[]()*_`<>!#~|@")


def title_of(part: AdoptionPart, organization: str) -> str:
    """Name an adoption in one line; where only the fact may leave us, that alone."""
    place = place_of(part, organization)
    title = f"Applied at {place}" if place else "Applied"
    shown = RESULTS.get(part.result, "") if not part.discreet else ""
    return f"{title} — {shown}" if shown else title


def markdown_of(part: AdoptionPart, artifact: str, organization: str) -> str:
    """Tell an adoption as Markdown, with what its author answered."""
    return "\n\n".join(_paragraphs(part, artifact, organization))


def place_of(part: AdoptionPart, organization: str) -> str:
    """Say where it is applied."""
    return ", ".join(one for one in (organization, part.team) if one)


def outcome_words(one: Mapping[str, JSON]) -> str:
    """Say what came of it in one respect: `quality: somewhat better (fairly sure)`."""
    kind = cycles.DIMENSIONS.get(str(one.get("dimension", "")), "")
    way = cycles.DIRECTIONS.get(str(one.get("direction", "")), "")
    much = cycles.RANGES.get(str(one.get("range", "")), "")
    sure = cycles.CONFIDENCES.get(str(one.get("confidence", "")), "")
    change = f"{much} {way}" if much and one.get("direction") != "same" else way
    hours = cycles.WEEKLY.get(str(one.get("weekly", "")), ("",))[0]
    known = ", ".join(word for word in (hours, sure) if word)
    return f"{kind}: {change}" + (f" ({known})" if known else "")


def _paragraphs(part: AdoptionPart, artifact: str, organization: str) -> Iterator[str]:
    known = part.result in {cycles.WORKED, cycles.PARTLY, cycles.NOT}
    verb = "We applied" if known and not part.discreet else "We are applying"
    number = f" (r{part.pin.number})" if part.pin.number else ""
    place = place_of(part, organization)
    said = f"**{verb} “{_bare(artifact)}”{number}**" + (f" at {_bare(place)}" if place else "")
    yield f"{said}, since {_day(part.began)}." if part.began else f"{said}."
    if part.discreet:
        return
    if part.result:
        yield f"**What came of it:** {RESULTS[part.result]}."
    if part.outcome:
        yield "\n".join(f"- {outcome_words(one)}" for one in part.outcome)
    for prompt in PROMPTS:
        if words := str(part.told.get(prompt.name, "")).strip():
            yield f"*{prompt.asks}*\n{words}"


def _day(ms: int) -> str:
    at = clock.utc(ms)
    return f"{at.day} {at:%B %Y}"


def _bare(text: str) -> str:
    """Let a name be no Markdown, and name nobody."""
    shown = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in _MEANT else letter for letter in shown)
