"""The way to an address: name, connection, certificate. Each fails for a cause of its own."""

import asyncio
import socket  # noqa: TID251 - this is transport
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final

from fedcop import clock
from fedcop.errors import Misconfigured, Unavailable
from fedcop.transport.guard import is_public
from fedcop.transport.names import Resolver, SystemResolver

_PATIENCE: Final = 10.0
_DAY: Final = 86_400
HTTPS: Final = 443

_UNTRUSTED: Final[Mapping[int, str]] = {
    9: "its certificate is not valid yet; is our clock right?",
    10: "its certificate has expired; renew it, and let the proxy read it anew",
    18: "its certificate is signed by itself, which peers do not trust; get one of an authority",
    19: "its certificate comes from an authority of your own, which peers do not trust",
    20: "the certificate between it and its authority is missing; give the proxy the full chain",
    21: "the certificate between it and its authority is missing; give the proxy the full chain",
    62: "its certificate is for another name",
}


async def see_addresses(host: str, resolver: Resolver | None = None) -> list[str]:
    """Look a name up. Raises Unavailable and Misconfigured."""
    try:
        async with asyncio.timeout(_PATIENCE):
            found = await (resolver or SystemResolver()).addresses(host)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise Unavailable(
                f"{host}: the name servers do not answer; see /etc/resolv.conf, and whether the"
                " name servers of the domain run"
            ) from error
        raise Unavailable(f"{host}: DNS knows no such name; make an A or AAAA record") from error
    except (OSError, TimeoutError) as error:
        raise Unavailable(
            f"{host}: the name servers do not answer; see /etc/resolv.conf"
        ) from error
    private = [address for address in found if not _is_public(address)]
    if private:
        raise Misconfigured(
            f"{host} leads to {', '.join(private)} here, which is no public address; peers refuse"
            " that, unless /etc/hosts of this machine alone says so"
        )
    return found


async def see_certificate(
    host: str, where: str, port: int = HTTPS, tls: ssl.SSLContext | None = None
) -> int:
    """Shake hands as a peer would; return for how many days the certificate is still good.

    Raises Unavailable, which names what is wrong with it.
    """
    context = tls or ssl.create_default_context()
    try:
        async with asyncio.timeout(_PATIENCE):
            _, writer = await asyncio.open_connection(
                where, port, ssl=context, server_hostname=host
            )
    except ssl.SSLCertVerificationError as error:
        cause = _UNTRUSTED.get(error.verify_code, error.verify_message)
        raise Unavailable(f"{host}: {cause}") from error
    except ssl.SSLError as error:
        raise Unavailable(f"{host}: port {port} speaks no TLS that we know") from error
    except TimeoutError as error:
        raise Unavailable(
            f"{host}: {where} does not answer at port {port}; does a firewall drop it?"
        ) from error
    except OSError as error:
        raise Unavailable(
            f"{host}: nobody listens at {where} port {port}; does the proxy run?"
        ) from error
    until = ssl.cert_time_to_seconds(str(writer.get_extra_info("peercert")["notAfter"]))
    writer.close()
    return int((until - clock.now()) // _DAY)


def _is_public(address: str) -> bool:
    return is_public(ip_address(address))
