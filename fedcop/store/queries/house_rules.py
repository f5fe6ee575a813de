"""The rules of the node, and those of its communities."""

from fedcop.store.batch import Reader
from fedcop.store.rows import RuleRow, insert_of
from fedcop.store.statements import Statement

_ALL = (
    f"SELECT {RuleRow.columns()} FROM house_rule WHERE community_id = ?"
    " ORDER BY position, id LIMIT 200"
)
_SAY = "UPDATE house_rule SET position = ?, text = ?, hint = ? WHERE id = ?"
_RETIRE = "UPDATE house_rule SET retired = ? WHERE id = ?"


async def list_rules(reader: Reader, community: int = 0) -> list[RuleRow]:
    """Read the rules of the node or of a community in order, those that were taken back too."""
    return RuleRow.all(await reader.read(_ALL, community))


def insert_rule(row: RuleRow) -> Statement:
    """Add a rule."""
    return Statement(insert_of(RuleRow), row.values())


def say_rule(row: RuleRow) -> Statement:
    """Let a rule say what its row says."""
    return Statement(_SAY, (row.position, row.text, row.hint, row.id))


def retire_rule(number: int, now: int) -> Statement:
    """Take a rule back; reports that name it still can."""
    return Statement(_RETIRE, (now, number))
