"""What is owed arrives: over TLS with our own authority, signed in, named for what it is."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from fedcop.community import mail_state
from fedcop.errors import Malformed
from fedcop.mailing.sending import Mailing, send_test
from fedcop.store.queries import letters as rows
from fedcop.transport.mail import Mail
from fedcop.transport.mail_causes import Cause, MailServerError
from tests.mailing.conftest import mailing_settings
from tests.mailing.servers import Desk, mail_server, own_authority, right_password


async def test_a_letter_arrives_and_what_it_held_is_forgotten(post, desk) -> None:
    await post.owe("mia@north.example", facts={"token": "opens something"})
    assert await post.send() == 1
    (taken,) = desk.taken
    message = taken.message
    assert taken.sender == "cop@cop.example"
    assert taken.recipients == ["mia@north.example"]
    assert message["From"] == "Northwind <cop@cop.example>"
    assert message["Subject"] == "Mail from Northwind arrives"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] is None  # it was asked for
    assert message["Date"].datetime.tzinfo is not None
    assert "there is nothing to do" in taken.text
    assert "there is nothing to do" in taken.html
    (row,) = await rows.list_letters(post.store, rows.SENT, 5)
    assert (row.facts, row.tries, row.error) == ("{}", 1, "")
    assert message["Message-ID"] == f"<letter.{row.id}@cop.example>"
    assert await post.send() == 0


async def test_it_speaks_the_language_of_its_reader(post, desk) -> None:
    await post.owe("mia@north.example", locale="en-XA")
    await post.send()
    (taken,) = desk.taken
    assert taken.message["Subject"].startswith("[Måïl")
    assert 'lang="en-XA"' in taken.html


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_over_tls_with_an_authority_of_our_own_and_signed_in(tmp_path, security) -> None:
    context, ca = own_authority(tmp_path)
    desk = Desk()
    options = {"authenticator": right_password, "auth_required": True}
    if security == "tls":
        options |= {"tls": context, "auth_require_tls": False}
    else:
        options |= {"tls_context": context, "require_starttls": True}
    async with mail_server(desk, **options) as port:
        chosen = mailing_settings(
            port, smtp_security=security, smtp_ca=ca, smtp_user="cop", smtp_password="right"
        )
        assert await send_test(chosen, "mia@north.example", 7) == ""
        assert desk.taken[0].message["Message-ID"] == "<letter.7@cop.example>"
        assert "signed in as cop" in await Mail(chosen, 1.0).try_out("cop@cop.example")

        wrong = replace(chosen, smtp_password="wrong")
        assert await _cause(wrong) == (Cause.LOGIN, "smtp_password are not taken: 535")
        strange = mailing_settings(port, smtp_security=security)
        assert await _cause(strange) == (Cause.TLS, "is not trusted")


async def _cause(chosen, seconds: float = 5.0) -> tuple[Cause, str]:
    with pytest.raises(MailServerError) as caught:
        await Mail(chosen, seconds).try_out(chosen.mail_from)
    words = str(caught.value)
    for known in ("smtp_password are not taken: 535", "is not trusted", "name is not found"):
        if known in words:
            return caught.value.cause, known
    return caught.value.cause, words


async def test_each_cause_is_named(desk) -> None:
    async with mail_server(desk) as port:
        here = mailing_settings(port)
        assert (await _cause(replace(here, smtp_security="starttls")))[0] is Cause.TLS
        assert (await _cause(replace(here, smtp_security="tls")))[0] is Cause.TLS
        desk.refuse_sender = "550 5.7.1 not from you"
        cause, words = await _cause(here)
        assert cause is Cause.SENDER
        assert "cop@cop.example" in words
        assert "not from you" in words
    assert (await _cause(here))[0] is Cause.UNREACHABLE
    nowhere = replace(here, smtp_host="mail.invalid")
    assert await _cause(nowhere) == (Cause.NAME, "name is not found")


async def test_without_tls_it_goes_no_further_than_this_machine(desk, monkeypatch) -> None:
    async with mail_server(desk) as port:
        chosen = mailing_settings(port)
        assert "none" in await Mail(chosen, 1.0).try_out("cop@cop.example")
        monkeypatch.setattr("fedcop.transport.mail.ip_address", lambda _: _Far())
        assert (await _cause(chosen))[0] is Cause.UNSAFE
    assert not desk.taken


class _Far:
    is_loopback = False
    version = 4


async def test_a_server_that_says_nothing_is_given_up_soon(store) -> None:
    async def silent(reader, writer) -> None:
        with suppress(ConnectionError):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    chosen = mailing_settings(server.sockets[0].getsockname()[1])
    assert (await _cause(chosen, 0.3))[0] is Cause.TIMEOUT
    server.close()


async def test_a_node_without_a_mail_server_sends_nothing(post, desk) -> None:
    await post.owe("mia@north.example")
    post.settings = replace(post.settings, smtp_host="", mail_from="")
    post.mailing = Mailing(post.store, post.settings, Mail(post.settings), _yes)
    assert await post.send() == 0
    assert not desk.taken
    assert (await mail_state.read_mail_state(post.store)).since == 0


async def _yes() -> bool:
    return True


async def test_nothing_is_sent_to_what_is_no_address(post, desk) -> None:
    for address in ("mia@north.example>\r\nRCPT TO:<x@y.example", "mia", "a b@c.example", "@x.y"):
        await post.owe(address)
        with pytest.raises(Malformed):
            await send_test(post.settings, address, 1)
    await post.send()
    assert not desk.taken
    given_up = await rows.list_letters(post.store, rows.GIVEN_UP, 9)
    assert {row.error for row in given_up} == {"this is no address that mail can be sent to"}
    assert len(given_up) == 4
