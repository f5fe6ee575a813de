"""Passwords: argon2id, on threads, a few at once, and as slow for a name that nobody has."""

import asyncio
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from fedcop.errors import Malformed, TooMany

_SHORTEST = 10
_LONGEST = 256
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1, type=Type.ID)

# A hash like ours of a password that nobody knows, for those who do not exist.
_NOBODY: Final = (
    "$argon2id$v=19$m=32768,t=3,p=1$"
    "xGWVMxsPOmZeodb7DUaW8A$+Y683fWH5pIVJJx3q+WoiTEbx1VwAvFNcHaXEAUd+LU"
)


class Passwords:
    """Hashes and checks passwords: each takes 32 MiB and a tenth of a second, so few at once."""

    def __init__(self, at_once: int = 2, waiting: int = 32) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._room = at_once + waiting

    async def hash(self, password: str) -> str:
        """Hash a new password. Raises Malformed when it is too short or too long."""
        if not _SHORTEST <= len(password) <= _LONGEST:
            raise Malformed(f"password: write {_SHORTEST} to {_LONGEST} characters")
        await self._enter()
        try:
            return await asyncio.to_thread(_HASHER.hash, password)
        finally:
            self._leave()

    async def verify(self, stored: str, password: str) -> bool:
        """Whether a password is the one whose hash is stored; none stored: no, as slowly."""
        await self._enter()
        try:
            return await asyncio.to_thread(_verify, stored, password)
        finally:
            self._leave()

    async def _enter(self) -> None:
        if self._room <= 0:
            raise TooMany("Too many people sign in just now; try again in a moment.", after=10)
        self._room -= 1
        try:
            await self._turns.acquire()
        except asyncio.CancelledError:
            self._room += 1
            raise

    def _leave(self) -> None:
        self._turns.release()
        self._room += 1


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker settings than today's: hash anew at the next sign-in."""
    return _HASHER.check_needs_rehash(stored)


def _verify(stored: str, password: str) -> bool:
    try:
        right = _HASHER.verify(stored or _NOBODY, password[:_LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(stored) and len(password) <= _LONGEST
