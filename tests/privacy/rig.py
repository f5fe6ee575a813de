"""A person of whom every table keeps something: rows made up by what the schema says of itself."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from tortoise import fields

from fedcop.store import models
from fedcop.store.batch import Store, Unit
from fedcop.store.queries.kept_of_people import KEPT, Kept
from fedcop.store.queries.personal import Whose
from fedcop.store.statements import Statement
from tests.builders import make_node, make_person

MODELS: dict[str, Any] = {one._meta.db_table: one for one in models.__models__}
THERE = ("account", "actor")  # by making the person
_FIRST = 7_000_000_000_000_000_000
_LATELY = 1_700_000_000_000


class Filler:
    """Puts rows into tables that say something of somebody."""

    def __init__(self, whose: Whose, other: int) -> None:
        self.whose = whose
        self.other = other
        self.unit: list[Statement] = []
        self._numbers = count(_FIRST)
        self._small = count(1)

    def row(self, table: str, **given: Any) -> Any:
        """Make up a row; returns its key."""
        values = {**self._made_up(table, given), **given}
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        self.unit.append(Statement(sql, tuple(values.values())))
        return values[MODELS[table]._meta.pk_attr]

    def _made_up(self, table: str, given: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, field in MODELS[table]._meta.fields_map.items():
            needed = field.pk or field.unique or not (field.null or field.has_db_default())
            if name not in given and needed:
                made[name] = self._value(name, field)
        return made

    def _value(self, name: str, field: Any) -> Any:
        if isinstance(field, fields.BigIntField):
            plain = not (field.pk or field.unique or name.endswith("_id"))
            return _LATELY + next(self._small) if plain else next(self._numbers)
        if isinstance(field, fields.SmallIntField):
            return 1
        if isinstance(field, fields.IntField):
            return next(self._small)
        if isinstance(field, fields.BinaryField):
            return b"x"
        return f"x{next(self._small)}"

    def about(self, kept: Kept) -> Iterator[Any]:
        """Make up a row for each way in which a table keeps something of somebody."""
        columns = [*kept.own, *kept.named]
        for column in dict.fromkeys(columns):
            others = dict.fromkeys((*kept.people, *columns), self.other)
            yield self.row(kept.table, **{**others, column: self.whose.id})
        for column in kept.uris:
            yield self.row(kept.table, **{column: self.whose.uri})
        if kept.mail:
            key = kept.key
            more = {} if key == kept.mail else {key: next(self._numbers)}
            more = {key: f"h{next(self._small)}"} if key.endswith("hash") else more
            yield self.row(kept.table, **{kept.mail: self.whose.mail, **more})
        if kept.through:
            column, table, owner = kept.through
            parent = self.row(table, **{owner: self.whose.id})
            own = dict.fromkeys(kept.named, self.other)
            yield self.row(kept.table, **{**own, column: parent})


async def fill(store: Store) -> tuple[Whose, dict[str, list[Any]]]:
    """Make somebody of whom every table keeps something; says which rows those are."""
    await make_node(store)
    mia = await make_person(store, "mia_lindqvist", email="mia.lindqvist@mail.example")
    bo = await make_person(store, "bo")
    whose = Whose(mia.id, mia.uri, "mia.lindqvist@mail.example")
    filler = Filler(whose, bo.id)
    made = {kept.table: list(filler.about(kept)) for kept in KEPT if kept.table not in THERE}
    unit = Unit(store)
    unit.add(*filler.unit)
    await unit.commit()
    return whose, made
