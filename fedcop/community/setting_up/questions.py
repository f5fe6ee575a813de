"""What is asked of whoever sets a node up: one table, for the terminal and for the browser."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from fedcop.tongues import N_

FILE: Final = "file"  # kept in fedcop.toml, which only the terminal writes
NODE: Final = "node"  # kept in the database


class Choice(NamedTuple):
    """One of the answers to choose from, and what it means."""

    value: str
    name: str
    means: str = ""


class Step(NamedTuple):
    """Questions that belong together."""

    name: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `name` is that of the setting, or of the answer where it is kept here."""

    name: str
    step: str
    text: str
    hint: str = ""
    usual: str = ""
    kept: str = FILE
    choices: tuple[Choice, ...] = ()
    secret: bool = False
    needed: bool = False


CHECKS: Final = "checks"
REVIEW: Final = "review"
STEPS: Final = (
    Step(CHECKS, N_("How it stands"), N_("What this node sees of itself, before people come.")),
    Step(
        "organization",
        N_("Who you are"),
        N_("What others see of the organization behind this node."),
    ),
    Step("openness", N_("How open"), N_("With which other nodes this one speaks.")),
    Step("joining", N_("Who may join"), N_("You can change this any time, while the node runs.")),
    Step(
        "owner",
        N_("The first person"),
        N_("Whoever owns the node may do everything here, and name others to help."),
    ),
    Step("community", N_("The first community"), N_("Or leave it empty, and found one later.")),
    Step(
        "safety",
        N_("How people treat each other"),
        N_("Rules are shown to whoever joins, and what moderators decide names one of them."),
    ),
    Step(REVIEW, N_("Look it over"), N_("Nothing is made yet. Now it is, all of it at once.")),
)
QUESTIONS: Final = (
    Question(
        "origin",
        "organization",
        N_("Address of the node, for ever"),
        N_("As https://cop.example. Another address would be another node."),
        "http://cop.localhost:8000",
        needed=True,
    ),
    Question("organization", "organization", N_("Organization behind it")),
    Question(
        "name", "organization", N_("Name of the node"), N_("Empty: that of the organization.")
    ),
    Question("contact", "organization", N_("Where to reach you (mail or web address)")),
    Question(
        "languages",
        "organization",
        N_("Languages spoken here, the usual one first"),
        N_("As codes: en de."),
        "en",
    ),
    Question(
        "federation_mode",
        "openness",
        N_("With whom the node speaks"),
        usual="open",
        choices=(
            Choice("open", N_("Open"), N_("With every node, but for a few that are blocked.")),
            Choice("allowlist", N_("Consortium"), N_("With chosen nodes only.")),
            Choice("closed", N_("Closed"), N_("With nobody: it keeps to itself.")),
        ),
    ),
    Question(
        "registrations",
        "joining",
        N_("Who may join"),
        usual="approval",
        kept=NODE,
        choices=(
            Choice("closed", N_("Nobody"), N_("Those who run the node make the accounts.")),
            Choice(
                "invitation",
                N_("Whoever is invited"),
                N_("By links that expire and can be taken back."),
            ),
            Choice(
                "approval",
                N_("Whoever asks, and is let in"),
                N_("Moderators read a few words first."),
            ),
            Choice("open", N_("Everybody"), N_("Best with mail, so that addresses are proved.")),
        ),
    ),
    Question(
        "owner",
        "owner",
        N_("Name of its owner, small letters"),
        N_("What others find you by, for good."),
        kept=NODE,
        needed=True,
    ),
    Question(
        "owner_display",
        "owner",
        N_("What others see beside it"),
        N_("As your full name."),
        "",
        NODE,
    ),
    Question("email", "owner", N_("Mail address of the owner"), kept=NODE),
    Question(
        "password",
        "owner",
        N_("Password"),
        N_("10 characters or more. A few words you can remember make a good one."),
        kept=NODE,
        secret=True,
        needed=True,
    ),
    Question(
        "community",
        "community",
        N_("Name of the first community"),
        N_("Small letters, digits, underscores. Empty: not yet."),
        kept=NODE,
    ),
    Question("community_display", "community", N_("What others read beside it"), kept=NODE),
    Question(
        "community_domain",
        "community",
        N_("What it is about, in a sentence"),
        N_("As: handing over patients safely between wards."),
        kept=NODE,
    ),
    Question(
        "conduct",
        "safety",
        N_("Rules to begin with"),
        N_("You can write your own under Administration, Rules."),
        "template",
        NODE,
        choices=(
            Choice("template", N_("Four short ones"), N_("Respect, safety, honesty, confidence.")),
            Choice("none", N_("None yet"), N_("You write them later.")),
        ),
    ),
)


def of_step(step: str, kept: str = "") -> list[Question]:
    """List the questions of a step; those kept in one place alone where that is said."""
    return [one for one in QUESTIONS if one.step == step and kept in {"", one.kept}]


def kept_in(place: str) -> list[Question]:
    """List the questions whose answers are kept in a place."""
    return [one for one in QUESTIONS if one.kept == place]


def find_question(name: str) -> Question:
    """Find a question by its name."""
    return next(one for one in QUESTIONS if one.name == name)


# What a node begins with that wants rules: short enough to be read.
CONDUCT: Final = (
    N_("Treat each other with respect; criticise work, not people."),
    N_("No harassment, no hate, no threats, in public or in private."),
    N_("Say what you know and what you assume; name your sources."),
    N_("Share nothing that was told in confidence, and nothing that names patients or clients."),
)
