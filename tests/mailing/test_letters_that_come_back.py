"""A letter that comes back later is believed by its signed address alone, and counted once."""

from dataclasses import replace

import pytest

from fedcop.community import bounces
from fedcop.community.perform import perform
from fedcop.errors import Malformed, Refused
from fedcop.mailing.returns import LARGEST, read_return
from fedcop.store.queries import addresses
from fedcop.store.queries import letters as rows

BOUNCES = "bounces@cop.example"
DSN = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Sat, 21 Nov 2026 22:00:00 +0000

Final-Recipient: rfc822; mia@north.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <mia@north.example>: no such user

--b
Content-Type: message/rfc822

Subject: x

x
--b--
"""


def returned(to: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return DSN.format(to=to, action=action, status=status).replace("\n", "\r\n").encode()


@pytest.fixture
def bouncing(post):
    post.settings = replace(post.settings, mail_bounces=BOUNCES)
    post.anew()
    return post


async def _came_back(post, message: bytes):
    read = read_return(message)
    found = [
        bounces.read_return_path(post.settings.secret, BOUNCES, one) for one in read.recipients
    ]
    number = next((one for one in found if one), 0)
    return await perform(post.store, bounces.take_back, number, read.said) if number else None


async def test_a_letter_that_comes_back_is_counted_once(bouncing, desk) -> None:
    for _ in range(3):
        await bouncing.owe("mia@north.example")
    await bouncing.send()
    paths = [one.sender for one in desk.taken]
    assert len(set(paths)) == 3
    for path in paths:
        assert path.startswith("bounces+")
        assert len(path.partition("@")[0]) <= 64
        row = await _came_back(bouncing, returned(path.upper()))
        assert row.address == "mia@north.example"
        assert await _came_back(bouncing, returned(path)) is None  # known
    failing = await addresses.find_address(bouncing.store, "mia@north.example")
    assert (failing.fails, failing.failing > 0) == (3, True)
    assert failing.said == "5.1.1 550 5.1.1 <mia@north.example>: no such user"
    assert len(await rows.list_letters(bouncing.store, rows.GIVEN_UP, 9)) == 3


async def test_a_forged_one_is_refused(bouncing, desk) -> None:
    await bouncing.owe("mia@north.example")
    await bouncing.send()
    path = desk.taken[0].sender
    number = path.partition("+")[2].partition("-")[0]
    for forged in (
        f"bounces+{number}-{'0' * 20}@cop.example",
        f"bounces+{int(number) + 1}-{path.partition('-')[2]}",
        f"bounces+{number}@cop.example",
        "bounces+@cop.example",
    ):
        with pytest.raises(Refused):
            await _came_back(bouncing, returned(forged))
    for other in ("cop@cop.example", path.replace("cop.example", "evil.example"), ""):
        assert await _came_back(bouncing, returned(other)) is None
    assert await addresses.find_address(bouncing.store, "mia@north.example") is None


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0")])
def test_what_is_only_late_is_not_for_good(action: str, status: str) -> None:
    assert not read_return(returned("a@b.example", action, status)).for_good


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"Subject: I am on holiday\r\n\r\nBack on Monday.",
        b"\xff\x00" * 50,
        returned("x").replace(b"delivery-status\r\n\r\nReporting", b"rfc822\r\n\r\nReporting"),
        b"a" * (LARGEST + 1),
    ],
)
def test_what_is_no_returned_letter_is_not_taken_for_one(message: bytes) -> None:
    with pytest.raises(Malformed):
        read_return(message)
