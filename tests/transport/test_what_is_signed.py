"""Signatures we make hold against the rules by which we verify."""

import asyncio
from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Profile, Scheme, read_claims, verify
from fedcop.errors import Malformed
from fedcop.transport.client import OutRequest
from fedcop.transport.guard import GuardPolicy
from fedcop.transport.signing import Signer
from fedcop.transport.threads import SigningThreads

RSA = PrivateKey.make_rsa()
SIGNER = Signer("https://cop.example/actor#main-key", RSA)
TYPE = ("Content-Type", "application/activity+json")
POLICY = GuardPolicy()


def received(request: OutRequest) -> RequestMessage:
    headers = [(name.lower().encode(), value.encode()) for name, value in request.headers]
    target = POLICY.vet(request.url)
    return RequestMessage(request.method, target.path.encode(), headers, request.body)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(
    "request_",
    [
        OutRequest("POST", "https://peer.example/inbox", (TYPE,), b"{}"),
        OutRequest("GET", "https://peer.example:8443/u/ada?page=1", (("Accept", "x/y"),)),
        OutRequest("GET", "https://exämple.example/ü"),
    ],
)
def test_a_signed_request_verifies(scheme: Scheme, request_: OutRequest) -> None:
    target = POLICY.vet(request_.url)
    signed = SIGNER.sign(request_, target, scheme)
    message = received(signed)
    claim = read_claims(message, Profile.of(target.authority), clock.now())[0]
    verify(claim, RSA.public)
    assert claim.key_id == SIGNER.key_id
    assert (signed.method, signed.url, signed.body) == (
        request_.method,
        request_.url,
        request_.body,
    )
    assert signed.headers[0] == ("Host", target.authority)
    assert set(request_.headers) < set(signed.headers)


async def test_threads_sign_what_waits_and_each_gets_its_own() -> None:
    threads = SigningThreads(2)
    requests = [
        OutRequest("POST", f"https://h{number}.example/inbox", (TYPE,), b"{}")
        for number in range(9)
    ]
    signed = await asyncio.gather(
        *[threads.sign(SIGNER, one, POLICY.vet(one.url), Scheme.CAVAGE) for one in requests]
    )
    assert [one.url for one in signed] == [one.url for one in requests]
    for one in signed:
        host = POLICY.vet(one.url).authority
        verify(read_claims(received(one), Profile.of(host), clock.now())[0], RSA.public)
    threads.close()


async def test_one_that_cannot_be_signed_does_not_spoil_the_others() -> None:
    threads = SigningThreads(1)
    good = OutRequest("POST", "https://a.example/inbox", (TYPE,), b"{}")
    bad = replace(good, headers=(("Content-Type", "a\nb"),))
    target = POLICY.vet(good.url)
    results = await asyncio.gather(
        *[threads.sign(SIGNER, one, target, Scheme.CAVAGE) for one in (good, bad, good)],
        return_exceptions=True,
    )
    assert isinstance(results[0], OutRequest)
    assert isinstance(results[1], Malformed)
    assert isinstance(results[2], OutRequest)
    threads.close()


async def test_one_that_is_alone_is_signed_as_well_and_one_that_gave_up_is_passed_over() -> None:
    threads = SigningThreads(1)
    request = OutRequest("POST", "https://a.example/inbox", (TYPE,), b"{}")
    target = POLICY.vet(request.url)
    waiting = asyncio.ensure_future(threads.sign(SIGNER, request, target, Scheme.CAVAGE))
    await asyncio.sleep(0)
    waiting.cancel()
    signed = await threads.sign(SIGNER, request, target, Scheme.RFC9421)
    assert dict(signed.headers)["Signature-Input"].startswith("sig1=")
    threads.close()
