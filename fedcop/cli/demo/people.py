"""Let the people of a demo in, and found its communities: each at home, before anybody talks."""

import asyncio
from dataclasses import replace

from fedcop.assembly import Parts
from fedcop.cli.demo import cast
from fedcop.cli.demo.cast import Shared
from fedcop.cli.demo.steps import Organization, Person, flowing
from fedcop.cli.setup import make_person
from fedcop.community import accounts, communities
from fedcop.community.accounts import NewPerson
from fedcop.community.communities import Plan
from fedcop.community.perform import perform
from fedcop.community.practice import mentoring
from fedcop.community.practice.mentoring import Availability
from fedcop.federation.keyring import make_keys
from fedcop.markup.markdown import render


async def let_in(organization: Organization, parts: Parts, password_hash: str) -> None:
    """Make the people of an organization that are not there yet, and its communities."""
    async with asyncio.TaskGroup() as group:
        for person in organization.people:
            if await accounts.find_by_name(parts.store, person.name) is None:
                group.create_task(_welcome(person, parts, password_hash))
    for shared in cast.COMMUNITIES:
        if organization.key == shared.home.key:
            await _found(parts, shared)


async def _welcome(person: Person, parts: Parts, password_hash: str) -> None:
    row = await make_person(
        parts.store,
        parts.seal,
        NewPerson(person.name, person.display, password_hash=password_hash, role=person.role),
    )
    said = person.display, person.about, _html(person.about)
    await perform(parts.store, accounts.change_profile, row, *said)
    if person.mentors:
        offered = Availability(person.about, person.mentors, "en", "Europe/Dublin")
        await perform(parts.store, mentoring.offer_oneself, row, offered)


async def _found(parts: Parts, shared: Shared) -> None:
    founder = await accounts.find_by_name(parts.store, shared.founder)
    if founder is None or await accounts.find_by_name(parts.store, shared.name):
        return
    keys = await make_keys(parts.store.uris.community(shared.name), parts.seal)
    charter = flowing(shared.description.charter)
    said = replace(shared.description, charter=charter, summary=_html(charter))
    plan = Plan(shared.name, said)
    await perform(parts.store, communities.found, founder, plan, keys, needs_approval=False)


def _html(markdown: str) -> str:
    return render(markdown, lambda _handle: None, lambda _tag: None)
