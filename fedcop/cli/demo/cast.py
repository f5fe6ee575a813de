"""Who is in the demo: three organizations with eight people each, the community they share."""

from typing import Final

from fedcop.cli.demo.brigid import BRIGID
from fedcop.cli.demo.northwind import NORTHWIND
from fedcop.cli.demo.riverside import RIVERSIDE
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
