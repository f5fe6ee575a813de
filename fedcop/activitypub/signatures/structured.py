"""Structured fields (RFC 9651): the dictionaries of RFC 9421 and RFC 9530."""

import re
from binascii import a2b_base64
from collections.abc import Mapping
from typing import NoReturn

import http_sf

from fedcop.errors import Malformed

Parameters = Mapping[str, object]
Member = tuple[object, Parameters]

# The members of a dictionary that was read already: only a quoted string can hide a comma.
_MEMBER = re.compile(rb'(?:[^",]+|"[^"\\]*(?:\\.[^"\\]*)*")+')
_ONE_VALUE = re.compile(rb"([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]+={0,2}):")


def read_dictionary(value: bytes, name: str) -> Mapping[str, Member]:
    """Read a dictionary; each member is its value and its parameters. Raises Malformed."""

    def refuse(key: str, _where: str) -> NoReturn:
        raise Malformed(f"{name}: {key[:40]} stands twice")

    try:
        return http_sf.parse(value, tltype="dictionary", on_duplicate_key=refuse)  # type: ignore[return-value]  # a dictionary, always
    except http_sf.StructuredFieldError as error:
        raise Malformed(f"{name}: it is no structured dictionary") from error


def read_bytes(value: bytes, name: str) -> Mapping[str, bytes]:
    """Read a dictionary of byte sequences, leaving out other members. Raises Malformed."""
    match = _ONE_VALUE.fullmatch(value)  # the usual form, read ten times faster
    if match is None:
        members = read_dictionary(value, name)
        return {key: item for key, (item, _) in members.items() if isinstance(item, bytes)}
    try:
        return {match[1].decode(): a2b_base64(match[2], strict_mode=True)}
    except ValueError as error:
        raise Malformed(f"{name}: it is no base64") from error


def texts(value: bytes) -> dict[str, bytes]:
    """Return each member of a well-formed dictionary as it was received, byte for byte."""
    members = [member.strip().partition(b"=") for member in _MEMBER.findall(value)]
    return {key.decode(): text for key, _, text in members}
