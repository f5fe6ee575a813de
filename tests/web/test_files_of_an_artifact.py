"""Files of an artifact: many in one go, each listed as what it is."""

import re
from html import unescape

from tests.builders import make_community


def hidden(page):
    """What a form carries along without showing it, and its title."""
    tags = re.findall(r'<input [^>]*name="(?:title|file-[0-9]+|base)"[^>]*>', page)
    pairs = [
        (re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)) for tag in tags
    ]
    return {name[1]: unescape(value[1]) if value else "" for name, value in pairs if name}


async def test_many_files_come_in_one_go_and_stay(house):
    ana, browser = await house.person("ana")
    await make_community(house.store, ana, "handovers")
    there, headers = "/c/handovers/new/template", {"Origin": browser.origin}
    fields = {"csrf": browser.csrf, "title": "Cards", "audience": "0", "attach": "1"}

    def cards(first, last):
        return [
            ("upload", (f"card-{at}.pdf", b"%PDF-1.7 card " + str(at).encode(), "application/pdf"))
            for at in range(first, last)
        ]

    shown = await browser.client.post(there, data=fields, files=cards(0, 5), headers=headers)
    form = hidden(shown.text)
    assert [f"file-{at}" in form for at in (1, 5, 6)] == [True, True, False]
    assert "Leave out card-4.pdf" in shown.text
    assert "application/pdf · 15 bytes · " in shown.text
    assert shown.text.count('title="sha-256:') == 5
    form = {**fields, **form}
    shown = await browser.client.post(there, data=form, files=cards(5, 22), headers=headers)
    assert "20 files are the most; left out: card-20.pdf, card-21.pdf." in shown.text
    form = hidden(shown.text)
    assert "file-20" in form
    assert 'name="upload"' not in shown.text
    sent = await browser.post(there, **form, audience="0")
    address = sent.headers["location"]
    page = (await browser.get(address)).text
    assert all(f"card-{at}.pdf" in page for at in range(20))
    form = hidden((await browser.get(f"{address}/edit")).text)
    gone = {**form, f"drop-{form['file-3']}": "1", "note": "One less"}
    assert (await browser.post(f"{address}/edit", **gone)).status_code == 303
    page = (await browser.get(address)).text
    assert "card-2.pdf" not in page
    assert "card-19.pdf" in page
