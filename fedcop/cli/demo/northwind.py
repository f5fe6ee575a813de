"""Northwind Health: the organization that hosts the community of the demo."""

from typing import Final

from fedcop.cli.demo.steps import Organization, Person

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
            mentors="nights checklist",
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
        Person(
            "ana",
            "Ana Ruiz",
            "Ward sister, medical admissions. Forty new people a day, so I care about first lines.",
        ),
        Person("samir", "Samir Haddad", "Junior doctor, nights in rotation. I ask the obvious."),
        Person(
            "lucia",
            "Lucía Ferrer",
            "Pharmacist on the wards. I hear what nobody meant to say about medicines.",
        ),
        Person("otto", "Otto Nyström", "Porter for thirty years. I see every handover twice."),
    ),
)
