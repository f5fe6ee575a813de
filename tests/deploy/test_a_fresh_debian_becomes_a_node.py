"""The page on Debian, command by command: what comes out is a node that people come into.

It runs in a copy of this machine that lies over it in memory, in name spaces of its own, so nothing
of it stays. Two things stand in for what a test cannot have: systemd, and an authority that signs.
The mail server, the issuer of sign-on and the other node are real ones.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.corpus import ROOT
from tests.deploy.pages import commands_of

PAGE = "install-on-debian.md"
ADDRESS = "93.184.216.34"  # one that is public, on a network that leads nowhere else
NAMES = "cop.example mail.cop.example login.hospital.example river.example"
PASSWORD = "correct horse battery"
_NEEDS_PACKAGES = re.compile(r"^(apt-get|git clone|make) ")
_DEBIAN = ROOT / "tests/deploy/debian"
_CLIENTS = ROOT / "tests/clients/node_modules/oidc-provider"
_UNTIL = {  # what the page says takes some seconds
    "fedcop backup list": "until ls /var/backups/fedcop/*.age >/dev/null 2>&1; do sleep 0.2; done"
}

PREPARE = f"""
export HOME=/srv DEBIAN_FRONTEND=noninteractive
chmod 700 /srv
cd /srv
cp /etc/ssl/certs/ca-certificates.crt kept.pem
export SSL_CERT_FILE=/srv/kept.pem PIP_CERT=/srv/kept.pem
printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
rm -rf /opt/fedcop /etc/fedcop /var/lib/fedcop
if id fedcop >/dev/null 2>&1; then userdel fedcop; fi
git config --global url.file://{ROOT}.insteadOf https://code.example/fedcop.git
git config --global --add safe.directory '*'
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Authority of the test' \\
    -keyout authority.key -out authority.pem 2>/dev/null
"""

SETTLE = f"""
exec 2>&1
export HOME=/srv SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
cd /srv
ip link set lo up
ip address add {ADDRESS}/32 dev lo
echo '127.0.0.1 localhost' > /etc/hosts
echo '{ADDRESS} {NAMES}' >> /etc/hosts
cat authority.pem >> /etc/ssl/certs/ca-certificates.crt
PYTHONPATH={ROOT} {sys.executable} -B {_DEBIAN}/neighbours.py {shutil.which("node")} \\
    'the password of the mail server' 'the secret that the issuer gave you' > neighbours.log 2>&1 &
echo $! > neighbours.pid
for try in $(seq 600); do grep -qx ready neighbours.log && break; sleep 0.1; done
grep -qx ready neighbours.log || {{ cat neighbours.log; exit 1; }}
trap 'tail -n 40 /var/log/fedcop-*.log /var/log/river.log neighbours.log' ERR
"""

VISIT = f"""
river() {{
    runuser -u fedcop -- env SSL_CERT_FILE=$SSL_CERT_FILE FEDCOP_BIND_PORT=8100 \\
        FEDCOP_CONFIG=/var/lib/river/fedcop.toml /opt/fedcop/.venv/bin/fedcop "$@"
}}
install -d -o fedcop -g fedcop -m 700 /var/lib/river
echo '{PASSWORD}' | river init --origin https://river.example --organization Riverside \\
    --contact admin@river.example --data /var/lib/river --owner tomas --password-stdin
river serve > /var/log/river.log 2>&1 &
for try in $(seq 300); do grep -q 'ready: ' /var/log/river.log && break; sleep 0.1; done
{sys.executable} -B {_DEBIAN}/visit.py '{PASSWORD}'
"""


def run_page() -> str:
    """Run the page, and what people do then; return all that was said."""
    commands = commands_of(PAGE)
    first = [one for one in commands if _NEEDS_PACKAGES.match(one) or one.startswith("useradd ")]
    rest = [one for one in commands if one not in first]
    assert len(first) >= 4
    assert len(rest) >= 25
    visited = [VISIT, _told("fedcop check"), _told("fedcop backup schedule")]
    scripts = (
        "\n".join(["exec 2>&1", PREPARE, *map(_told, first)]),
        "\n".join([SETTLE, *map(_told, rest), *visited]),
    )
    folder = tempfile.mkdtemp(prefix="fedcop-debian-")
    words = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
    if os.geteuid() != 0:
        words = ["sudo", "-n", *words]
    done = subprocess.run(
        [*words, str(_DEBIAN / "enter"), folder, *scripts],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **_pip()},
    )
    Path(folder).rmdir()  # what lay over it is gone with its name space
    said = done.stdout + done.stderr
    if pictures := os.environ.get("FEDCOP_TEST_PICTURES"):
        (Path(pictures) / "transcript.txt").write_text(said)
    assert done.returncode == 0, said[-6000:]
    return said


def _told(command: str) -> str:
    """Let a command stand before what it says."""
    shown = f"printf '%s\\n' {_quoted('$ ' + command)}"
    return "\n".join([*filter(None, [_UNTIL.get(command)]), shown, command])


def _pip() -> dict[str, str]:
    """Let pip find packages as it does here."""
    return {name: text for name, text in os.environ.items() if name.startswith(("PIP_", "SSL_"))}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def checks_of(said: str) -> list[dict[str, str]]:
    """Return what each `fedcop check` found, line by line."""
    pieces = said.split("$ fedcop check\n")[1:]
    found = [piece.partition("\n$ ")[0] for piece in pieces]
    return [
        {name: word for word, name in re.findall(r"(?m)^(ok|failed)\s+([a-z -]+?):", one)}
        for one in found
    ]


@pytest.mark.skipif(
    os.geteuid() != 0 and shutil.which("sudo") is None, reason="root: run the tests as root"
)
@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not Path("/etc/debian_version").exists(),
    reason="debian: this page is for Debian",
)
@pytest.mark.skipif(
    shutil.which("node") is None or not _CLIENTS.exists(),
    reason="oidc-provider: run `npm ci --prefix tests/clients --ignore-scripts`",
)
@pytest.mark.timeout(700)
def test_the_page_leads_to_a_node_that_people_come_into() -> None:
    said = run_page()
    checks = checks_of(said)
    assert len(checks) == 4, said
    broken = checks.pop(2)
    assert {name for name, word in broken.items() if word == "failed"} == {
        "mail",
        "sign-on hospital",
    }
    for found in checks:
        assert "failed" not in found.values(), said[-6000:]
        assert {"certificate", "proxy", "mail", "backups", "sign-on hospital"} <= set(found), found
    assert "password " in said
    assert "took a letter for admin@cop.example" in said
    assert re.search(r"fedcop-cop\.example-\w+\.tar\.age", said)
    assert re.search(r"https://cop\.example of .*: whole; [1-9]\d* rows", said), said
    assert "a letter came: " in said
    assert "it is at river.example" in said
    assert "it is at cop.example" in said
    assert "what waited is at river.example" in said
    assert "the letter that waited came" in said
    assert "the owner is in by a password" in said
