"""Which URLs and addresses the guard lets through."""

from ipaddress import ip_network

import pytest

from fedcop.errors import Refused
from fedcop.transport.guard import GuardPolicy

PUBLIC = GuardPolicy(frozenset({"self.example"}))
HOME = GuardPolicy(frozenset({"northwind.localhost:8001"}), development=True)
RIG = GuardPolicy(allowed_networks=(ip_network("127.0.0.0/8"), ip_network("fd00::/8")))


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "172.32.0.1", "100.63.255.255", "2606:2800:21f:cb07::1", "2001:200::1"],
)
def test_a_public_address_is_admitted(address: str) -> None:
    assert PUBLIC.admits(address)


@pytest.mark.parametrize("address", ["::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_an_address_that_carries_a_public_one_is_admitted(address: str) -> None:
    assert PUBLIC.admits(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
    ],
)
def test_no_special_address_is_admitted_in_any_disguise(address: str) -> None:
    octets = [int(part) for part in address.split(".")]
    word = f"{octets[0]:02x}{octets[1]:02x}:{octets[2]:02x}{octets[3]:02x}"
    disguises = [
        address,
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{word}",
        f"2002:{word}::",
        f"2001:0:5db8:d70e::{word}",
    ]
    assert [each for each in disguises if PUBLIC.admits(each)] == []


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:db8::1",
        "2002:5db8:d70e::1",
        "3fff::1",
        "5f00::1",
        "64:ff9b:1::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "::ffff:0:7f00:1",
        "localhost",
        "",
    ],
)
def test_what_is_not_known_to_be_public_is_refused(address: str) -> None:
    assert not PUBLIC.admits(address)


def test_an_admin_may_allow_private_networks() -> None:
    assert RIG.admits("127.0.0.1")
    assert RIG.admits("::ffff:127.0.0.1")
    assert RIG.admits("fd00::7")
    assert not RIG.admits("10.0.0.1")
    assert not PUBLIC.admits("127.0.0.1")


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://a.example", "a.example", "/"),
        ("https://a.example/x?y=1#z", "a.example", "/x?y=1"),
        ("https://a.example#@127.0.0.1/a", "a.example", "/"),
        ("https://a.example:443/x", "a.example", "/x"),
        ("https://a.example:8443/x", "a.example:8443", "/x"),
        ("HTTPS://A.Example./X", "a.example", "/X"),
        ("https://exämple.example/x", "xn--exmple-cua.example", "/x"),
        ("https://a.example/a/../b//c", "a.example", "/a/../b//c"),
        ("https://a.example/%7Ea%2fb?q=%20+c", "a.example", "/%7Ea%2fb?q=%20+c"),
        ("https://a.example/ü?ß=1", "a.example", "/%C3%BC?%C3%9F=1"),
        ("https://[2606:2800:21f:cb07::1]:8443/a", "[2606:2800:21f:cb07::1]:8443", "/a"),
    ],
)
def test_a_url_leads_to_one_host_and_one_target(url: str, authority: str, path: str) -> None:
    target = PUBLIC.vet(url)
    assert target.authority == authority
    assert target.path == path
    assert target.origin == f"https://{authority}"


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/a",
        "ftp://a.example/a",
        "file:///etc/passwd",
        "//a.example/a",
        "a.example",
        "https:///a",
        "https:a.example",
        "https://a.example\\@127.0.0.1/a",
        "https://user@a.example/a",
        "https://user:word@a.example/a",
        "https://a.example/a b",
        " https://a.example/a",
        "https://a.example/\r\nX: y",
        "https://a.example:22/a",
        "https://a.example:0/a",
        "https://a.example:65536/a",
        "https://a.example:99999999/a",
        "https://a.example:x/a",
        "https://%31%32%37.0.0.1/a",
        "https://127.0.0.1/a",
        "https://2130706433/a",
        "https://0x7f000001/a",
        "https://0x7f.1/a",
        "https://0177.0.0.1/a",
        "https://127.1/a",
        "https://127.0.0.1./a",
        "https://①②⑦.0.0.1/a",
        "https://[::1]/a",
        "https://[::1",
        "https://[fe80::1%25eth0]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://[::127.0.0.1]/a",
        "https://a..example/a",
        "https://a_b!.example/a",
        "https://" + "a" * 300 + "/a",
        "https://a.example/" + "a" * 5000,
        "https://self.example/users/1",
        "https://SELF.example.:8443/users/1",
        "http://peer.localhost:8002/a",
    ],
)
def test_a_url_we_do_not_visit_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        PUBLIC.vet(url)


def test_our_own_host_is_known_for_ours() -> None:
    assert PUBLIC.is_ours("https://self.example/users/1")
    assert PUBLIC.is_ours("https://Self.Example.:443/users/1")
    assert not PUBLIC.is_ours("https://other.example/users/1")
    assert not PUBLIC.is_ours("https://self.example@other.example/")
    assert HOME.is_ours("http://northwind.localhost:8001/c/weavers")
    assert not HOME.is_ours("http://northwind.localhost:8002/c/weavers")


def test_the_development_profile_speaks_http_among_local_names_only() -> None:
    assert HOME.vet("http://riverside.localhost:8002/inbox").authority == "riverside.localhost:8002"
    assert HOME.vet("http://localhost/inbox").authority == "localhost"
    for url in (
        "http://a.example/a",
        "http://127.0.0.1:8002/a",
        "https://127.0.0.1:8002/a",
        "http://localhost.a.example/a",
        "http://evillocalhost/a",
        "http://northwind.localhost:8001/c/weavers",
    ):
        with pytest.raises(Refused):
            HOME.vet(url)


def test_the_development_profile_opens_sockets_to_loopback_and_lets_no_name_lead_there() -> None:
    assert HOME.admits_socket("127.0.0.1")
    assert not HOME.admits("127.0.0.1")
    assert not HOME.admits_socket("127.0.0.2")
    assert not PUBLIC.admits_socket("127.0.0.1")
