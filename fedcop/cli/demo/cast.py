"""Who is in the demo: three organizations with eight people each, the communities they share."""

from dataclasses import dataclass
from typing import Final

from fedcop.cli.demo.brigid import BRIGID
from fedcop.cli.demo.northwind import NORTHWIND
from fedcop.cli.demo.riverside import RIVERSIDE
from fedcop.cli.demo.steps import Organization
from fedcop.community.communities import Description

PASSWORD: Final = "safer handovers"  # noqa: S105 - everybody's in the demo, and printed

ORGANIZATIONS: Final = (NORTHWIND, RIVERSIDE, BRIGID)

COMMUNITY: Final = "handovers"
FOUNDER: Final = "kwame"
HOME: Final = NORTHWIND
DESCRIPTION: Final = Description(
    "Safer Handovers",
    domain="Handing over patients safely between shifts, wards and organizations.",
    charter="""\
We are nurses, doctors and quality people who hand patients over every day, and want nothing to be
lost on the way.

**Here you find** short descriptions of what works, what did not, and the forms to go with it.

**Please** write about practice, never about a patient anybody could recognise. Say where you tried
something and for how long. A result that disappoints is as welcome as one that shines.
""",
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A community of the demo; no `members` named: everybody."""

    name: str
    founder: str
    home: Organization
    description: Description
    members: tuple[str, ...] = ()


EVENTS: Final = "first_aid"
COMMUNITIES: Final = (
    Shared(COMMUNITY, FOUNDER, HOME, DESCRIPTION),
    Shared(
        EVENTS,
        "luca",
        BRIGID,
        Description(
            "First Aid at Events",
            domain="Looking after people at football matches, fairs and concerts.",
            charter="""\
We stand at the edge of the pitch at the weekend. Most of us are volunteers, and what one crew finds
out on a Saturday the next should know on Sunday.

**Bring** what you tried, with how many people and in which weather.
""",
        ),
        ("otto", "samir", "ana", "callum", "david", "mei", "idris", "sofia", "rosa"),
    ),
)

# Who follows whom besides, across the organizations.
FOLLOWS: Final = (
    ("tomas", "kwame"),
    ("kwame", "tomas"),
    ("priya", "maya"),
    ("maya", "ingrid"),
    ("jonas", "tomas"),
    ("ingrid", "jonas"),
    ("niamh", "maya"),
    ("grace", "niamh"),
    ("maya", "grace"),
    ("rosa", "tomas"),
    ("luca", "ingrid"),
)
