# ruff: noqa: E501, T201 - the faults quote lines of the source as they stand
"""Faults put into the code on purpose, each a small change of the source of one module.

Run as a program, this runs the model once with one of them, or with none, and prints what was wrong:
`python -m tests.lanes.faults NAME URL SEED STEPS`.
"""

import asyncio
import importlib
import importlib.machinery
import json
import sys
from dataclasses import dataclass
from types import CodeType

QUERIES = "fedcop.store.queries"
TRANSPORT = "fedcop.transport"


@dataclass(frozen=True)
class Fault:
    """Text of a module, and what stands there instead."""

    name: str
    module: str
    changes: tuple[tuple[str, str], ...]
    steps: int = 400
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5, 6)  # tried in turn until one shows it
    workers: int = 1


NONE = Fault("none", "", ())
OUTDATED = Fault("of a source as it was once", f"{TRANSPORT}.window", (("once upon a time", ""),))
FAULTS = (
    Fault(
        "the barrier is lost",
        f"{TRANSPORT}.window",
        (("return any(opener in self.items for opener in item.openers)", "return False"),),
        seeds=(2, 3, 1, 4, 5),
    ),
    Fault(
        "a stream is closed early",
        f"{QUERIES}.audiences",
        (
            (
                '_CLOSE = (\n    f"UPDATE lane_stream SET until = ?,',
                '_CLOSE = (\n    f"UPDATE lane_stream SET until = ? - 4,',
            ),
        ),
    ),
    Fault(
        "a stream is opened early",
        f"{QUERIES}.audiences",
        (
            (
                " SELECT l.id, s.id, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM lane l CROSS JOIN stream s",
                " SELECT l.id, s.id, CAST(? AS BIGINT) - 4, CAST(? AS BIGINT) FROM lane l CROSS JOIN stream s",
            ),
        ),
    ),
    Fault(
        "the first entry after the Accept is skipped",
        f"{QUERIES}.lanes",
        (("GREATEST(k.b, ls.done, ls.after)", "GREATEST(k.b, ls.done, ls.after + 1)"),),
    ),
    Fault(
        "the place is not fenced",
        f"{QUERIES}.lanes",
        (
            (
                '_KEEP_PLACE = "UPDATE lane SET place = ? WHERE id = ? AND token = ?"',
                '_KEEP_PLACE = "UPDATE lane SET place = ? WHERE id = ? AND token <= ? + 99"',
            ),
            ('WHERE id = ? AND token = ?"\n_SETTLE', 'WHERE id = ? AND token <= ? + 99"\n_SETTLE'),
        ),
        steps=800,
        seeds=(5, 1, 4, 2, 3),
    ),
    Fault(
        "the place moves past what is not finished",
        f"{TRANSPORT}.window",
        (("                return position - 1\n", "                return self.read_to\n"),),
    ),
    Fault(
        "an address is never settled",
        f"{QUERIES}.lanes",
        (("SET settled = 1 WHERE position", "SET settled = 0 WHERE position"),),
    ),
    Fault(
        "two of one key fly together",
        f"{TRANSPORT}.window",
        (
            (
                "            if item.flying:\n                busy.add(item.key)\n",
                "            if item.flying:\n",
            ),
        ),
    ),
    Fault(
        "the body of the wrong dialect goes out",
        f"{TRANSPORT}.bodies",
        (
            (
                "return plain if form == Form.PLAIN or wrapped is None else wrapped",
                "return wrapped if wrapped is not None else plain",
            ),
        ),
    ),
    Fault(
        "setting aside and the place are two transactions",
        f"{TRANSPORT}.holdings",
        (
            (
                "        for lane, k in kept:\n            if k.anything:",
                "        await unit.commit()\n        unit = Unit(board.store)\n        for lane, k in kept:\n            if k.anything:",
            ),
        ),
        steps=800,
        seeds=(5, 2, 4, 1, 3),
    ),
    Fault(
        "a move loses what was done",
        f"{QUERIES}.lane_moves",
        (
            (
                "done = GREATEST(done, after, (SELECT l.place FROM lane l WHERE l.id = lane_stream.lane_id)),",
                "done = done,",
            ),
        ),
        steps=800,
        seeds=(1, 3, 2, 6, 5),
    ),
    Fault(
        "a move loses addresses",
        f"{QUERIES}.lane_moves",
        (
            (
                '"UPDATE log_address SET lane_id = ? WHERE lane_id = ? AND lane_id <> 0"',
                '"UPDATE log_address SET lane_id = ? WHERE lane_id = ? AND lane_id = 0"',
            ),
        ),
    ),
    Fault(
        "a Delete does not reach who has left",
        f"{QUERIES}.lanes",
        (("OR (ls.until > 0 AND e.born > ls.after AND e.born <= ls.until)", "OR 1 = 0"),),
    ),
    Fault(
        "a Delete forgets the inboxes that were told",
        "fedcop.federation.outbox.append",
        (("    if takes_back and entry.born:", "    if takes_back and not entry.born:"),),
    ),
    Fault(
        "what is for members is not cut",
        f"{QUERIES}.audiences",
        (("THEN 1 ELSE 0 END", "THEN 0 ELSE 0 END"),),
        steps=800,
        seeds=(1, 2, 3, 4, 5),
    ),
    Fault(
        "later entries of a key do not wait beside the lane",
        f"{TRANSPORT}.window",
        (
            (
                "        if not self.beside_keys[item.key]:\n            return\n        if item.kind == _DELETE:",
                "        return\n        if item.kind == _DELETE:",
            ),
            (
                "                yield item\n            busy.add(item.key)\n        for item in self.items",
                "                yield item\n        for item in self.items",
            ),
        ),
    ),
    Fault(
        "what is done beyond the place is forgotten when a lane is let go",
        f"{TRANSPORT}.window",
        (("        if last:\n", "        if last and not self.items:\n"),),
    ),
    Fault(
        "a lane is leased although another has it",
        f"{QUERIES}.lanes",
        (("(l.holder = 0 OR l.holder = ? OR", "(l.holder >= 0 OR l.holder = ? OR"),),
        workers=2,
    ),
    Fault(
        "the log forgets too early",
        f"{QUERIES}.retention",
        (("    return head if floor is None else int(floor)", "    return head"),),
    ),
)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with a fault in it."""

    fault: Fault

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_source(fullname) or ""
        for old, new in self.fault.changes:
            if source.count(old) < 1:
                raise AssertionError(f"{fullname} no longer has the text of: {self.fault.name}")
            source = source.replace(old, new)
        return compile(source, self.path, "exec")


class _Finder:
    def __init__(self, fault: Fault) -> None:
        self.fault = fault

    def find_spec(self, name, path, target=None):
        if name != self.fault.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        loader = _Loader(name, spec.origin)
        loader.fault = self.fault
        spec.loader = loader
        return spec


def find(name: str) -> Fault:
    """Find a fault by its name."""
    return next(fault for fault in (NONE, OUTDATED, *FAULTS) if fault.name == name)


async def run(fault: Fault, url: str, seed: int, steps: int) -> list[str]:
    """Run the model; that a worker breaks down is wrong too."""
    model = importlib.import_module("tests.lanes.model")
    try:
        report = await model.run_model(url, seed, steps, workers=fault.workers)
    except Exception as error:  # noqa: BLE001 - a fault may break anything
        return [f"it broke down: {error!r}"]
    return report.wrong[:5]


def main(name: str, url: str, seed: str, steps: str) -> None:
    fault = find(name)
    if any(module.startswith("fedcop") for module in sys.modules):
        raise AssertionError("the code was loaded before the fault")
    if fault.module:
        sys.meta_path.insert(0, _Finder(fault))
        importlib.import_module(fault.module)  # says so when the source has changed
    print(json.dumps(asyncio.run(run(fault, url, int(seed), int(steps)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
