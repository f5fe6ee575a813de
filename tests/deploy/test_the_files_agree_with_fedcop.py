"""What stands in the files of `deploy/`: commands, settings and paths that there are."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from fedcop.__main__ import main
from fedcop.settings import MANUAL
from tests.corpus import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.target")])
COMPOSED = sorted(DEPLOY.glob("compose.*.yml"))
TEXTS = sorted(path for path in DEPLOY.iterdir() if path.is_file())
_NO_SETTINGS = {"FEDCOP_CONFIG"}


def is_a_command(words: list[str]) -> bool:
    """Whether fedcop has such a command; options that stand before it are left out."""
    found: click.Command | None = main
    context = click.Context(main)
    for word in words:
        if word.startswith("-"):
            break
        if not isinstance(found, click.Group):
            break
        found = found.get_command(context, word)
        if found is None:
            return False
    return not isinstance(found, click.Group)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_each_variable_is_a_setting(path: Path) -> None:
    named = set(re.findall(r"\bFEDCOP_[A-Z_]+", path.read_text())) - _NO_SETTINGS
    assert {name.removeprefix("FEDCOP_").lower() for name in named} <= set(MANUAL)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_starts_what_there_is(path: Path) -> None:
    for line in re.findall(r"(?m)^ExecStart(?:Pre)?=(.*)$", path.read_text()):
        program, *words = shlex.split(line)
        assert program == "/opt/fedcop/.venv/bin/fedcop"
        assert is_a_command(words), line


@pytest.mark.parametrize("path", COMPOSED, ids=lambda path: path.name)
def test_each_service_runs_what_there_is(path: Path) -> None:
    composed = yaml.safe_load(path.read_text())
    ours = {name: one for name, one in composed["services"].items() if one["image"] == "fedcop"}
    assert ours
    for name, service in ours.items():
        assert is_a_command(service.get("command", ["serve"])), name
        assert set(service["networks"]) <= set(composed["networks"])
        for volume in service["volumes"]:
            assert volume.partition(":")[0] in composed["volumes"]
        for other in service.get("depends_on", {}):
            assert other in composed["services"], other
    proxied = composed["services"]["proxy"]["environment"]["COP_NODES"].split()
    assert {one.partition(":")[0] for one in proxied} <= set(ours)
    # What the proxy says of who asks is believed: it comes from this network.
    (network,) = composed["networks"]["inside"]["ipam"]["config"]
    trusted = {one["environment"]["FEDCOP_TRUSTED_PROXIES"] for one in ours.values()}
    assert all(network["subnet"] in one for one in trusted)


@pytest.mark.parametrize("path", COMPOSED, ids=lambda path: path.name)
def test_each_command_in_the_words_above_is_one(path: Path) -> None:
    said = re.sub(r"\\\n#\s*", "", path.read_text())
    found = re.findall(r"(?:--rm (?:node|tools)|exec node fedcop) ([a-z][^\n]*)", said)
    assert len(found) >= 2
    for line in found:
        assert is_a_command(shlex.split(line)), line


def test_the_image_is_made_of_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    for line in re.findall(r"(?m)^COPY (?!--from)(.*)$", text):
        *sources, _ = line.split()
        for source in sources:
            assert (ROOT / source).exists(), source
    command = re.findall(r'(?m)^CMD \["(\w+)"\]$', text)
    assert command == ["serve"]
    assert "--require-hashes" in text
    assert re.search(r"(?m)^USER fedcop$", text)


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="systemd: there is none here; `apt-get install systemd`",
)
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = tmp_path / "fedcop"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    names = []
    for path in UNITS:
        name = path.name.replace("@.", "@8000.") if "web@" in path.name else path.name
        name = name.replace("worker@.", "worker@1.")
        text = path.read_text().replace("/opt/fedcop/.venv/bin/fedcop", str(program))
        text = re.sub(r"(?m)^(User|Group)=fedcop$", r"\1=daemon", text)
        (tmp_path / name).write_text(text)
        names.append(name)
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in names)],
        capture_output=True,
        text=True,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []
