"""Reports."""

from fedcop.store.batch import Reader
from fedcop.store.rows import ReportRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS = ReportRow.columns()
_BY_ID = f"SELECT {_COLUMNS} FROM report WHERE id = ?"
_BY_URI = f"SELECT {_COLUMNS} FROM report WHERE uri = ?"
_OPEN = f"SELECT {_COLUMNS} FROM report WHERE state = 'open' AND id < ? ORDER BY id DESC LIMIT ?"
_INSERT = insert_of(ReportRow)


async def find_report(reader: Reader, number: int) -> ReportRow | None:
    """Find a report by our id."""
    return ReportRow.first(await reader.read(_BY_ID, number))


async def find_report_by_uri(reader: Reader, uri: str) -> ReportRow | None:
    """Find a report by the uri of its Flag."""
    return ReportRow.first(await reader.read(_BY_URI, uri))


async def list_open_reports(reader: Reader, before: int, limit: int) -> list[ReportRow]:
    """Read the reports nobody has settled yet, the latest first."""
    return ReportRow.all(await reader.read(_OPEN, before, limit))


def insert_report(row: ReportRow) -> Statement:
    """Add a report."""
    return Statement(_INSERT, row.values())
