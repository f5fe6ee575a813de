"""A certificate authority of our own, and one certificate for all hosts of the sink."""

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DOMAIN = "sink.example"


def make(folder: Path) -> tuple[Path, Path]:
    """Write the authority and the certificate with its key; return the two files."""
    folder.mkdir()
    authority_key, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    authority = _builder("fedcop benchmarks", "fedcop benchmarks", authority_key.public_key())
    authority = authority.add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    signed = authority.sign(authority_key, hashes.SHA256())
    leaf = _builder(DOMAIN, "fedcop benchmarks", key.public_key())
    names = x509.SubjectAlternativeName([x509.DNSName(f"*.{DOMAIN}")])
    written = leaf.add_extension(names, critical=False).sign(authority_key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "authority.pem").write_bytes(signed.public_bytes(pem))
    (folder / "sink.pem").write_bytes(private + written.public_bytes(pem))
    return folder / "authority.pem", folder / "sink.pem"


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - a certificate, not an act
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
