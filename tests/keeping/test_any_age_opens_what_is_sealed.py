"""What is sealed here is opened by any program that knows age, and the other way round."""

import io
import os

import pyrage
import pytest

from fedcop.errors import Misconfigured
from fedcop.keeping.age import Damaged, Opening, Sealing, read_identity, read_recipient

SIZES = (0, 1, 65_535, 65_536, 65_537, 131_072, 400_000)


def made():
    key = pyrage.x25519.Identity.generate()
    return key, read_identity(f"# a comment\n{key}\n"), read_recipient(str(key.to_public()))


def sealed(data, *recipients, step=50_000):
    out = io.BytesIO()
    sealing = Sealing(out, list(recipients))
    for at in range(0, len(data), step):
        sealing.write(data[at : at + step])
    sealing.close()
    return out.getvalue()


def opened(text, identity):
    reader, parts = Opening(io.BytesIO(text), identity), []
    while part := reader.read(30_001):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("size", SIZES)
def test_another_program_opens_it(size):
    key, _, recipient = made()
    data = os.urandom(size)
    assert pyrage.decrypt(sealed(data, recipient), [key]) == data


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_another_program_sealed(size):
    key, identity, _ = made()
    data = os.urandom(size)
    assert opened(pyrage.encrypt(data, [key.to_public()]), identity) == data


def test_each_of_two_recipients_opens_it():
    (_, one, first), (_, two, second) = made(), made()
    text = sealed(b"words", first, second)
    assert opened(text, one) == opened(text, two) == b"words"


def test_another_identity_is_told_that_it_is_another():
    (_, _, recipient), (_, other, _) = made(), made()
    with pytest.raises(Misconfigured, match="made for another"):
        opened(sealed(b"words", recipient), other)


@pytest.mark.parametrize("at", [0, 30, 120, 190, 260, 70_000, 140_000, -1])
def test_a_changed_byte_is_noticed(at):
    _, identity, recipient = made()
    text = bytearray(sealed(os.urandom(150_000), recipient))
    text[at] ^= 1
    with pytest.raises((Damaged, Misconfigured)):
        opened(bytes(text), identity)


@pytest.mark.parametrize("cut", [1, 16, 17, 18_000, 18_900, 84_000, 150_000])
def test_a_missing_end_is_noticed(cut):
    _, identity, recipient = made()
    text = sealed(os.urandom(150_000), recipient)
    with pytest.raises((Damaged, Misconfigured)):
        opened(text[:-cut], identity)


@pytest.mark.parametrize("text", ["", "age1", "age1qqqq", "AGE-SECRET-KEY-1QQ", "no key at all"])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(Misconfigured):
        read_recipient(text)
    with pytest.raises(Misconfigured):
        read_identity(text)
