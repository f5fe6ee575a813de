"""What we ask of the source: each check takes text and names what is wrong with it."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

MOST_LINES = 400
MOST_FUNCTION_LINES = 50
_ACTIVITY_WORDS = """
Accept Add Announce Arrive Block ChooseAnswer Create Delete Dislike EmojiReact Flag Follow Ignore
Invite Join Leave Like Lock Move Offer QuoteRequest Read Reject Remove Resolve TentativeAccept
TentativeReject Undo Update View
"""
ACTIVITIES = set(_ACTIVITY_WORDS.split())
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WRITES = {"commit", "execute", "executemany", "executescript"}
_UNIT_WRITES = {"add", "guard"}
_MOCKS = {"mock", "unittest.mock", "pytest_mock"}
_MACHINES = re.compile(r"(?<![\w.:/-])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)(?:/|\b(?=['\" ]))")


def long_file(text: str) -> Iterator[str]:
    lines = len(text.splitlines())
    if lines > MOST_LINES:
        yield f"1: {lines} lines; {MOST_LINES} are the limit"


def long_functions(text: str) -> Iterator[str]:
    for function in _functions(text):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > MOST_FUNCTION_LINES:
            yield (
                f"{function.lineno}: {function.name} has {lines} lines;"
                f" {MOST_FUNCTION_LINES} are the limit"
            )


def hidden_imports(text: str) -> Iterator[str]:
    for function in _functions(text):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{node.lineno}: an import inside {function.name}"


def names_given_twice(text: str) -> Iterator[str]:
    """What stands above is silently forgotten: a copy that was left, or a name that was taken."""
    given: set[str] = set()
    for node in ast.parse(text).body:
        for name in _gives(node):
            if name in given:
                yield f"{node.lineno}: {name} is given a second time"
            given.add(name)


def _gives(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def door_that_writes(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called, on = node.func.attr, ast.unparse(node.func.value)
            unit = on == "unit" or on.endswith((".unit", "_unit"))
            if called in _WRITES or (unit and called in _UNIT_WRITES):
                yield f"{node.lineno}: {on}.{called}() writes; call a verb"


def broad_excepts(text: str) -> Iterator[str]:
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler):
            caught = {"BaseException"} if node.type is None else set(_names(node.type))
            # A loop lives on: it says why in the line, or puts the whole cause into the log.
            reasoned = re.search(r"# noqa: BLE001 - \w", lines[node.lineno - 1]) or _logs(node)
            passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            broad = "BaseException" in caught or ("Exception" in caught and not reasoned)
            if broad and not passed_on:
                yield f"{node.lineno}: catches everything; name what can happen"


def _logs(handler: ast.ExceptHandler) -> bool:
    first = handler.body[0]
    return (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Call)
        and ast.unparse(first.value.func) == "log.exception"
    )


def untold_ignores(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and re.search(r"type:\s*ignore(?!\[)", token.string):
            yield f"{token.start[0]}: ignores a type error without its code"


def mocks(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        named = {alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)}
        if isinstance(node, ast.ImportFrom):
            named = {node.module or "", *(f"{node.module}.{name}" for name in named)}
        if isinstance(node, ast.Import | ast.ImportFrom) and named & _MOCKS:
            yield f"{node.lineno}: a mock; use the real thing"


def machine_paths(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if _MACHINES.search(line):
            yield f"{number}: a path of one machine"


def unlisted(pages: set[str], listing: str) -> Iterator[str]:
    for page in sorted(pages):
        if f"({page})" not in listing:
            yield f"{page}: is not listed"


def differing_locks(run: str, tools: str) -> Iterator[str]:
    chosen, known = _pins(run), _pins(tools)
    for name, version in sorted(chosen.items()):
        if known.get(name) != version:
            yield f"{name}: {version} to run, {known.get(name)} among the tools"


def unused_modules(registry: str, package: str, modules: set[str]) -> Iterator[str]:
    """Name the modules of a package that stand in no table of its registry."""
    for name in sorted(modules - _modules_in_tables(registry, package)):
        yield f"{package}.{name}: stands in no line of the registry"


def told_differently(held: set[str], told: set[str], by: str) -> Iterator[str]:
    """Compare the activities of a registry with those that something else tells of."""
    for activity in sorted(held - told):
        yield f"{activity}: {by} does not tell of it"
    for activity in sorted(told - held):
        yield f"{activity}: {by} tells of it, the registry does not hold it"


def activities_in_tables(registry: str) -> set[str]:
    """Return the activities that the module-level tables of a registry name."""
    tables = _tables(ast.parse(registry))
    return {activity for table in tables for activity in activities_named(table)}


def activities_named(node: ast.AST) -> set[str]:
    """Return the activities that stand as texts in a piece of source."""
    texts = {inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant)}
    return ACTIVITIES & {text for text in texts if isinstance(text, str)}


def headings_under(page: str, word: str) -> set[str]:
    """Return the third headings below the second heading that holds a word."""
    found, inside = set(), False
    for line in page.splitlines():
        if line.startswith("## "):
            inside = word in line.lower()
        elif inside and line.startswith("### "):
            found.add(line.removeprefix("### ").strip(" `"))
    return found


def _functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, _FUNCTIONS):
            yield node


def _names(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id


def _pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;]+)", lock, re.MULTILINE))


def _tables(tree: ast.Module) -> Iterator[ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield node.value


def _modules_in_tables(registry: str, package: str) -> set[str]:
    tree = ast.parse(registry)
    imported = {
        alias.asname or alias.name: alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == package
        for alias in node.names
    }
    named = {name for table in _tables(tree) for name in _names(table)}
    return {module for name, module in imported.items() if name in named}
