"""A form leads to a page of ours or home, whatever it says; a proxy is believed when it is ours."""

from ipaddress import ip_network

import pytest
from starlette.requests import Request

from fedcop.web import bits
from fedcop.web.clients import address_of
from fedcop.web.paths import own_path

PROXIES = (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(
    "path",
    ["/", "/home", "/c/handovers", "/u/ana@riverside.example:8002", "/t/17#n18", "/home?before=7"],
)
def test_a_path_of_ours_is_kept(path):
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2f%2fevil.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/a//b",
        "https://evil.example/",
        "javascript:alert(1)",
        "home",
        "/home\nSet-Cookie: a=b",
        "/home\r\n",
        " /home",
        "/\t/evil.example",
        "/ö",
        '/"><script>',
        "/?next=//evil.example",
    ],
)
def test_anything_else_leads_home(path):
    assert own_path(path) == "/home"


def _request(peer, *forwarded):
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.9"], "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        ("127.0.0.1", ["203.0.113.5, 198.51.100.9"], "198.51.100.9"),
        ("127.0.0.1", ["203.0.113.5, 198.51.100.9, 10.1.1.1"], "198.51.100.9"),
        ("127.0.0.1", ["203.0.113.5", "10.1.1.1"], "203.0.113.5"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("127.0.0.1", ["nonsense"], "nonsense"),
    ],
)
def test_only_our_own_proxies_say_who_asks(peer, forwarded, address):
    assert address_of(_request(peer, *forwarded), PROXIES) == address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://cop.example/", "https://cop.example/"),
        ("ana@cop.example", "mailto:ana@cop.example"),
        ("javascript:alert(1)//@x", "#"),
        ("JavaScript:alert(1)", "#"),
        ("data:text/html,x", "#"),
        ("", "#"),
    ],
)
def test_a_link_leads_to_the_web_or_to_a_mail_address(address, shown):
    assert bits.web(address) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Lima", "AL"), ("Dr Ingrid Halvorsen", "IH"), ("ana", "A"), ("🌻", "🌻"), ("_", "?")],
)
def test_one_or_two_letters_stand_for_a_name(name, letters):
    assert bits.initials(name) == letters


@pytest.mark.parametrize(
    ("tag", "shown"),
    [("en", "en"), ("pt-BR", "pt-BR"), ('en" onload="x', ""), ("", ""), ("a" * 40, "")],
)
def test_only_a_language_tag_stands_in_an_attribute(tag, shown):
    assert bits.language(tag) == shown
