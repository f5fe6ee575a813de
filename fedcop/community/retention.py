"""How long what is kept: the rules of this node, what they took away, and when.

Some can be decided; what follows from how the node works is named beside them, so that one list
says all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from fedcop import clock
from fedcop.community import letters, options, sessions
from fedcop.community.joining import newcomers
from fedcop.community.moderating import withholding
from fedcop.errors import Malformed
from fedcop.settings import Settings
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import keeping_rules, node_values
from fedcop.tongues import N_

DAY_MS: Final = 86_400_000
MOST_DAYS: Final = 3_650
_NAME: Final = "retention"
_AT_ONCE: Final = 500
_TURNS: Final = 20  # of one rule in one sweep: the next goes on


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that can be decided: what goes, and after how many days; 0 is never."""

    name: str
    words: str
    days: int
    least: int = 1


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the node does anyway, and after how many days, where it is days."""

    words: str
    days: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """One rule as it stands."""

    rule: Rule
    days: int
    last: int  # when it last ran
    removed: int  # by that
    in_all: int


RULES: Final = (
    Rule("notices", N_("Notices, from when they were made"), 365, 30),
    Rule(
        "evidence",
        N_("What was written when it was reported, from when the report was closed"),
        180,
    ),
    Rule("reports", N_("Reports, from when they were closed"), 730, 30),
    Rule("audit", N_("The audit log"), 1095, 90),
    Rule(
        "requests",
        N_("What was asked of what is kept about people, from when it was done"),
        1095,
        90,
    ),
    Rule(
        "strangers",
        N_("Posts of other servers that nobody here answered, liked, shared or kept"),
        0,
        30,
    ),
)
_BY_NAME: Final = {rule.name: rule for rule in RULES}


def fixed(chosen: Settings) -> list[Fixed]:
    """Say what the node lets go by itself; the words are still to be said in a language."""
    return [
        Fixed(N_("Where somebody is signed in, from when they last came"), sessions.IDLE // DAY_MS),
        Fixed(
            N_("Mail that was sent: that it was, without what it said"),
            letters.REMEMBERED_MS // DAY_MS,
        ),
        Fixed(N_("Somebody who asked for an account and was refused"), 30),
        Fixed(
            N_("Somebody who asked for an account and never confirmed their address"),
            newcomers.LASTS // DAY_MS,
        ),
        Fixed(N_("Who asked without a name: the sealed link"), 30),
        Fixed(
            N_("What a moderator removed, until it can no longer come back"),
            withholding.KEPT_MS // DAY_MS,
        ),
        Fixed(N_("What happened, as numbers that programs go by"), 7),
        Fixed(N_("What other servers sent, as it came"), chosen.retention_days),
        Fixed(
            N_("What other servers are told, until they have it, at most"), chosen.retention_days
        ),
        Fixed(N_("What takes something back, for servers that return late, at most"), 180),
        Fixed(N_("Files that no post shows"), 1),
        Fixed(
            N_("Copies of what other servers show"),
            0,
            N_("as much as the settings allow, the least used go first"),
        ),
        Fixed(
            N_("Addresses from which requests come"),
            0,
            N_("not kept, but in the log of the web server, if it has one"),
        ),
    ]


async def look(reader: Reader) -> list[Looked]:
    """Read the rules as they stand, and what they took away."""
    decided = (await options.read_options(reader)).keeps
    ran = await _ran(reader)
    found = []
    for rule in RULES:
        last, removed, in_all = ran.get(rule.name, (0, 0, 0))
        found.append(Looked(rule, decided.get(rule.name, rule.days), last, removed, in_all))
    return found


async def preview(store: Store, name: str, days: int) -> int:
    """Count what a rule would take away now."""
    rule = _rule(name)
    if not days:
        return 0
    return await keeping_rules.count_old(store, rule.name, clock.now_ms() - days * DAY_MS)


async def decide(unit: Unit, actor_id: int, wanted: Mapping[str, int]) -> None:
    """Keep something longer or shorter from now on. Raises Malformed."""
    for name, days in wanted.items():
        rule = _rule(name)
        if days and not rule.least <= days <= MOST_DAYS:
            raise Malformed(f"{name}: write {rule.least} to {MOST_DAYS} days, or 0 for ever")
    before = (await options.read_options(unit)).keeps
    await options.change_options(unit, actor_id, keeps={**before, **wanted})


async def run(store: Store) -> dict[str, int]:
    """Let go what is too old, a piece at a time; says how much of what went."""
    now, gone = clock.now_ms(), {}
    for one in await look(store):
        if one.days:
            gone[one.rule.name] = await _sweep(store, one.rule.name, now - one.days * DAY_MS)
    ran = await _ran(store)
    for name, removed in gone.items():
        ran[name] = (now, removed, ran.get(name, (0, 0, 0))[2] + removed)
    unit = Unit(store)
    unit.add(node_values.keep_latest(_NAME, orjson.dumps(ran).decode()))
    await unit.commit()
    return gone


async def _sweep(store: Store, name: str, before: int) -> int:
    removed = 0
    for _ in range(_TURNS):
        keys: Sequence[int] = await keeping_rules.list_old(store, name, before, _AT_ONCE)
        if not keys:
            break
        unit = Unit(store)
        unit.add(*keeping_rules.let_go(name, keys))
        await unit.commit()
        removed += len(keys)
    return removed


async def _ran(reader: Reader) -> dict[str, tuple[int, int, int]]:
    text = await node_values.find_value(reader, _NAME)
    kept: dict[str, list[int]] = orjson.loads(text) if text else {}
    return {name: (said[0], said[1], said[2]) for name, said in kept.items()}


def _rule(name: str) -> Rule:
    if name not in _BY_NAME:
        raise Malformed(f"{name}: there is no such rule; there are {', '.join(_BY_NAME)}")
    return _BY_NAME[name]
