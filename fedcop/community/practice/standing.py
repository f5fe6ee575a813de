"""What an artifact may be shown as: nothing that its shown digest did not get.

What an origin says of an approval is a claim. "Reviewed" is what a community said of this very
digest, "endorsed" what a community or an organization did; both are looked up, never kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.errors import Conflict
from fedcop.store.batch import Reader
from fedcop.store.queries import standings
from fedcop.store.queries.standings import EndorsedRow, ShelvedRow
from fedcop.store.rows import ActorCard, ArtifactRow
from fedcop.tongues import N_

DRAFT: Final = "draft"
PROPOSED: Final = "proposed"
IN_REVIEW: Final = "inReview"
REVIEWED: Final = "reviewed"
ENDORSED: Final = "endorsed"
NEEDS_REVIEW: Final = "needsReview"
SUPERSEDED: Final = "superseded"
WITHDRAWN: Final = "withdrawn"

LABELS: Final = {
    DRAFT: N_("shared"),  # and proposed to nobody
    PROPOSED: N_("proposed"),
    IN_REVIEW: N_("in review"),
    REVIEWED: N_("reviewed"),
    ENDORSED: N_("endorsed"),
    NEEDS_REVIEW: N_("needs review"),
    SUPERSEDED: N_("superseded"),
    WITHDRAWN: N_("withdrawn"),
}
_ALIVE: Final = frozenset({DRAFT, PROPOSED, IN_REVIEW, REVIEWED, ENDORSED, NEEDS_REVIEW})
# Each move: from which states, to which (product.md 3.3).
MOVES: Final[dict[str, tuple[frozenset[str], str]]] = {
    "propose": (_ALIVE, PROPOSED),
    "take up": (frozenset({DRAFT, PROPOSED, IN_REVIEW, NEEDS_REVIEW}), IN_REVIEW),
    "decline": (frozenset({PROPOSED, IN_REVIEW}), DRAFT),
    "pass": (frozenset({PROPOSED, IN_REVIEW, REVIEWED, NEEDS_REVIEW}), REVIEWED),
    "endorse": (_ALIVE, ENDORSED),
    "revise": (frozenset({REVIEWED, ENDORSED, NEEDS_REVIEW}), IN_REVIEW),
    "question": (_ALIVE, NEEDS_REVIEW),
    "supersede": (_ALIVE | {SUPERSEDED}, SUPERSEDED),
    "withdraw": (_ALIVE | {SUPERSEDED}, WITHDRAWN),
}
_MOST_SMALL: Final = 5  # edits that may come one after another before somebody looks again
SPEAKERS: Final = frozenset({"Group", "Organization"})
_BY_WORD: Final = frozenset({REVIEWED, ENDORSED})  # what nobody can claim for themselves


@dataclass(frozen=True, slots=True)
class Endorsed:
    """Who stands for one exact revision that we hold."""

    id: int
    endorser: ActorCard
    number: int
    digest: str
    created: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an artifact may be shown.

    `number` is the revision shown; `current` says that just this one is endorsed. People who
    endorse stand apart in `liked_by`: theirs is a word of their own.
    """

    status: str
    label: str
    number: int
    endorsed: tuple[Endorsed, ...] = ()
    latest_endorsed: int = 0
    current: bool = False
    liked_by: tuple[Endorsed, ...] = ()
    libraries: tuple[int, ...] = ()  # the communities in whose library it stands


def move(status: str, name: str) -> str:
    """Return the state that a move leads to. Raises Conflict where it is not allowed."""
    before, after = MOVES[name]
    if status not in before:
        raise Conflict(f"What is {LABELS.get(status, status)} cannot go this way.")
    return after


async def standing_of(reader: Reader, artifact: ArtifactRow) -> Standing:
    """Say how an artifact may be shown."""
    endorsed = await standings.list_endorsed(reader, artifact.id)
    shelved = await standings.list_shelved(reader, artifact.id)
    return judge(artifact, endorsed, shelved)


async def standings_of(reader: Reader, artifacts: Iterable[ArtifactRow]) -> dict[int, Standing]:
    """Say how several artifacts may be shown, by their ids."""
    rows = list(artifacts)
    numbers = [row.id for row in rows]
    endorsed = await standings.list_endorsed_of_many(reader, numbers)
    shelved = await standings.list_shelved_of_many(reader, numbers)
    return {row.id: judge(row, endorsed.get(row.id, ()), shelved.get(row.id, ())) for row in rows}


def judge(
    artifact: ArtifactRow, endorsed: Iterable[EndorsedRow], shelved: Iterable[ShelvedRow]
) -> Standing:
    """Say how an artifact may be shown, by what was said of the revisions that we hold."""
    said, places = list(endorsed), list(shelved)
    strong = [row for row in said if row.endorser.kind in SPEAKERS]
    latest = max(strong, key=lambda row: row.number, default=None)
    current = any(_is_shown(artifact, row) for row in strong)
    small = _is_small(artifact, latest)
    reviewed = any(_is_shown(artifact, row) for row in places)
    status = _status(artifact, endorsed=current or small, reviewed=reviewed)
    return Standing(
        status=status,
        label=_label(artifact, status, latest.number if latest else 0, small=small),
        number=artifact.number,
        endorsed=tuple(_shown(row) for row in strong),
        latest_endorsed=latest.number if latest else 0,
        current=current,
        liked_by=tuple(_shown(row) for row in said if row.endorser.kind not in SPEAKERS),
        libraries=tuple(row.community_id for row in places),
    )


def _is_shown(artifact: ArtifactRow, row: EndorsedRow | ShelvedRow) -> bool:
    """Whether something was said of just what is shown."""
    return bool(row.digest) and (row.number, row.digest) == (artifact.number, artifact.digest)


def _is_small(artifact: ArtifactRow, latest: EndorsedRow | None) -> bool:
    """Whether nothing but a few small edits lies between what was endorsed and what is shown."""
    since = artifact.number - latest.number if latest is not None else 0
    return latest is not None and 0 < since <= _MOST_SMALL and latest.minor == since


def _status(artifact: ArtifactRow, *, endorsed: bool, reviewed: bool) -> str:
    """Choose a state; of those that nobody can claim for themselves, what was said alone."""
    if artifact.status == WITHDRAWN:
        return WITHDRAWN
    if artifact.status == SUPERSEDED or artifact.superseded_by:
        return SUPERSEDED
    if artifact.status == NEEDS_REVIEW or is_overdue(artifact):
        return NEEDS_REVIEW
    if endorsed or reviewed:
        return ENDORSED if endorsed else REVIEWED
    return IN_REVIEW if artifact.status in _BY_WORD else artifact.status


def is_overdue(artifact: ArtifactRow) -> bool:
    """Whether the day has passed by which an artifact was to be looked at again."""
    return 0 < artifact.review_by <= clock.now_ms()


def _label(artifact: ArtifactRow, status: str, latest: int, *, small: bool) -> str:
    """Say a state in words that name the revision that was approved, never the one shown."""
    word = LABELS.get(status, status)
    if status == REVIEWED:
        word = f"reviewed r{artifact.number}"
    if not latest:
        return word
    if status == ENDORSED:
        return f"endorsed r{latest}; r{artifact.number} minor" if small else f"endorsed r{latest}"
    if status in {SUPERSEDED, WITHDRAWN}:
        return word
    return f"{word}; endorsed r{latest}"


def _shown(row: EndorsedRow) -> Endorsed:
    return Endorsed(row.id, row.endorser, row.number, row.digest, row.created, row.words)
