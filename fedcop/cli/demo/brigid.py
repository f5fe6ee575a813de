"""St Brigid Care: houses where people live, and neighbours who help at the weekend."""

from typing import Final

from fedcop.cli.demo.steps import Organization, Person

BRIGID: Final = Organization(
    "brigid",
    "St Brigid Care",
    8003,
    (
        Person(
            "niamh",
            "Niamh Byrne",
            "I run a house of forty residents. We hand over three times a day, sitting down.",
            mentors="family handover",
        ),
        Person(
            "luca",
            "Luca Conti",
            "Activities in the week, first aider at the weekend. Forty seconds is a long time.",
        ),
        Person("grace", "Grace Achieng", "Night nurse. One of me, forty of them."),
        Person(
            "pawel",
            "Paweł Zieliński",
            "I keep the computers of five houses and this node alive.",
            role="owner",
        ),
        Person("rosa", "Rosa Almeida", "Family liaison. I collect what families were told."),
        Person("hannah", "Hannah Fischer", "Care team lead. New forms have to win me over."),
        Person("idris", "Idris Bello", "Physiotherapist for all our houses, one day each."),
        Person("sofia", "Sofia Marchetti", "Student on placement until June, allowed to ask why."),
    ),
)
