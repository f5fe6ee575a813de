"""Names and certificates: each fails for its own cause, on real sockets."""

import asyncio
import datetime as dt
import socket  # noqa: TID251 - for its errors
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fedcop import clock
from fedcop.errors import Misconfigured, Unavailable
from fedcop.transport.approach import see_addresses, see_certificate
from tests.nodes import free_port

HOST = "cop.example"
KEY = ec.generate_private_key(ec.SECP256R1())
AUTHORITY = ec.generate_private_key(ec.SECP256R1())


def named(word: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)])


def certificate(
    name: str = HOST, *, begins: int = -30, ends: int = 60, own: bool = False
) -> x509.Certificate:
    """Make a certificate of our authority, or one signed by itself; days from now."""
    now = dt.datetime.fromtimestamp(clock.now(), tz=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(name if own else "authority"))
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + dt.timedelta(days=begins))
        .not_valid_after(now + dt.timedelta(days=ends, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return made.sign(KEY if own else AUTHORITY, hashes.SHA256())


def authority() -> x509.Certificate:
    now = dt.datetime.fromtimestamp(clock.now(), tz=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named("authority"))
        .issuer_name(named("authority"))
        .public_key(AUTHORITY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=365))
        .not_valid_after(now + dt.timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    return made.sign(AUTHORITY, hashes.SHA256())


def pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)


def trusting() -> ssl.SSLContext:
    """Trust our authority, as peers trust those of the world."""
    return ssl.create_default_context(cadata=pem(authority()).decode())


@asynccontextmanager
async def served(folder: Path, made: x509.Certificate | None) -> AsyncIterator[int]:
    """Serve TLS with a certificate, or no TLS at all; gives the port."""
    context = None
    if made is not None:
        key = KEY.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (folder / "both.pem").write_bytes(key + pem(made))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "both.pem")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if context is None:
            await reader.read(1)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (certificate(own=True), "is signed by itself, which peers do not trust"),
        (certificate(ends=-1), "has expired; renew it"),
        (certificate(begins=10), "is not valid yet; is our clock right"),
        (certificate("other.example"), "is for another name"),
        (None, "speaks no TLS"),
    ],
)
async def test_a_certificate_that_peers_refuse_is_refused_for_its_cause(
    tmp_path: Path, made: x509.Certificate | None, said: str
) -> None:
    async with served(tmp_path, made) as port:
        with pytest.raises(Unavailable, match=said):
            await see_certificate(HOST, "127.0.0.1", port, trusting())


async def test_a_chain_with_a_gap_is_named(tmp_path: Path) -> None:
    async with served(tmp_path, certificate()) as port:
        with pytest.raises(Unavailable, match="give the proxy the full chain"):
            await see_certificate(HOST, "127.0.0.1", port)


async def test_a_good_certificate_tells_how_long_it_is_good(tmp_path: Path) -> None:
    async with served(tmp_path, certificate()) as port:
        assert await see_certificate(HOST, "127.0.0.1", port, trusting()) == 60


async def test_where_nobody_listens_is_said() -> None:
    with pytest.raises(Unavailable, match=r"nobody listens at 127\.0\.0\.1"):
        await see_certificate(HOST, "127.0.0.1", free_port())


class Names:
    """Name servers that say one thing."""

    def __init__(self, said: list[str] | OSError) -> None:
        self.said = said

    async def addresses(self, _host: str) -> list[str]:
        if isinstance(self.said, OSError):
            raise self.said
        return self.said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (socket.gaierror(socket.EAI_NONAME, ""), "DNS knows no such name"),
        (socket.gaierror(socket.EAI_AGAIN, ""), "the name servers do not answer"),
        (OSError(5, ""), "the name servers do not answer"),
        (["10.2.3.4"], "leads to 10.2.3.4 here, which is no public address"),
    ],
)
async def test_a_name_fails_for_its_cause(said: list[str] | OSError, told: str) -> None:
    with pytest.raises((Unavailable, Misconfigured), match=told):
        await see_addresses(HOST, Names(said))


async def test_a_name_that_leads_to_a_public_address_is_well() -> None:
    assert await see_addresses(HOST, Names(["93.184.216.34"])) == ["93.184.216.34"]


async def test_a_name_that_nobody_has_does_not_resolve() -> None:
    with pytest.raises(Unavailable, match=r"nobody-has-this\.invalid: "):
        await see_addresses("nobody-has-this.invalid")
