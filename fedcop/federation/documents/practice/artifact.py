"""An artifact as peers read it: readable by any program, exact for those who know our terms.

`/a/id` is how it stands now. `/a/id/r/7` is what it said then: nothing in that document moves.
"""

from dataclasses import replace
from html import escape
from typing import Final

from fedcop import clock
from fedcop import uris as paths
from fedcop.activitypub.signatures import multibase
from fedcop.activitypub.vocabulary import JSON, Activity, Attachment, Object
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import PREFIX, empty
from fedcop.community.practice.kinds import label_of
from fedcop.community.practice.parts import FileFact, Origin
from fedcop.community.practice.stated import Stated
from fedcop.community.practice.wording import license_label
from fedcop.federation.documents.addressing import of_post
from fedcop.federation.documents.facts import PostFacts
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow
from fedcop.uris import Uris

_LONGEST_SOURCE: Final = 100_000  # characters that others read of a text; more stands apart
_SHA256: Final = b"\x12\x20"  # how a multihash begins: which hash, and how many bytes
_DATE: Final = 10
_COLLECTIONS: Final = ("adoptions", "adaptations", "reviews", "endorsements")


def dress(thing: Object, facts: PostFacts, told: Stated, uris: Uris) -> Object:
    """Say of a post what it is as an artifact, in words first."""
    row, shown = told.row, told.revision
    kind, note = facts.post.kind, facts.post.kind == "Note"
    lead = f"{label_of(row.kind)} · {told.standing.label}."
    return replace(
        thing,
        type=kind,
        content=_content(facts, told),
        # Microblogs hide a Note behind its summary.
        summary=None if note else f"{lead} {row.abstract}".strip(),
        preview=None if note else _preview(shown, lead, row.abstract),
        source=_source(shown),
        source_is_part=True,
        attachments=_files(thing, shown),
        history=paths.history(row.uri),
        quote=told.original or None,
        quote_authorization=paths.quoted(told.quotes, row.uri) if told.quotes else None,
        quotable=facts.audience.open,
        cop={**thing.cop, **_of_revision(row, shown), **_now(told), **_quotes(facts)},
    )


def revision(facts: PostFacts, row: ArtifactRow, said: ArtifactRevisionRow, by: str) -> Object:
    """Write what an artifact said at one time: no status, no count, no date that moves."""
    to = of_post(facts)
    before = paths.revision(row.uri, said.number - 1)
    earlier: dict[str, JSON] = {"prov:wasRevisionOf": before} if said.number > 1 else {}
    return Object(
        type=facts.post.kind,
        id=paths.revision(row.uri, said.number),
        attributed_to=(by,),
        name=said.title,
        content=said.content,
        source=_source(said),
        language=said.language or None,
        audience=to.audience,
        to=to.to,
        cc=to.cc,
        attachments=tuple(_file(one) for one in artifacts.files_of(said)),
        published=said.at,
        cop={**_of_revision(row, said), "cop:revisionOf": row.uri, **earlier},
    )


def step(facts: PostFacts, row: ArtifactRow, said: ArtifactRevisionRow, by: str) -> Activity:
    """Write one step of the history of an artifact (FEP-bad1): who said what, when and why."""
    first = said.number == 1
    uri = paths.revision(row.uri, said.number)
    to = of_post(facts)
    return Activity(
        type="Create" if first else "Update",
        id=paths.create_of(row.uri) if first else f"{uri}#update",
        actor=by,
        objects=(uri,),
        to=to.to,
        cc=to.cc,
        summary=said.note or None,
        published=said.at,
        cop={
            "cop:revision": said.number,
            "cop:digest": said.digest,
            **({"cop:minor": True} if said.minor else {}),
            **({"cop:restores": said.restores} if said.restores else {}),
        },
    )


def multibase_of(digest: str) -> str | None:
    """Write a digest as others do: a multihash in base58btc."""
    plain = digest.removeprefix(PREFIX)
    return multibase.encode(_SHA256 + bytes.fromhex(plain)) if plain else None


def _of_revision(row: ArtifactRow, said: ArtifactRevisionRow) -> dict[str, JSON]:
    """Write what the digest of a revision covers, and the digest."""
    fields = artifacts.fields_of(said)
    terms: dict[str, JSON] = {
        "cop:kind": row.kind,
        "cop:fields": list(fields),
        **{f"cop:{name}": value for name, value in fields.items()},
        "cop:abstract": said.abstract,
        "cop:revision": said.number,
        "cop:digest": said.digest,
        "cop:changeNote": said.note,
        "cop:minor": bool(said.minor) or None,
        "cop:restores": said.restores or None,
    }
    if len(said.source) > _LONGEST_SOURCE:
        terms["cop:sourceText"] = paths.source(row.uri, said.number)
    return {name: value for name, value in terms.items() if not empty(value)}


def _now(told: Stated) -> dict[str, JSON]:
    """Write how an artifact stands: what its digest does not cover."""
    row = told.row
    named: list[JSON] = [{"actor": one.actor_uri, "role": one.role} for one in told.contributors]
    terms: dict[str, JSON] = {
        "cop:status": told.standing.status,
        "cop:license": row.license,
        "cop:evidence": row.evidence,
        "cop:reviewBy": clock.iso(row.review_by)[:_DATE] if row.review_by else "",
        "cop:applicability": artifacts.works_for_of(row),
        "cop:organization": row.organization_uri,
        "cop:contributors": named,
        "cop:supersededBy": row.superseded_by,
        **_owed(row),
        **{f"cop:{word}": f"{row.uri}/{word}" for word in _COLLECTIONS},
    }
    return {name: value for name, value in terms.items() if not empty(value)}


def _quotes(facts: PostFacts) -> dict[str, JSON]:
    """Say where leave to quote it is found; of what is for some only there is none."""
    return {"cop:quotedIn": paths.quotes(facts.post.uri)} if facts.audience.open else {}


def _owed(row: ArtifactRow) -> dict[str, JSON]:
    """Write what an artifact owes to others, by how it owes it."""
    owed: dict[str, JSON] = {}
    for origin in artifacts.origins_of(row):
        key = f"cop:{origin.relation}"
        before = owed.get(key)
        owed[key] = [*(before if isinstance(before, list) else []), _origin(origin)]
    owed.pop("cop:warnsAbout", None)  # a field of lessons, which the digest covers
    return owed


def _origin(origin: Origin) -> JSON:
    pin = origin.target
    terms: dict[str, JSON] = {
        "id": pin.uri,
        "revision": pin.number or None,
        "digest": pin.digest,
        "note": origin.note,
        "name": origin.title,
        "by": origin.by,
        "license": origin.license,
    }
    return {name: value for name, value in terms.items() if not empty(value)}


def _content(facts: PostFacts, told: Stated) -> str:
    """Write all of it for people: what it is and how it stands, the text, how to cite it.

    Its title too: GoToSocial shows the summary in place of the name.
    """
    row = told.row
    of = facts.group.display or facts.group.name if facts.group else ""
    words = [label_of(row.kind), told.standing.label, of]
    words += [f"from {told.organization}"] if told.organization else []
    first = f"<p><em>{escape(' · '.join(word for word in words if word), quote=False)}</em></p>"
    title = f"<p><strong>{escape(told.revision.title, quote=False)}</strong></p>"
    cite = f'cite as <a href="{escape(paths.revision(row.uri, row.number))}">'
    cite += f"{escape(paths.revision(row.uri, row.number))}</a>"
    license_ = f"{escape(license_label(row.license), quote=False)} · " if row.license else ""
    return f"{title}{first}{facts.post.content}<p><small>{license_}{cite}</small></p>"


def _preview(said: ArtifactRevisionRow, lead: str, abstract: str) -> str:
    title, words = (escape(text, quote=False) for text in (said.title, f"{lead} {abstract}"))
    return f"<p><strong>{title}</strong></p><p>{words.strip()}</p>"


def _source(said: ArtifactRevisionRow) -> str | None:
    """Return the Markdown where it is short enough to be read whole by others."""
    return (said.source or None) if len(said.source) <= _LONGEST_SOURCE else None


def _files(thing: Object, said: ArtifactRevisionRow) -> tuple[Attachment, ...]:
    """Say of each file what it is, exactly."""
    known = {one.url: one for one in artifacts.files_of(said)}
    return tuple(_exact(one, known.get(one.url)) for one in thing.attachments)


def _exact(one: Attachment, file: FileFact | None) -> Attachment:
    if file is None:
        return one
    return replace(one, digest_multibase=multibase_of(file.digest), size=file.size or None)


def _file(file: FileFact) -> Attachment:
    return Attachment(
        type="Document",
        url=file.url,
        media_type=file.type or None,
        name=file.name or None,
        digest_multibase=multibase_of(file.digest),
        size=file.size or None,
    )
