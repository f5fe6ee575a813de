"""What a collection names is found by every address that people copy."""

from fedcop.community.practice import artifacts
from fedcop.community.practice.packing import fields_of
from tests import practice
from tests.builders import make_community, remember_person
from tests.practice import HANDOVER


async def test_entries_name_what_is_of_elsewhere_as_its_home_does(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    rita = await remember_person(house.store, "https://riverside.example/u/rita")
    uri = "https://riverside.example/a/9"
    said = practice.claimed(practice.part_of(house.store), 1)
    post = await practice.bring(house.store, rita, said, uri, community_id=community.id)
    for address in (f"/a/{post.id}", f"{house.settings.origin}/a/{post.id}", uri):
        entry = {"items-1-id": address}
        sent = await browser.post(
            "/c/handovers/new/collection", title="Of others", audience="0", **entry
        )
        number = int(sent.headers["location"].removeprefix("/a/"))
        items = fields_of(await artifacts.get(house.store, number))["items"]
        assert items == [{"id": uri, "name": HANDOVER.title}]
        shown = (await browser.get(sent.headers["location"])).text
        assert f'<a href="/a/{post.id}"><strong>' in shown
