"""The pages of a hashtag lead to one another whatever letters it is written in."""

import pytest


@pytest.mark.parametrize("tag", ["wool", "wäsche", "шерсть", "日本"])
async def test_a_hashtag_is_read_to_its_end(home, tag):
    phone = await home.phone_of(await home.person("ann"))
    written = []
    for number in range(3):
        said = await phone.post("/api/v1/statuses", status=f"{number} about #{tag}")
        assert said.status_code == 200, said.text
        written.append(said.json()["id"])
    answer = await phone.get(f"/api/v1/timelines/tag/{tag}", limit=2)
    read = [one["id"] for one in answer.json()]
    url = answer.links["next"]["url"]
    assert url.isascii()
    answer = await phone.client.get(url)
    assert answer.status_code == 200
    read += [one["id"] for one in answer.json()]
    assert read == written[::-1]
