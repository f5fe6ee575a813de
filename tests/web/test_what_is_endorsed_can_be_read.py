"""A practice with a recording is endorsed once what is said in it can be read, and not before."""

import re

import pytest

from fedcop.community import communities
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, endorsing
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.shelves import Place
from fedcop.errors import Refused
from tests.builders import make_community
from tests.web.test_files_of_an_artifact import hidden
from tests.web.test_recordings_can_be_read import TALK, send, sound


async def publish(browser):
    """Share a template with a recording by its form; returns its path."""
    there, headers = "/c/lab/new/template", {"Origin": browser.origin}
    fields = {"csrf": browser.csrf, "title": "A talk", "audience": "0"}
    sent = [("upload", ("talk.wav", sound(), "audio/wav"))]
    shown = await browser.client.post(
        there, data={**fields, "attach": "1"}, files=sent, headers=headers
    )
    answer = await browser.post(there, **{**fields, **hidden(shown.text)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_it_is_refused_until_there_are_captions(house):
    ana, browser = await house.person("ana")
    lab = await make_community(house.store, ana, "lab")
    path = await publish(browser)
    page = (await browser.get(path)).text
    assert "<audio controls" in page
    form = re.search(r'href="(/n/\d+/captions/(\d+))"', page)
    assert form is not None
    row = await artifacts.find(house.store, house.settings.origin + path)
    pin = artifacts.pin_of(row)
    with pytest.raises(Refused, match=r"captions or a transcript are missing for talk\.wav"):
        await perform(house.store, endorsing.endorse, Place(lab, ana, "Good."), pin)
    with pytest.raises(Refused, match="missing for"):
        await perform(house.store, endorsing.recommend, Word(lab, ana), pin)
    told = "missing for talk.wav"
    for there in ("propose", "endorse"):
        assert told in (await browser.get(f"{path}/{there}")).text
    group = await communities.find(house.store, lab.id)
    said = {"number": str(pin.number), "community": str(group.actor.id), "words": "Good."}
    answer = await browser.post(f"{path}/endorse", **said)
    assert answer.status_code == 422
    assert "What is said in its recordings must be there to be read first" in answer.text
    assert (await send(browser, form[1], TALK)).status_code == 303
    page = (await browser.get(path)).text
    assert '<track kind="captions"' in page
    assert told not in (await browser.get(f"{path}/propose")).text
    answer = await browser.post(f"{path}/endorse", **said)
    assert answer.status_code == 303
    again = await artifacts.find(house.store, house.settings.origin + path)
    assert artifacts.pin_of(again) == pin
