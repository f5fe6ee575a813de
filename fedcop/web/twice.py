"""A form that is sent twice, by a double click or by going back, is done once."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from starlette.responses import RedirectResponse, Response

from fedcop import clock
from fedcop.web.forms import Form

_SECONDS: Final = 60
_SEE_OTHER: Final = 303
_MOST: Final = 10_000  # people whose last form is remembered

Act = Callable[[], Awaitable[Response]]


@dataclass(slots=True)
class _Sent:
    """A form somebody sent, and where it led; nowhere when it was not done."""

    mark: bytes
    at: float
    there: "asyncio.Future[str]"


@dataclass(frozen=True, slots=True)
class Twice:
    """The last form of each person in this process."""

    _last: dict[int, _Sent] = field(default_factory=dict)

    async def once(self, account: int, mark: bytes, act: Act) -> Response:
        """Do what a form asks, or lead where it led a moment ago."""
        last = self._last.get(account)
        if last and last.mark == mark and clock.now() - last.at < _SECONDS:
            there = await asyncio.shield(last.there)
            if there:
                return RedirectResponse(there, _SEE_OTHER)
        return await self._do(account, mark, act)

    def forget(self, account: int) -> None:
        """Take the next form for a new one, whatever it says: something else was done since."""
        self._last.pop(account, None)

    async def _do(self, account: int, mark: bytes, act: Act) -> Response:
        if len(self._last) >= _MOST:
            self._last.clear()
        sent = _Sent(mark, clock.now(), asyncio.get_running_loop().create_future())
        self._last[account] = sent
        there = ""
        try:
            response = await act()
            if response.status_code == _SEE_OTHER:
                there = response.headers["location"]
            return response
        finally:
            sent.there.set_result(there)


def mark_of(path: str, form: Form) -> bytes:
    """Say in a few bytes what a form brought, and where to."""
    found = hashlib.blake2b(digest_size=16)
    for part in _parts(path, form):
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


def _parts(path: str, form: Form) -> Iterable[bytes]:
    yield path.encode()
    for name, text in sorted(form.fields.items()):
        yield from (name.encode(), text.encode())
    for name, data in sorted(form.files.items()):
        yield from (name.encode(), data)
    for name, sent in sorted(form.several.items()):
        yield name.encode()
        for called, data in sent:
            yield from (called.encode(), data)
