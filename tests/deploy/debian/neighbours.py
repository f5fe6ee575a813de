"""Whom the node of the page lives with: a mail server, an issuer of sign-on, and who ends its TLS.

neighbours.py NODE PASSWORD-OF-MAIL SECRET-OF-ISSUER: they run until their name space ends.
"""

import asyncio
import signal
import ssl
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import AuthResult

from tests.corpus import ROOT
from tests.mailing.servers import Desk, mail_server

CERTIFICATES = Path("/etc/letsencrypt/live")
LETTERS = Path("/srv/letters")
ISSUER = "https://login.hospital.example"
ISSUER_PORT = 9001
BEHIND = {"login.hospital.example": ISSUER_PORT, "river.example": 8100}
SITE = """
server {{
    listen 443 ssl;
    server_name {name};
    ssl_certificate /etc/letsencrypt/live/{name}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{name}/privkey.pem;
    merge_slashes off;
    location / {{
        proxy_pass http://127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
    }}
}}
"""


class Keeping(Desk):
    """Keeps each letter as a file too."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd calls it so
        answer = await super().handle_DATA(server, session, envelope)
        keep(self.taken[-1].content)
        return answer


def keep(letter: bytes) -> None:
    """Write a letter where the visitor looks for it."""
    number = len(list(LETTERS.iterdir())) + 1
    (LETTERS / f"{number}.eml").write_bytes(letter)


def settle() -> None:
    """Give each a certificate, and let nginx lead to those that are behind it."""
    LETTERS.mkdir()
    for name in (*BEHIND, "mail.cop.example"):
        subprocess.run(["certbot", "--domain", name], check=True)
    sites = [SITE.format(name=name, port=port) for name, port in BEHIND.items()]
    Path("/etc/nginx/sites-enabled/zz-neighbours").write_text("".join(sites))


@asynccontextmanager
async def issuer(node: str, secret: str):
    """Run the issuer of sign-on."""
    back = "https://cop.example/oidc/hospital"
    words = (ISSUER, f"{back}/back", f"{back}/backchannel", secret)
    process = await asyncio.create_subprocess_exec(
        *(node, "issuer.mjs", str(ISSUER_PORT), *words),
        cwd=ROOT / "tests/clients",
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        while b"ready" not in (line := await process.stdout.readline()):
            assert line, "the issuer did not start"
        yield
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def post_office(password: str):
    """Take letters by TLS from who knows the password."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    place = CERTIFICATES / "mail.cop.example"
    tls.load_cert_chain(place / "fullchain.pem", place / "privkey.pem")

    def known(server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (b"cop", password.encode())
        return AuthResult(success=right, handled=False)

    options = {"tls_context": tls, "require_starttls": True, "auth_required": True}
    async with mail_server(
        Keeping(), host="mail.cop.example", port=587, authenticator=known, **options
    ):
        yield


async def main(node: str, password: str, secret: str) -> None:
    """Be there; be gone from the first signal to the second."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, told.set)
    while True:
        async with issuer(node, secret), post_office(password):
            print("ready", flush=True)  # noqa: T201 - whoever started them waits for it
            await told.wait()
            told.clear()
        print("gone", flush=True)  # noqa: T201
        await told.wait()
        told.clear()


settle()
asyncio.run(main(*sys.argv[1:]))
