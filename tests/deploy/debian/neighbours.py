"""Whom the node of the page lives with: a mail server, an issuer of sign-on, and who ends its TLS.

neighbours.py PASSWORD-OF-MAIL SECRET-OF-ISSUER: they run until their name space ends.
"""

import asyncio
import ssl
import subprocess
import sys
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
        (LETTERS / f"{len(self.taken)}.eml").write_bytes(self.taken[-1].content)
        return answer


def settle() -> None:
    """Give each a certificate, and let nginx lead to those that are behind it."""
    LETTERS.mkdir()
    for name in (*BEHIND, "mail.cop.example"):
        subprocess.run(["certbot", "--domain", name], check=True)
    sites = [SITE.format(name=name, port=port) for name, port in BEHIND.items()]
    Path("/etc/nginx/sites-enabled/zz-neighbours").write_text("".join(sites))


async def main(password: str, secret: str) -> None:
    back = "https://cop.example/oidc/hospital"
    words = (ISSUER, f"{back}/back", f"{back}/backchannel", secret)
    issuer = await asyncio.create_subprocess_exec(
        *("node", "issuer.mjs", str(ISSUER_PORT), *words),
        cwd=ROOT / "tests/clients",
        stdout=asyncio.subprocess.PIPE,
    )
    while b"ready" not in (line := await issuer.stdout.readline()):
        assert line, "the issuer did not start"
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    place = CERTIFICATES / "mail.cop.example"
    tls.load_cert_chain(place / "fullchain.pem", place / "privkey.pem")

    def known(server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (b"cop", password.encode())
        return AuthResult(success=right, handled=False)

    options = {"tls_context": tls, "require_starttls": True, "authenticator": known}
    async with mail_server(
        Keeping(), host="mail.cop.example", port=587, auth_required=True, **options
    ):
        print("ready", flush=True)  # noqa: T201 - whoever started them waits for it
        await asyncio.Event().wait()


settle()
asyncio.run(main(*sys.argv[1:]))
