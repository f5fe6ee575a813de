"""The clock of a node jumps a day ahead and is put back: nothing that was refused is lost."""

from pathlib import Path

import pytest

from fedcop.community import posts
from fedcop.community.drafts import Draft
from tests.network.fakes import Net, Seen, say
from tests.nodes import Town, until

_MOVED = """
import time
from pathlib import Path

_real, _file = time.time, Path({file!r})
time.time = lambda: _real() + float(_file.read_text())
"""
DAY = 86_400


def only_signed_now(seen: Seen) -> tuple[int, bytes, str]:
    """Refuse what was signed at another time, as peers do."""
    return say(202 if seen.scheme else 401)


def put(hands: Path, seconds: int) -> None:
    """Move the clock, at one stroke."""
    other = hands.with_suffix(".new")
    other.write_text(str(seconds))
    other.replace(hands)


@pytest.mark.timeout(120)
async def test_a_day_ahead_and_back(
    town: Town, net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = tmp_path / "hands"
    put(hands, 0)
    (tmp_path / "sitecustomize.py").write_text(_MOVED.format(file=str(hands)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    node = await town.node("northwind", "sqlite")
    ana = await node.person("ana")
    await node.start()
    garden = net.server("garden")
    garden.manner = only_signed_now
    gus = garden.person("gus")
    assert await garden.send(node, garden.activity("Follow", gus, node.origin + "/u/ana")) == 202
    await until(lambda: garden.told("Accept"), why=node.log)

    put(hands, DAY)
    tried = garden.tried
    post = await node.do(posts.write, ana, Draft(source="Said on the wrong day"))
    await until(lambda: garden.tried > tried, why=node.log)
    assert garden.told("Create") == []
    like = garden.activity("Like", gus, f"{node.origin}/n/{post.id}")
    assert await garden.send(node, like) == 401

    put(hands, 0)
    assert await garden.send(node, like) == 202
    await until(lambda: garden.told("Create"), 30, why=node.log)
    await until(node.at_rest, why=node.log)
    assert await node.number("SELECT count(*) FROM reaction") == 1
