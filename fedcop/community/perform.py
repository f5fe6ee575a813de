"""Run a verb: its unit, committed with its group, run again when a guard no longer holds."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeVar

from fedcop.errors import Conflict
from fedcop.store.batch import Store, Unit

P = ParamSpec("P")
T = TypeVar("T")

_TRIES = 3


async def perform(
    store: Store,
    verb: Callable[Concatenate[Unit, P], Awaitable[T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Do what a verb says and return its result once it is on disk.

    Raises whatever the verb raises, Conflict when others are quicker three times,
    Unavailable when the store cannot write.
    """
    for _ in range(_TRIES - 1):
        unit = Unit(store)
        try:
            result = await verb(unit, *args, **kwargs)
            await unit.commit()
        except Conflict:
            continue
        return result
    unit = Unit(store)
    result = await verb(unit, *args, **kwargs)
    await unit.commit()
    return result
