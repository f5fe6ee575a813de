"""The client of a node whose every request stays on this machine."""

import ssl
from ipaddress import ip_network
from pathlib import Path

from fedcop.transport.client import Client
from fedcop.transport.guard import GuardPolicy


class ThisMachine:
    """A resolver to whom every name is this machine."""

    async def addresses(self, _host: str) -> list[str]:
        """Return our own address."""
        return ["127.0.0.1"]


def client(authority: Path, *own_hosts: str) -> Client:
    """Make a client that trusts the authority of the sink, and finds all names here."""
    policy = GuardPolicy(frozenset(own_hosts), (ip_network("127.0.0.0/8"),))
    tls = ssl.create_default_context(cafile=str(authority))
    return Client(policy, "fedcop/benchmark", resolver=ThisMachine(), tls=tls)
