"""A node that sends mail: what it owes, and the forms of guests."""

import re
from dataclasses import replace

import orjson

from fedcop.store.queries import letters

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


def that_mails(settings, **more):
    """The same settings with a mail server, which is asked by a worker alone."""
    return replace(settings, smtp_host="localhost", mail_from="cop@cop.example", **more)


async def fill(browser, path, to="", **fields):
    """Open a page as a guest and send its form."""
    page = await browser.get(path)
    assert page.status_code == 200, page.text
    token = _TOKEN.search(page.text)
    return await browser.send(to or path, {"csrf": token[1], **fields})


async def owed(store):
    """What letters are owed: kind, address, facts."""
    rows = await letters.list_due_letters(store, 2**62, 1000)
    return [(row.kind, row.address, orjson.loads(row.facts)) for row in rows]


def path_in(house, facts) -> str:
    """The page that the link of a letter opens."""
    return facts["link"].removeprefix(house.settings.origin)
