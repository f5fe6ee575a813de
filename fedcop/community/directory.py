"""The directory of a community: who wants to be found by its members, for what, and nobody else."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.community import policy
from fedcop.errors import Invalid, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import directory, follows
from fedcop.store.queries.directory import DirectoryRow
from fedcop.store.rows import ActorRow

MOST: Final = 500
MOST_SKILLS: Final = 20
LONGEST_SKILL: Final = 80
LONGEST_ABOUT: Final = 500
_ACCEPTED: Final = "accepted"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody tells the members of a community of themselves."""

    skills: tuple[str, ...] = ()
    about: str = ""
    mentor: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who wants to be found; `person` is None where only their own node knows them."""

    uri: str
    name: str
    said: Said
    person: ActorRow | None = None


async def enter(unit: Unit, person: ActorRow, community: ActorRow, said: Said) -> None:
    """Let somebody be found by the members of a community of theirs. Raises Refused, Invalid."""
    policy.require(policy.may_act(person))
    follow = await follows.find_follow(unit, person.id, community.id)
    if follow is None or follow.state != _ACCEPTED:
        raise Refused("Only members stand in the directory. Join first.")
    said = _checked(said)
    unit.touch(f"directory:{community.id}:{person.id}")
    unit.add(
        directory.put_entry(
            DirectoryRow(
                id=ids.new_id(),
                community_id=community.id,
                actor_id=person.id,
                changed=clock.now_ms(),
                skills="\n".join(said.skills),
                about=said.about,
                mentor=int(said.mentor),
            )
        )
    )


async def withdraw(unit: Unit, person: ActorRow, community: ActorRow) -> None:
    """Let somebody be found no longer."""
    unit.touch(f"directory:{community.id}:{person.id}")
    unit.add(directory.delete_entry(community.id, person.id))


async def find(reader: Reader, person: ActorRow, community: ActorRow) -> Said | None:
    """Read what somebody says of themselves; None where they do not want to be found."""
    row = await directory.find_entry(reader, community.id, person.id)
    return _said(row) if row else None


async def list_of(reader: Reader, community: ActorRow) -> list[Listed]:
    """Read who of those we know wants to be found, mentors first."""
    rows = await directory.list_entries(reader, community.id, MOST)
    found = [
        Listed(actor.uri, actor.display or actor.name, _said(row), actor) for row, actor in rows
    ]
    return in_order(found)


def in_order(found: list[Listed]) -> list[Listed]:
    """Put mentors first, then by name."""
    return sorted(found, key=lambda one: (not one.said.mentor, one.name.casefold(), one.uri))


def _checked(said: Said) -> Said:
    skills = tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in said.skills))))
    about = " ".join(said.about.split())
    if not (skills or about or said.mentor):
        raise Invalid("skills: Say what you can do, or what you may be asked about.")
    if len(skills) > MOST_SKILLS:
        raise Invalid(f"skills: {MOST_SKILLS} are the most.")
    if any(len(one) > LONGEST_SKILL for one in skills):
        raise Invalid(f"skills: Write {LONGEST_SKILL} characters at most in each line.")
    if len(about) > LONGEST_ABOUT:
        raise Invalid(f"about: Write {LONGEST_ABOUT} characters at most.")
    return Said(skills, about, said.mentor)


def _said(row: DirectoryRow) -> Said:
    return Said(tuple(row.skills.splitlines()), row.about, bool(row.mentor))
