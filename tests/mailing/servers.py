"""Real mail servers on loopback, that take letters or do not."""

import asyncio
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Desk:
    """Takes what comes, unless it is told otherwise; keeps what it took."""

    taken: list = field(default_factory=list)
    refuse: dict = field(default_factory=dict)  # address: what is said
    refuse_sender: str = ""
    after_data: str = ""
    slow: float = 0.0
    hang_up: int = 0  # this many times in the middle of DATA
    tries: int = 0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd calls it so
        self.tries += 1
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd calls it so
        if self.slow:
            await asyncio.sleep(self.slow)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd calls it so
        if self.hang_up:
            self.hang_up -= 1
            server.transport.close()
            return "451 never seen"
        if self.after_data:
            return self.after_data
        self.taken.append(Taken(envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@dataclass
class Taken:
    """A letter that was taken."""

    sender: str
    recipients: list
    content: bytes

    @property
    def message(self):
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self):
        return self.message.get_body(("html",)).get_content()


@asynccontextmanager
async def mail_server(desk, *, host="127.0.0.1", port=0, tls=None, **options):
    """Serve; yields the port."""
    loop = asyncio.get_running_loop()
    made = []

    def make():
        one = SMTP(desk, loop=loop, hostname="mail.test", enable_SMTPUTF8=False, **options)
        made.append(one)
        return one

    server = await loop.create_server(make, host, port, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for one in made:
            if one.transport is not None:
                one.transport.close()
        await server.wait_closed()
        await asyncio.sleep(0)


def right_password(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"cop" and data.password == b"right", handled=False)


def own_authority(folder, name="localhost"):
    """Make a certificate of a server and that of who vouches for it; returns context and file."""
    key, ca_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Our own authority")])
    now = datetime(2020, 1, 1, tzinfo=UTC)

    def signed(subject, public, *extensions):
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(ca_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + timedelta(days=36_500))
        )
        for one in extensions:
            made = made.add_extension(one, critical=isinstance(one, x509.BasicConstraints))
        return made.sign(ca_key, hashes.SHA256())

    ca_id = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    ca = signed(
        ca_name, ca_key.public_key(), x509.BasicConstraints(ca=True, path_length=None), ca_id
    )
    mine = signed(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        key.public_key(),
        x509.SubjectAlternativeName([x509.DNSName(name)]),
        x509.BasicConstraints(ca=False, path_length=None),
        x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ca_id),
    )
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "mail.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + mine.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "mail.pem")
    return context, folder / "ca.pem"
