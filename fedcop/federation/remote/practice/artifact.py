"""What others wrote that is an artifact: its claims, each held to its shape.

What is shown of it is made of what its digest covers, and of nothing that came beside that.
"""

import asyncio
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import orjson

from fedcop import clock
from fedcop.activitypub.origin import same_origin
from fedcop.activitypub.signatures import multibase
from fedcop.activitypub.vocabulary import JSON, Attachment, Object
from fedcop.community.practice.canonical import PREFIX
from fedcop.community.practice.kinds import EVIDENCE, KINDS, STATUSES
from fedcop.community.practice.packing import said_of
from fedcop.community.practice.parts import ArtifactPart, FileFact, Origin
from fedcop.community.practice.wishes import LONGEST_BODY
from fedcop.community.practice.wording import html_of
from fedcop.errors import FedcopError, Malformed
from fedcop.federation.remote.practice.owned import of_its_own
from fedcop.federation.remote.reach import Reach
from fedcop.transport.budget import Budget
from fedcop.transport.fetch import Accept
from fedcop.values import ArtifactPin, host_of

log = logging.getLogger(__name__)

# fmt: off
_NOT_FIELDS: Final = frozenset((
    "kind", "fields", "abstract", "revision", "digest", "changeNote", "minor", "restores",
    "sourceText", "revisionOf", "status", "license", "evidence", "reviewBy", "applicability",
    "organization", "contributors", "supersededBy", "adaptedFrom", "supersedes", "cites",
    "derivedFrom", "translationOf", "outcomeOf", "adoptions", "adaptations", "reviews",
    "endorsements",
))
# fmt: on
_RELATIONS: Final = (
    "adaptedFrom",
    "supersedes",
    "cites",
    "derivedFrom",
    "translationOf",
    "outcomeOf",
)
_NAME: Final = re.compile(r"[a-zA-Z]{1,40}").fullmatch
_DIGEST: Final = re.compile(r"sha-256:[0-9a-f]{64}").fullmatch
_MULTIHASH: Final = b"\x12\x20"
_MULTIHASH_LENGTH: Final = 34
_MOST: Final = 100
_MOST_FIELDS: Final = 40
_LARGEST_FIELDS: Final = 400_000
_LONG: Final = 20_000
_LONGEST_URI: Final = 2048
_TEXT: Final = Accept(
    "text/markdown",
    lambda kind: kind.startswith("text/"),
    signed=True,
    roams=False,
    largest=LONGEST_BODY,
)


async def read(reach: Reach, written: Object) -> ArtifactPart | None:
    """Read an artifact; None where it does not say of itself what makes it one."""
    cop = written.cop
    kind, number, digest = (cop.get(f"cop:{name}") for name in ("kind", "revision", "digest"))
    fields = _fields(cop)
    known = isinstance(kind, str) and kind in KINDS
    if not known or not _is_number(number) or not _is_digest(digest) or fields is None:
        return None
    source = await _source(reach, written)
    if source is None:
        return None
    part = ArtifactPart(
        kind=str(kind),
        title=written.name or "",
        language=written.language or "",
        abstract=_text(cop.get("cop:abstract"), 5000),
        source=source,
        fields=fields,
        works_for=dict(_dict(cop.get("cop:applicability"))),
        license=_text(cop.get("cop:license"), 200),
        evidence=_one_of(EVIDENCE, cop.get("cop:evidence")),
        review_by=_date(cop.get("cop:reviewBy")),
        organization_uri=of_its_own(written, cop.get("cop:organization")),
        contributors=tuple(_contributors(cop.get("cop:contributors"))),
        origins=tuple(_origins(cop)),
        files=tuple(_files(written.attachments)),
        note=_text(cop.get("cop:changeNote"), 500),
        minor=cop.get("cop:minor") is True,
        restores=_count(cop.get("cop:restores")),
        status=_one_of(STATUSES, cop.get("cop:status")),
        superseded_by=_uri(cop.get("cop:supersededBy")),
        number=_count(number),
        digest=str(digest),
        at=_when(written),
    )
    return await _shown(reach, part)


def pin_of(value: JSON) -> ArtifactPin | None:
    """Read which revision of what is meant: {id, revision, digest}, or an address alone."""
    if isinstance(value, str):
        return ArtifactPin(value) if _uri(value) else None
    one = _dict(value)
    uri = _uri(one.get("id"))
    digest = one.get("digest")
    exact = digest if isinstance(digest, str) and _is_digest(digest) else ""
    return ArtifactPin(uri, _count(one.get("revision")), exact) if uri else None


def digest_of_file(text: str | None) -> str:
    """Read the digest of a file out of a multihash; nothing where it is of another kind."""
    try:
        data = multibase.decode(text or "")
    except Malformed:
        return ""
    whole = len(data) == _MULTIHASH_LENGTH and data.startswith(_MULTIHASH)
    return PREFIX + data[len(_MULTIHASH) :].hex() if whole else ""


async def _shown(reach: Reach, part: ArtifactPart) -> ArtifactPart:
    """Make the HTML of an artifact from what its digest covers."""
    from_words = (reach.store.uris, said_of(part), part.origins, part.files)
    long = len(part.source) > _LONG
    html = await asyncio.to_thread(html_of, *from_words) if long else html_of(*from_words)
    return replace(part, content=html)


async def _source(reach: Reach, written: Object) -> str | None:
    """Return the Markdown; what is too long for its document stands apart, at the same origin."""
    apart = _uri(written.cop.get("cop:sourceText"))
    if written.source is not None or not apart:
        return written.source or ""
    if not same_origin(apart, written.id) or reach.store.uris.names_our_host(apart):
        return None
    try:
        await reach.domains.require(host_of(apart))
        found = await reach.fetcher.get(apart, Budget(fetches=3), accept=_TEXT)
        return found.body.decode()
    except (FedcopError, UnicodeDecodeError) as error:
        log.info("the text of %s cannot be had: %s", written.id, error)
        return None


def _fields(cop: Mapping[str, JSON]) -> dict[str, JSON] | None:
    """Read the fields of its kind: those it lists itself, for its digest covers them."""
    kind = KINDS.get(_text(cop.get("cop:kind"), 40))
    listed = cop.get("cop:fields")
    names = (
        listed if isinstance(listed, list) else [one.name for one in (kind.fields if kind else ())]
    )
    found = {
        name: cop[f"cop:{name}"]
        for name in names[:_MOST_FIELDS]
        if isinstance(name, str)
        and _NAME(name)
        and name not in _NOT_FIELDS
        and f"cop:{name}" in cop
    }
    return found if len(orjson.dumps(found)) <= _LARGEST_FIELDS else None


def _files(attachments: tuple[Attachment, ...]) -> Iterator[FileFact]:
    for one in attachments:
        if digest := digest_of_file(one.digest_multibase):
            yield FileFact(digest, one.url, one.name or "", one.media_type or "", one.size or 0)


def _origins(cop: Mapping[str, JSON]) -> Iterator[Origin]:
    for relation in _RELATIONS:
        value = cop.get(f"cop:{relation}")
        for one in (value if isinstance(value, list) else [value])[:_MOST]:
            if pin := pin_of(one):
                said = _dict(one)
                note, name, by = (_text(said.get(key), 500) for key in ("note", "name", "by"))
                license_ = _text(said.get("license"), 200)
                yield Origin(relation, pin, note, name, by, license_)


def _contributors(value: JSON) -> Iterator[tuple[str, str]]:
    for one in (value if isinstance(value, list) else [])[:_MOST]:
        said = _dict(one)
        if uri := _uri(said.get("actor")):
            yield uri, _text(said.get("role"), 30) or "contributor"


def _when(written: Object) -> int:
    said = written.updated or written.published or 0
    return min(max(said, 0), clock.now_ms())


def _date(value: JSON) -> int:
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return round(read.replace(tzinfo=read.tzinfo or UTC).timestamp() * 1000) if read else 0
    except (ValueError, OverflowError):
        return 0


def _text(value: JSON, most: int) -> str:
    return value[:most].replace("\0", "") if isinstance(value, str) else ""


def _one_of(known: Mapping[str, str], value: JSON) -> str:
    return value if isinstance(value, str) and value in known else ""


def _uri(value: JSON) -> str:
    usable = isinstance(value, str) and value.startswith(("https://", "http://"))
    return str(value) if usable and len(str(value)) <= _LONGEST_URI else ""


def _dict(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, dict) else {}


def _count(value: JSON) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _is_number(value: JSON) -> bool:
    return 0 < _count(value) < 1 << 31


def _is_digest(value: JSON) -> bool:
    return isinstance(value, str) and _DIGEST(value) is not None
