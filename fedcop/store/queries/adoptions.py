"""Who applies what, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.store.batch import Reader
from fedcop.store.queries.reading import OPEN, SEEN, seen_by
from fedcop.store.rows import ActorCard, AdoptionRow, PostRow, insert_of
from fedcop.store.statements import Keyed, Params, Statement

MOST = 200

_ROW = AdoptionRow.columns("d.")
_BY_ID = Keyed(f"SELECT d.id, {_ROW} FROM adoption d WHERE d.id = ANY_ID(?)")
# Whether what a pin names is here, word for word; a pin of no revision names the whole artifact.
KNOWN = (
    "(d.number = 0 OR EXISTS (SELECT 1 FROM artifact k CROSS JOIN artifact_revision r"
    " WHERE k.uri = d.artifact_uri AND r.artifact_id = k.id AND r.number = d.number"
    " AND (d.digest = '' OR r.digest = d.digest)))"
)
_SHOWN = (
    f"{_ROW}, {PostRow.columns('p.')}, {ActorCard.columns('a.')},"
    f" CASE WHEN {KNOWN} THEN 1 ELSE 0 END"
)
_WITH = (
    " FROM adoption d JOIN post p ON p.id = d.id JOIN actor a ON a.id = d.adopter_id"
    " WHERE d.{where} AND 0 + d.id < ? AND p.deleted = 0 AND {seen}"
    " ORDER BY 0 + d.id DESC LIMIT ?"
)
_PAGE = f"SELECT {_SHOWN}{_WITH}"
_FROM = (
    f"SELECT {_SHOWN} FROM artifact x CROSS JOIN adoption d CROSS JOIN post p CROSS JOIN actor a"
    " WHERE x.organization_uri <> '' AND x.organization_uri = ? AND d.artifact_uri = x.uri"
    " AND d.organization_uri <> x.organization_uri AND p.id = d.id AND a.id = d.adopter_id"
    " AND p.deleted = 0 AND {seen} ORDER BY d.id DESC LIMIT ?"
)
# A team is its organization and its name; who names neither is a team of their own.
TEAM = (
    "CASE WHEN d.organization_uri <> '' AND d.team <> ''"
    " THEN d.organization_uri ELSE CAST(d.adopter_id AS TEXT) END, d.team"
)
_TEAMS = (
    f"SELECT {TEAM}, d.id, CASE WHEN d.discreet = 0 THEN d.result ELSE '' END"
    " FROM adoption d WHERE d.artifact_uri = ?"
    f" AND {KNOWN} = (1 = ?) ORDER BY 0 + d.id LIMIT 5000"
)
_MINE = f"SELECT {_ROW} FROM adoption d WHERE d.artifact_uri = ? AND d.adopter_id = ? ORDER BY d.id"
_OF_TEAM = (
    f"SELECT {_ROW} FROM adoption d WHERE d.artifact_uri = ? AND d.organization_uri = ?"
    " AND d.team = ? ORDER BY d.id"
)
_BY_ADOPTER = (
    f"SELECT {_ROW} FROM adoption d WHERE d.adopter_id = ? AND 0 + d.id < ?"
    " ORDER BY 0 + d.id DESC LIMIT ?"
)
_DUE = f"SELECT {_ROW} FROM adoption d WHERE d.due > 0 AND d.due <= ? ORDER BY d.due LIMIT ?"
_CHANGE = (
    "UPDATE adoption SET number = ?, digest = ?, organization_uri = ?, team = ?, result = ?,"
    " told = ?, outcome = ?, adaptation_uri = ?, began = ?, due = ?, reminded = ?, finished = ?,"
    " discreet = ?, author_agreed = ?, adopter_agreed = ? WHERE id = ?"
)
_REMIND = "UPDATE adoption SET due = ?, reminded = reminded + 1 WHERE id = ? AND reminded = ?"
_STORIES = (
    f"SELECT {_SHOWN} FROM adoption d CROSS JOIN artifact x CROSS JOIN post p CROSS JOIN actor a"
    " WHERE d.author_agreed > 0 AND d.adopter_agreed > 0 AND d.discreet = 0"
    " AND x.uri = d.artifact_uri AND x.community_id = ? AND p.id = d.id AND a.id = d.adopter_id"
    f" AND p.deleted = 0 AND {SEEN} ORDER BY d.id DESC LIMIT ?"
)
_AUTHOR_AGREES = "UPDATE adoption SET author_agreed = ? WHERE id = ?"
_ADOPTER_AGREES = "UPDATE adoption SET adopter_agreed = ? WHERE id = ?"
# What anybody may read of who applies whose work in a community: each team and artifact once.
_EXCHANGED = (
    "SELECT e.taker, e.giver, count(*) FROM (SELECT DISTINCT d.organization_uri AS taker,"
    " x.organization_uri AS giver, d.artifact_uri AS thing, CASE WHEN d.team <> '' THEN d.team"
    " ELSE CAST(d.adopter_id AS TEXT) END AS team FROM artifact x CROSS JOIN adoption d"
    " CROSS JOIN post p WHERE x.community_id = ? AND d.artifact_uri = x.uri AND p.id = d.id"
    f" AND p.deleted = 0 AND {OPEN} AND {KNOWN} AND (SELECT w.audience + w.deleted FROM post w"
    " WHERE w.id = x.id) <= 1 LIMIT 20000) e GROUP BY e.taker, e.giver"
)
_DELETE = "DELETE FROM adoption WHERE id = ?"
_COUNTED = (
    "UPDATE artifact SET adoptions = (SELECT count(*) FROM (SELECT DISTINCT"
    f" {TEAM} FROM adoption d WHERE d.artifact_uri = ? AND {KNOWN}) t) WHERE uri = ?"
)
_ITEMS = (
    "SELECT p.id, p.uri FROM adoption d JOIN post p ON p.id = d.id"
    f" WHERE d.artifact_uri = ? AND 0 + d.id > ? AND p.deleted = 0 AND {OPEN}"
    " ORDER BY 0 + d.id LIMIT ?"
)

# A guard: nobody was reminded of it meanwhile.
NOT_REMINDED = "FROM adoption WHERE id = ? AND reminded = ?"


@dataclass(frozen=True, slots=True)
class Applied:
    """An adoption with the post that tells of it and with whoever wrote that."""

    row: AdoptionRow
    post: PostRow
    author: ActorCard
    known: bool = True  # whether the revision that it names is here


async def find(reader: Reader, number: int) -> AdoptionRow | None:
    """Find an adoption by the id of its post."""
    return AdoptionRow.first(await reader.many(_BY_ID, number))


async def list_of(
    reader: Reader, artifact_uri: str, viewer: int, before: int, limit: int
) -> list[Applied]:
    """Read who applies an artifact, as far as somebody may read it, the latest first."""
    sql = _PAGE.format(where="artifact_uri = ?", seen=_seen(viewer))
    found = await reader.read(sql, artifact_uri, before, *_seen_by(viewer), limit)
    return [_applied(row) for row in found]


async def list_of_many(
    reader: Reader, artifacts: Sequence[str], viewer: int, limit: int
) -> list[Applied]:
    """Read who applies any of some artifacts, the latest first."""
    sql = _PAGE.format(where="artifact_uri = ANY_TEXT(?)", seen=_seen(viewer))
    found = await reader.read(sql, list(artifacts), 2**62, *_seen_by(viewer), limit)
    return [_applied(row) for row in found]


async def list_of_organization(
    reader: Reader, organization_uri: str, viewer: int, before: int, limit: int
) -> list[Applied]:
    """Read what an organization applies, the latest first."""
    where = "organization_uri <> '' AND d.organization_uri = ?"
    sql = _PAGE.format(where=where, seen=_seen(viewer))
    found = await reader.read(sql, organization_uri, before, *_seen_by(viewer), limit)
    return [_applied(row) for row in found]


async def list_from(
    reader: Reader, organization_uri: str, viewer: int, limit: int
) -> list[Applied]:
    """Read what others apply of what an organization wrote, the latest first."""
    sql = _FROM.format(seen=_seen(viewer))
    found = await reader.read(sql, organization_uri, *_seen_by(viewer), limit)
    return [_applied(row) for row in found]


async def list_teams(
    reader: Reader, artifact_uri: str, *, known: bool = True
) -> dict[tuple[str, str], str]:
    """Read what each team that applies a revision that is here, or is not, said of its result."""
    rows = await reader.read(_TEAMS, artifact_uri, int(known))
    return {(str(row[0]), str(row[1])): str(row[3]) for row in rows}


async def list_mine(reader: Reader, artifact_uri: str, actor: int) -> list[AdoptionRow]:
    """Read where somebody applies an artifact."""
    return AdoptionRow.all(await reader.read(_MINE, artifact_uri, actor))


async def find_of_team(
    reader: Reader, artifact_uri: str, organization_uri: str, team: str
) -> AdoptionRow | None:
    """Find how a team applies an artifact."""
    return AdoptionRow.first(await reader.read(_OF_TEAM, artifact_uri, organization_uri, team))


async def list_exchanged(reader: Reader, community: int) -> list[tuple[str, str, int]]:
    """Count how often which organization applies what which organization wrote."""
    rows = await reader.read(_EXCHANGED, community)
    return [(str(row[0]), str(row[1]), int(row[2])) for row in rows]


async def list_stories(reader: Reader, community: int, viewer: int, limit: int) -> list[Applied]:
    """Read what both agreed to tell as stories of a community, as far as somebody may read it."""
    found = await reader.read(_STORIES, community, *seen_by(viewer), limit)
    return [_applied(row) for row in found]


async def list_by(reader: Reader, actor: int, before: int, limit: int) -> list[AdoptionRow]:
    """Read what somebody applies, the latest first."""
    return AdoptionRow.all(await reader.read(_BY_ADOPTER, actor, before, limit))


async def list_due(reader: Reader, now: int, limit: int) -> list[AdoptionRow]:
    """Read whose result may be asked for."""
    return AdoptionRow.all(await reader.read(_DUE, now, limit))


async def list_items(
    reader: Reader, artifact_uri: str, after: int, limit: int
) -> list[tuple[int, str]]:
    """Read the names of the adoptions that anybody may read, the oldest first."""
    rows = await reader.read(_ITEMS, artifact_uri, after, limit)
    return [(int(row[0]), str(row[1])) for row in rows]


def insert(row: AdoptionRow) -> Statement:
    """Keep an adoption."""
    return Statement(insert_of(AdoptionRow), row.values())


def change(row: AdoptionRow) -> Statement:
    """Keep what is said anew of an adoption."""
    told = (row.number, row.digest, row.organization_uri, row.team, row.result, row.told)
    more = (row.outcome, row.adaptation_uri, row.began, row.due, row.reminded, row.finished)
    last = (row.discreet, row.author_agreed, row.adopter_agreed, row.id)
    return Statement(_CHANGE, (*told, *more, *last))


def author_agrees(number: int, at: int) -> Statement:
    """Note when who wrote a thing let somebody's use of it be told as a story; 0: not any more."""
    return Statement(_AUTHOR_AGREES, (at, number))


def adopter_agrees(number: int, at: int) -> Statement:
    """Note when who applies a thing let that be told as a story; 0: not any more."""
    return Statement(_ADOPTER_AGREES, (at, number))


def remind(row: AdoptionRow, due: int) -> Statement:
    """Note that somebody was reminded, and when again; 0: not any more."""
    return Statement(_REMIND, (due, row.id, row.reminded))


def delete(number: int) -> Statement:
    """Let an adoption go."""
    return Statement(_DELETE, (number,))


def count(artifact_uri: str) -> Statement:
    """Write down how many teams apply an artifact, where we have it."""
    return Statement(_COUNTED, (artifact_uri, artifact_uri))


def _seen(viewer: int) -> str:
    return SEEN if viewer else OPEN


def _seen_by(viewer: int) -> Params:
    return seen_by(viewer) if viewer else ()


def _applied(row: Sequence[object]) -> Applied:
    width = AdoptionRow.width()
    post = PostRow.of(row, width)
    author = ActorCard.of(row, width + PostRow.width())
    return Applied(AdoptionRow.of(row), post, author, bool(row[-1]))
