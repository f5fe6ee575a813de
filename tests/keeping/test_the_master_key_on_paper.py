"""The master key is printed, lost, typed again; a slip of the pen is named."""

from base64 import b64decode, b64encode

import pytest

from fedcop.errors import Malformed
from fedcop.keeping.sheet import read_sheet, write_page, write_sheet
from tests.cli.rig import copied, fedcop, init

KEY = bytes(range(7, 39))


def test_what_was_printed_is_read_again():
    text = write_sheet(KEY, "https://cop.example", "2026-11-21")
    assert read_sheet(text) == KEY
    assert read_sheet(text.upper()) == KEY
    assert read_sheet(f"fedcop-key:{b64encode(KEY).decode()}") == KEY
    assert "<svg" in write_page(KEY, "https://cop.example", "2026-11-21")


def test_each_slip_is_noticed_and_named():
    lines = write_sheet(KEY, "https://cop.example", "2026-11-21").splitlines()
    third = next(n for n, line in enumerate(lines) if line.startswith("3."))
    for at in (4, 7, 9, 12):
        wrong = list(lines)
        letter = "0" if wrong[third][at] != "0" else "1"
        wrong[third] = wrong[third][:at] + letter + wrong[third][at + 1 :]
        with pytest.raises(Malformed, match="line 3"):
            read_sheet("\n".join(wrong))
    with pytest.raises(Malformed, match="line 3: not there"):
        read_sheet("\n".join(lines[:third] + lines[third + 1 :]))
    two = [line.replace("3.", "4.") if line.startswith("3.") else line for line in lines]
    with pytest.raises(Malformed, match="line 4"):
        read_sheet("\n".join(two))


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    config = tmp_path_factory.mktemp("first") / "fedcop.toml"
    assert init(config).code == 0
    return config


def test_a_lost_key_comes_back_from_its_sheet(first, tmp_path):
    node = copied(first, tmp_path / "node")
    key = node.parent / "data" / "master.key"
    before = key.read_text()
    assert fedcop(node, "keys", "sheet", "--to", str(tmp_path / "sheet.txt")).code == 0
    assert fedcop(node, "keys", "sheet", "--to", str(tmp_path / "sheet.html")).code == 0
    assert fedcop(node, "keys", "sheet", "--to", str(tmp_path / "sheet.txt")).code == 1
    assert (tmp_path / "sheet.txt").stat().st_mode & 0o077 == 0
    key.unlink()
    typed = (tmp_path / "sheet.txt").read_text()
    said = fedcop(node, "keys", "recover", typed=typed.replace("\n2. ", "\n2. 0000 "))
    assert said.code == 1
    assert "line 2" in said.err
    assert not key.exists()
    other = write_sheet(KEY, "https://other.example", "2026-11-21")
    said = fedcop(node, "keys", "recover", typed=other)
    assert said.code == 1
    assert "not the key of this node" in said.err
    assert fedcop(node, "keys", "recover", typed=typed).code == 0
    assert key.read_text() == before
    assert len(b64decode(before)) == 32
