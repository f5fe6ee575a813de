"""Who decides: somebody who looks after the node, or after one community; and about whom."""

from dataclasses import dataclass
from typing import Final

from fedcop.community import offices
from fedcop.community.offices import Right
from fedcop.errors import Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries import stewards
from fedcop.store.rows import ActorRow, ReportRow

DISMISS: Final = "dismiss"
REMOVE: Final = "remove"
WARN: Final = "warn"
LIMIT: Final = "limit"
SUSPEND: Final = "suspend"
ACTS: Final = (DISMISS, REMOVE, WARN, LIMIT, SUSPEND)
OF_STEWARDS: Final = (DISMISS, REMOVE, WARN)
ON_PEOPLE: Final = frozenset({LIMIT, SUSPEND})


@dataclass(frozen=True, slots=True)
class Judge:
    """Who decides; `community_id` is set for a steward, `actor_id` 0 is the command line."""

    actor_id: int = 0
    role: str = offices.OWNER
    community_id: int = 0

    @property
    def acts(self) -> tuple[str, ...]:
        """What they can do about a report."""
        return OF_STEWARDS if self.community_id else ACTS


async def require_judge(unit: Unit, judge: Judge) -> None:
    """Go on only for one who looks after the node, or this community. Raises Refused."""
    if not judge.community_id:
        offices.require(judge.role, Right.WORK_ON_REPORTS)
    elif await stewards.find_steward(unit, judge.community_id, judge.actor_id) is None:
        raise Refused("Only the stewards of this community may do that.")


def may_see(judge: Judge, report: ReportRow) -> bool:
    """Whether a report is for them: never one about themselves, for a steward one of theirs."""
    if judge.actor_id and report.subject_id == judge.actor_id:
        return False
    return not judge.community_id or report.community_id == judge.community_id


async def require_above(unit: Unit, judge: Judge, subject: ActorRow, act: str) -> None:
    """Go on only where somebody may decide this about somebody. Raises Refused."""
    if judge.actor_id == subject.id:
        raise Refused("Nobody decides about themselves.")
    if act not in judge.acts:
        raise Refused("This is for those who look after the node.")
    if act not in ON_PEOPLE:
        return
    if subject.kind in {"Organization", "Application"} and subject.local:
        raise Refused("The node itself cannot be limited or suspended.")
    login = await logins.find_login(unit, subject.id) if subject.local else None
    if login is None:
        return
    role = login[0].role
    if role == offices.OWNER:
        raise Refused("An owner cannot be limited or suspended: give them another role first.")
    if not offices.outranks(judge.role, role):
        raise Refused("Only somebody who stands above them can do that.")
