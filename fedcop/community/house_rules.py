"""The rules of the node, and those that a community of ours adds: each with an id that stays.

What is done to those of the node is noted in its audit log; a community is its stewards' own.
"""

from dataclasses import replace

from fedcop import clock, ids
from fedcop.community import audit
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import house_rules
from fedcop.store.rows import RuleRow

_LONGEST = 500
_LONGEST_HINT = 2_000
_MOST = 40


async def add_rule(
    unit: Unit, by: int, text: str, hint: str = "", *, community: int = 0
) -> RuleRow:
    """Add a rule behind the others. Raises Invalid."""
    _check(text, hint)
    standing = await list_rules(unit, community)
    if len(standing) >= _MOST:
        raise Invalid(f"text: {_MOST} rules are more than anybody reads; take one back first")
    unit.touch(f"house-rules:{community}")
    place = max((row.position for row in standing), default=0) + 1
    said = text.strip(), hint.strip()
    row = RuleRow(ids.new_id(), place, *said, clock.now_ms(), community_id=community)
    unit.add(house_rules.insert_rule(row))
    _note(unit, by, "add-rule", row)
    return row


async def say_rule(  # noqa: PLR0913 - a rule, and who says what of it
    unit: Unit, by: int, number: int, text: str, hint: str = "", *, community: int = 0
) -> RuleRow:
    """Let a rule say something else. Raises Invalid and NotFound."""
    _check(text, hint)
    row = replace(await _get(unit, number, community), text=text.strip(), hint=hint.strip())
    unit.add(house_rules.say_rule(row))
    _note(unit, by, "change-rule", row)
    return row


async def move_rule_up(unit: Unit, by: int, number: int, *, community: int = 0) -> None:
    """Let a rule stand before the one before it. Raises NotFound."""
    standing = await list_rules(unit, community)
    at = next((n for n, row in enumerate(standing) if row.id == number), -1)
    if at < 0:
        raise NotFound("There is no such rule.")
    unit.touch(f"house-rules:{community}")
    order = [row.id for row in standing]
    if at:
        order[at - 1], order[at] = order[at], order[at - 1]
    places = {one: place for place, one in enumerate(order, 1)}
    for row in standing:
        unit.add(house_rules.say_rule(replace(row, position=places[row.id])))
    _note(unit, by, "move-rule", standing[at])


async def retire_rule(unit: Unit, by: int, number: int, *, community: int = 0) -> None:
    """Take a rule back; what was decided by it still names it. Raises NotFound."""
    row = await _get(unit, number, community)
    unit.add(house_rules.retire_rule(number, clock.now_ms()))
    _note(unit, by, "remove-rule", row)


# Reads


async def list_rules(reader: Reader, community: int = 0) -> list[RuleRow]:
    """Read the rules that hold in their order: of the node, or those a community adds."""
    return [row for row in await house_rules.list_rules(reader, community) if not row.retired]


async def name_rules(reader: Reader, community: int = 0) -> dict[int, str]:
    """Read what each rule says, those taken back too: with its number, where it has one.

    Those that a community adds are among them, without a number.
    """
    rows = await house_rules.list_rules(reader)
    numbers = {row.id: n for n, row in enumerate((r for r in rows if not r.retired), 1)}
    names = {
        row.id: f"{numbers[row.id]}. {row.text}" if row.id in numbers else row.text for row in rows
    }
    if community:
        names |= {row.id: row.text for row in await house_rules.list_rules(reader, community)}
    return names


def _note(unit: Unit, by: int, act: str, row: RuleRow) -> None:
    if not row.community_id:
        audit.note(unit, by, act, str(row.id), {"text": row.text})


async def _get(unit: Unit, number: int, community: int) -> RuleRow:
    for row in await list_rules(unit, community):
        if row.id == number:
            return row
    raise NotFound("There is no such rule.")


def _check(text: str, hint: str) -> None:
    if not text.strip():
        raise Invalid("text: say what the rule is")
    if len(text) > _LONGEST:
        raise Invalid(f"text: write {_LONGEST} characters at most")
    if len(hint) > _LONGEST_HINT:
        raise Invalid(f"hint: write {_LONGEST_HINT:,} characters at most")
