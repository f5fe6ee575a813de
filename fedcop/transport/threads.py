"""Signing on threads: RSA leaves the GIL, so a second core can take it over."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fedcop.errors import FedcopError

if TYPE_CHECKING:
    from fedcop.activitypub.signatures.scheme import Scheme
    from fedcop.transport.client import OutRequest
    from fedcop.transport.guard import Target
    from fedcop.transport.signing import Signer

_Made = list["OutRequest | Exception"]


class SigningThreads:
    """Signs what waits at the same moment in one hop per thread.

    A hop costs a quarter of a signature, so a request that is alone is signed on the spot.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="signing")
        self._waiting: list[_Job] = []

    async def sign(
        self, signer: "Signer", request: "OutRequest", target: "Target", scheme: "Scheme"
    ) -> "OutRequest":
        """Sign a request together with whatever else waits."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._start)
        job = _Job(signer, request, target, scheme, loop.create_future())
        self._waiting.append(job)
        return await job.signed

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown()

    def _start(self) -> None:
        jobs, self._waiting = self._waiting, []
        if len(jobs) == 1:
            _hand_out(jobs, _work(jobs))
            return
        loop = asyncio.get_running_loop()
        for first in range(min(self._threads, len(jobs))):
            part = jobs[first :: self._threads]
            done = loop.run_in_executor(self._pool, _work, part)
            done.add_done_callback(partial(_returned, part))


@dataclass(frozen=True, slots=True)
class _Job:
    signer: "Signer"
    request: "OutRequest"
    target: "Target"
    scheme: "Scheme"
    signed: "asyncio.Future[OutRequest]"


def _work(jobs: Sequence[_Job]) -> _Made:
    made: _Made = []
    for job in jobs:
        try:
            made.append(job.signer.sign(job.request, job.target, job.scheme))
        except (FedcopError, ValueError) as error:
            made.append(error)
    return made


def _returned(jobs: Sequence[_Job], done: "asyncio.Future[_Made]") -> None:
    error = done.exception()
    if error is None:
        _hand_out(jobs, done.result())
        return
    for job in jobs:
        if not job.signed.done():
            job.signed.set_exception(error)


def _hand_out(jobs: Sequence[_Job], made: _Made) -> None:
    for job, result in zip(jobs, made, strict=True):
        if job.signed.done():
            continue  # whoever asked has given up
        if isinstance(result, Exception):
            job.signed.set_exception(result)
        else:
            job.signed.set_result(result)
