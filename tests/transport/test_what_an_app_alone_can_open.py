"""Pushes are sealed and signed as the standards say, and as the draft did that older apps read."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fedcop import clock
from fedcop.errors import Malformed
from fedcop.transport.push import Outcome, outcome_of
from fedcop.transport.push_cipher import (
    LONGEST,
    Keys,
    Once,
    content,
    seal,
    seal_as_drafted,
    to_text,
)
from fedcop.transport.vapid import Vapid, make_key
from tests import pushes
from tests.pushes import App, b64, fields, unb64

WALRUS = b"I am the walrus"
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"


def once(private: str, salt: str) -> Once:
    number = int.from_bytes(unb64(private), "big")
    return Once(ec.derive_private_key(number, ec.SECP256R1()), unb64(salt))


def test_the_example_of_rfc_8291():
    ours = once("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "DGv6ra1nlYgDCS1FRnbzlw")
    message = b"When I grow up, I want to be a watermelon"
    assert to_text(seal(message, Keys.read(POINT, SECRET), ours)) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
        "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
        "lcy4a-fN"
    )


def test_the_example_of_rfc_8188():
    material, salt = unb64("yqdlZ-tYemfogSmv7Ws5PQ"), unb64("I1BsxtFttlv3u_Oo94xnmw")
    assert to_text(content(WALRUS, material, salt, b"")) == (
        "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg"
    )


def test_the_example_of_the_draft():
    point = (
        "BCEkBjzL8Z3C-oi2Q7oE5t2Np-p7osjGLg93qUP0wvqRT21EEWyf0cQDQcakQMqz4hQKYOQ3il2nNZct4HgAUQU"
    )
    ours = once("nCScek-QpEjmOOlT-rQ38nZzvdPlqa00Zy0i6m2OJvY", "lngarbyKfMoi9Z75xYXmkg")
    sealed = seal_as_drafted(WALRUS, Keys.read(point, "R29vIGdvbyBnJyBqb29iIQ"), ours)
    assert to_text(sealed) == "6nqAQUME8hNqw5J3kl8cpVVJylXKYqZOeseZG8UueKpA"
    assert to_text(ours.point) == (
        "BNoRDbb84JGm8g5Z5CFxurSqsXWJ11ItfXEWYVLE85Y7CYkDjXsIEc4aqxYaQ1G8BqkXCJ6DPpDrWtdWj_mugHU"
    )


@pytest.mark.parametrize("standard", [True, False])
@pytest.mark.parametrize("message", [b"", WALRUS, b"x" * LONGEST])
def test_what_is_sealed_its_app_opens(standard, message):
    app = App("http://push.localhost/1", standard)
    keys = Keys.read(*app.subscription["keys"].values())
    ours = Once.make()
    assert Once.make().salt != ours.salt
    if standard:
        sealed, headers = seal(message, keys, ours), {"content-encoding": "aes128gcm"}
    else:
        sealed = seal_as_drafted(message, keys, ours)
        headers = {
            "content-encoding": "aesgcm",
            "encryption": f"salt={to_text(ours.salt)}",
            "crypto-key": f"dh={to_text(ours.point)};p256ecdsa=x",
        }
    assert len(sealed) <= 4096
    assert app.open(headers, sealed) == message
    other = App("http://push.localhost/2", standard)
    with pytest.raises(Exception, match=r"^$"):  # nobody else can
        other.open(headers, sealed)


@pytest.mark.parametrize(
    ("p256dh", "auth", "names"),
    [
        ("", SECRET, "p256dh"),
        ("%%%", SECRET, "p256dh"),
        (POINT[:-4], SECRET, "p256dh"),
        (POINT + "AAAA", SECRET, "p256dh"),
        (b64(b"\4" + b"\1" * 64), SECRET, "p256dh"),  # not on the curve
        (b64(b"\2" + unb64(POINT)[1:33]), SECRET, "p256dh"),  # half of it, as others write it
        (b64(b"\0"), SECRET, "p256dh"),  # the point at infinity
        (POINT, "", "auth"),
        (POINT, b64(b"x" * 15), "auth"),
        (POINT, b64(b"x" * 17), "auth"),
        (POINT, "ö" * 22, "auth"),
    ],
)
def test_keys_that_are_none_are_named(p256dh, auth, names):
    with pytest.raises(Malformed, match=f"^{names}: "):
        Keys.read(p256dh, auth)


def test_keys_are_read_in_either_alphabet_padded_or_not():
    known = Keys.read(POINT, SECRET)
    for write in (base64.b64encode, base64.urlsafe_b64encode):
        read = Keys.read(write(unb64(POINT)).decode(), write(unb64(SECRET)).decode())
        assert read.public == known.public
        assert read.secret == known.secret


def test_who_pushes_is_signed_for_one_origin_and_half_a_day():
    der = make_key()
    vapid, again = Vapid.load(der, "mailto:ana@cop.example"), Vapid.load(der, "x")
    assert vapid.key == again.key
    assert len(unb64(vapid.key)) == 65
    token = vapid.token("http://push.example")
    headers = {"authorization": f"vapid t={token},k={vapid.key}", "host": "push.example"}
    assert pushes.sender(headers) == vapid.key
    claims = json.loads(unb64(token.split(".")[1]))
    assert claims["sub"] == "mailto:ana@cop.example"
    assert vapid.token("http://push.example") == token
    assert vapid.token("http://other.example") != token
    with clock.held(lambda: claims["exp"] - 1.1 * 3600):
        assert vapid.token("http://push.example") == token
    with clock.held(lambda: claims["exp"] - 0.9 * 3600):
        assert vapid.token("http://push.example") != token


def test_what_a_status_means():
    means = {
        Outcome.DONE: (200, 201, 202, 204),
        Outcome.GONE: (404, 410),
        Outcome.TOO_LARGE: (413,),
        Outcome.REFUSED: (300, 301, 400, 401, 403, 418),
        Outcome.LATER: (408, 425, 429, 500, 502, 503, 599),
    }
    for outcome, statuses in means.items():
        assert {outcome_of(status) for status in statuses} == {outcome}


def test_fields_of_a_header_are_read_as_the_tests_need_them():
    assert fields("dh=abc;p256ecdsa=d-e_f") == {"dh": "abc", "p256ecdsa": "d-e_f"}
