"""No name and no title ends a header early, and nothing in a letter watches its reader."""

import re

import pytest

from fedcop.community.letters import unqueued
from fedcop.errors import Malformed, Misconfigured
from fedcop.mailing.composing import compose
from fedcop.mailing.rendering import render_letter
from fedcop.settings import check
from fedcop.transport.mail import Envelope
from tests.mailing.conftest import mailing_settings
from tests.mailing.servers import Taken

EVIL = 'North\r\nBcc: thief@evil.example\r\n\r\n<script>alert(1)</script>"; \x00\u202e=?utf-8?q?a?='


def _written(chosen, row):
    return Taken("", [], compose(chosen, row, render_letter(chosen, row)))


def test_names_and_titles_stay_where_they_belong() -> None:
    chosen = mailing_settings(25, name=EVIL, mail_name=EVIL)
    taken = _written(chosen, unqueued(1, "test", "mia@north.example"))
    message = taken.message
    assert message["Bcc"] is None
    assert "\nBcc:" not in taken.content.split(b"\r\n\r\n")[0].decode().replace("\r", "")
    assert "Bcc: thief@evil.example" in message["Subject"]
    assert message["From"].addresses[0].addr_spec == "cop@cop.example"
    assert "<script>" not in taken.html
    assert "&lt;script&gt;" in taken.html
    assert "\u202e" not in str(message["Subject"])
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_lines_are_short_and_plain_ascii_as_old_servers_want_them() -> None:
    chosen = mailing_settings(25, name="Nördliche Pflege " * 40, mail_name="Nörd")
    content = compose(
        chosen, row := unqueued(1, "test", "mia@north.example"), render_letter(chosen, row)
    )
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78 + 20
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_letter_loads_nothing_and_leads_home_alone() -> None:
    chosen = mailing_settings(25)
    taken = _written(chosen, unqueued(1, "test", "mia@north.example"))
    assert not re.search(r"<(img|link|script|iframe|object|video|audio|source)\b", taken.html)
    assert not re.search(r"url\(|@import|background=", taken.html)
    for address in re.findall(r'https?://[^\s"<>]+', taken.html + taken.text):
        assert address.startswith(chosen.origin)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nRCPT TO:<c@d.example>",
        "a b@c.example",
        "<a@b.example>",
        "a@b@c",
        "ü@x.example",
    ],
)
def test_an_address_that_says_more_is_none(address: str) -> None:
    with pytest.raises(Malformed):
        Envelope("cop@cop.example", address, b"")
    with pytest.raises(Misconfigured, match="mail_from"):
        check(mailing_settings(25, mail_from=address))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mail_from": ""}, "smtp_host: goes with mail_from"),
        ({"smtp_host": ""}, "smtp_host: goes with mail_from"),
        ({"smtp_user": "cop", "smtp_password": "x"}, "smtp_security"),
        ({"smtp_password": "x"}, "smtp_user: is missing"),
    ],
)
def test_settings_that_do_not_fit_are_refused(changed: dict, said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        check(mailing_settings(25, **changed))


def test_the_usual_port_follows_the_way() -> None:
    ports = {one: mailing_settings(0, smtp_security=one).smtp_port for one in ("tls", "starttls")}
    assert ports == {"tls": 465, "starttls": 587}
    assert mailing_settings(0).smtp_port == 25
