"""Keys: read from peers with suspicion, kept by us without loss."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from fedcop.activitypub.signatures import multibase
from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey, PublicKey
from fedcop.errors import Malformed

KEYS = [PrivateKey.make_rsa(), PrivateKey.make_ed25519()]
RSA, ED25519 = KEYS
EC = ec.generate_private_key(ec.SECP256R1())


def pem_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> str:
    form = PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(Encoding.PEM, form).decode()


@pytest.mark.parametrize("key", KEYS, ids=["rsa", "ed25519"])
def test_a_private_key_survives_both_forms(key: PrivateKey) -> None:
    for written in (key.to_der(), key.to_pem()):
        again = PrivateKey.load(written)
        assert again.kind is key.kind
        assert key.public.verifies(again.sign(b"text"), b"text")


@pytest.mark.parametrize("key", KEYS, ids=["rsa", "ed25519"])
def test_a_public_key_verifies_its_own_signatures_and_no_others(key: PrivateKey) -> None:
    public = PublicKey.from_pem(key.public.to_pem())
    signature = key.sign(b"text")
    assert public.verifies(signature, b"text")
    assert not public.verifies(signature, b"test")
    assert not public.verifies(signature[:-1], b"text")
    assert not public.verifies(b"", b"text")
    assert not public.verifies(KEYS[key is RSA].sign(b"text"), b"text")


def test_the_old_form_of_rsa_keys_is_read_too() -> None:
    key = rsa.generate_private_key(65537, 2048)
    old = key.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
    assert "RSA PUBLIC KEY" in old
    assert PublicKey.from_pem(old).kind is KeyKind.RSA


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "no key",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "\ud800",
        "x" * 9000,
        RSA.public.to_pem() + "\n" * 8192,
        pem_of(EC),
        pem_of(rsa.generate_private_key(65537, 1024)),
    ],
)
def test_a_key_we_would_not_trust_is_malformed(pem: str) -> None:
    with pytest.raises(Malformed, match="publicKeyPem"):
        PublicKey.from_pem(pem)


def test_an_elliptic_curve_key_is_named_as_the_reason() -> None:
    with pytest.raises(Malformed, match="neither an RSA nor an Ed25519"):
        PublicKey.from_pem(pem_of(EC))


def test_only_short_multibase_texts_are_decoded() -> None:
    assert len(multibase.decode("z" + "1" * 255)) == 255
    with pytest.raises(Malformed, match="short"):
        multibase.decode("z" + "1" * 256)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        EC.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    ],
)
def test_a_private_key_that_is_none_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed, match="private key"):
        PrivateKey.load(data)


def test_a_multikey_survives_a_round_trip() -> None:
    text = ED25519.public.to_multibase()
    assert text.startswith("z6Mk")
    assert PublicKey.from_multibase(text).verifies(ED25519.sign(b"text"), b"text")


def test_an_rsa_key_has_no_multikey() -> None:
    with pytest.raises(TypeError, match="Ed25519"):
        RSA.public.to_multibase()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "u7QEgIjA",
        "u6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        multibase.encode(bytes(32)),
        multibase.encode(b"\xed\x01" + bytes(31)),
        multibase.encode(b"\xed\x01" + bytes(33)),
        multibase.encode(b"\xec\x01" + bytes(32)),
        "z" + "6" * 300,
        "zO",
    ],
)
def test_a_multikey_of_another_kind_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match=r"multibase|publicKeyMultibase"):
        PublicKey.from_multibase(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.binary(max_size=200))
def test_no_text_breaks_the_readers(text: str, data: bytes) -> None:
    armoured = f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----"
    for read, value in (
        (PublicKey.from_pem, text),
        (PublicKey.from_pem, armoured),
        (PublicKey.from_multibase, "z" + text),
        (PrivateKey.load, data),
    ):
        with pytest.raises(Malformed):
            read(value)  # type: ignore[operator]
