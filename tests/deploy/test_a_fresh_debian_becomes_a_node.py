"""The page on Debian, command by command: what comes out is a node that finds itself well.

It runs in a copy of this machine that lies over it in memory, in name spaces of its own, so nothing
of it stays. Two things stand in for what a test cannot have: systemd, and an authority that signs.
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
_NEEDS_PACKAGES = re.compile(r"^(apt-get|git clone|make) ")
_SHOWN = "password "

PREPARE = f"""
export HOME=/srv DEBIAN_FRONTEND=noninteractive
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
export HOME=/srv SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
cd /srv
ip link set lo up
ip address add {ADDRESS}/32 dev lo
echo '127.0.0.1 localhost' > /etc/hosts
echo '{ADDRESS} cop.example' >> /etc/hosts
cat authority.pem >> /etc/ssl/certs/ca-certificates.crt
"""


def run_page() -> str:
    """Run the page, and return all that was said."""
    lines = commands_of(PAGE)
    first = [line for line in lines if _NEEDS_PACKAGES.match(line) or line.startswith("useradd ")]
    rest = [line for line in lines if line not in first]
    assert len(first) >= 4
    assert len(rest) >= 15
    told = [f"echo {_quoted('# ' + line)}\n{line}" for line in rest]
    scripts = (PREPARE + "\n".join(first), SETTLE + "\n".join(told))
    folder = tempfile.mkdtemp(prefix="fedcop-debian-")
    words = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
    if os.geteuid() != 0:
        words = ["sudo", "-n", *words]
    done = subprocess.run(
        [*words, str(ROOT / "tests/deploy/debian/enter"), folder, *scripts],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **_pip()},
    )
    Path(folder).rmdir()  # what lay over it is gone with its name space
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-6000:]
    return said


def _pip() -> dict[str, str]:
    """Let pip find packages as it does here."""
    return {name: text for name, text in os.environ.items() if name.startswith(("PIP_", "SSL_"))}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


@pytest.mark.skipif(
    os.geteuid() != 0 and shutil.which("sudo") is None, reason="root: run the tests as root"
)
@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not Path("/etc/debian_version").exists(),
    reason="debian: this page is for Debian",
)
@pytest.mark.timeout(700)
def test_the_page_leads_to_a_node_that_is_well() -> None:
    said = run_page()
    checked = said[said.index("# fedcop check") :]
    found = dict(re.findall(r"(?m)^(ok|failed)\s+([a-z ]+?):", checked))
    assert "failed" not in found, checked
    assert re.search(r"(?m)^ok +certificate", checked), checked
    assert re.search(r"(?m)^ok +proxy", checked), checked
    assert _SHOWN in said
