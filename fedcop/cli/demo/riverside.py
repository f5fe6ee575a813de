"""Riverside Trust: members from another hospital, who try things and say what happened."""

from typing import Final

from fedcop.cli.demo.steps import Organization, Person

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
            mentors="counting adoption",
        ),
        Person(
            "ingrid",
            "Dr Ingrid Halvorsen",
            "Consultant anaesthetist. Handovers from theatre to recovery to ward.",
            mentors="handover recovery",
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
        Person("mei", "Mei Chen", "Day surgery. Everybody I look after goes home at four."),
        Person(
            "callum",
            "Callum Reid",
            "Site practitioner at night. If something has no owner after eight, it is mine.",
        ),
        Person("zofia", "Zofia Kowalska", "Ward clerk. I know whose telephone is in the laundry."),
        Person("david", "David Okafor", "Recovery nurse, and a catcher most days."),
    ),
)
