"""Who is in the demo: two health organizations, four people each, the community they share."""

from typing import Final

from fedcop.cli.demo.steps import Organization, Person
from fedcop.community.communities import Description

PASSWORD: Final = "safer handovers"  # noqa: S105 - everybody's in the demo, and printed

NORTHWIND: Final = Organization(
    "northwind",
    "Northwind Health",
    8001,
    (
        Person(
            "kwame",
            "Kwame Mensah",
            "Community steward. Twelve years on acute medical wards, now helping teams learn from"
            " each other. Ask me who knows what.",
        ),
        Person(
            "maya",
            "Maya Lindqvist",
            "Charge nurse, night shift. I collect what works at half past six in the morning.",
        ),
        Person(
            "jonas",
            "Jonas Weber",
            "Patient safety. I count things, then ask people what the numbers leave out.",
        ),
        Person(
            "aiko",
            "Aiko Tanaka",
            "I look after this node. If something here looks wrong, tell me.",
            role="owner",
        ),
    ),
)
RIVERSIDE: Final = Organization(
    "riverside",
    "Riverside Trust",
    8002,
    (
        Person(
            "tomas",
            "Tomás Ribeiro",
            "Quality improvement lead, forty minutes a week for the community. I try things on"
            " ward 4 and write down what happened, also when it did not work.",
        ),
        Person(
            "ingrid",
            "Dr Ingrid Halvorsen",
            "Consultant anaesthetist. Handovers from theatre to recovery to ward.",
        ),
        Person(
            "priya",
            "Priya Nair",
            "New in my first quality role, so expect questions.",
        ),
        Person(
            "helena",
            "Helena Duarte",
            "Director of nursing, and the owner of this node.",
            role="owner",
        ),
    ),
)
ORGANIZATIONS: Final = (NORTHWIND, RIVERSIDE)

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

# Who follows whom besides, across both organizations.
FOLLOWS: Final = (
    ("tomas", "kwame"),
    ("kwame", "tomas"),
    ("priya", "maya"),
    ("maya", "ingrid"),
    ("jonas", "tomas"),
    ("ingrid", "jonas"),
)
