"""From where a request comes: what a proxy says is believed of our own proxies alone."""

from ipaddress import ip_address

from starlette.requests import Request

from fedcop.settings import Networks

_MOST_HOPS = 20


def address_of(request: Request, trusted: Networks) -> str:
    """Return the address of whoever asks, as the last proxy saw it that is not ours."""
    address = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    for hop in reversed(forwarded[-_MOST_HOPS:]):
        if not hop.strip() or not _is_in(address, trusted):
            break
        address = hop.strip()
    return address


def _is_in(address: str, networks: Networks) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks if network.version == parsed.version)
