"""Lists of domains as they are passed around: Mastodon's CSV, plain text, JSON."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import orjson

from fedcop.community import peering
from fedcop.errors import FedcopError, Malformed
from fedcop.store.queries.peers import ALLOW, BLOCK, LIMIT, DomainRule

FORMS: Final = ("csv", "txt", "json")
_HEADS: Final = (
    "#domain",
    "#severity",
    "#reject_media",
    "#reject_reports",
    "#public_comment",
    "#obfuscate",
)
_MOST: Final = 20_000
_LONGEST: Final = 1000
_BLOCKS: Final = frozenset({"", "suspend", "block", "reject"})
_LIMITS: Final = frozenset({"silence", "limit"})
_SEVERITIES: Final = {BLOCK: "suspend", LIMIT: "silence", ALLOW: ""}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says: rules that can be taken, and lines that cannot, each with why."""

    rules: tuple[DomainRule, ...]
    left: tuple[tuple[str, str], ...]


def write(rules: Iterable[DomainRule], form: str) -> str:
    """Write rules as a list; reasons for admins stay here."""
    rules = list(rules)
    if form == "txt":
        return "".join(f"{rule.domain}\n" for rule in rules)
    if form == "json":
        said = [{"domain": rule.domain, "public_comment": rule.public} for rule in rules]
        return orjson.dumps(said, option=orjson.OPT_INDENT_2).decode() + "\n"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADS)
    for rule in rules:
        reject = "false" if rule.action == LIMIT else "true"
        severity = _SEVERITIES[rule.action]
        writer.writerow((rule.domain, severity, reject, reject, _plain(rule.public), "false"))
    return out.getvalue()


def choose(rules: Iterable[DomainRule], action: str, form: str) -> list[DomainRule]:
    """Choose which rules a list has; beside blocks the CSV of Mastodon has limits."""
    wanted = {action, LIMIT} if (action, form) == (BLOCK, "csv") else {action}
    return [rule for rule in rules if rule.action in wanted]


def read(text: str, action: str, origin_host: str) -> Listed:
    """Read a list in any of its forms; `action` is what its domains are to be. Raises Malformed."""
    text = text.lstrip("\ufeff").strip()
    rows = _json(text) if text[:1] in "[{" and text else _lines(text)
    if len(rows) > _MOST:
        raise Malformed(f"list: it may have {_MOST:,} lines at most")
    rules: dict[str, DomainRule] = {}
    left: list[tuple[str, str]] = []
    for domain, severity, public in rows:
        try:
            name = _checked(domain, severity, action, origin_host)
        except FedcopError as error:
            left.append((domain[:100], error.safe.partition(": ")[2] or error.safe))
        else:
            done = LIMIT if action == BLOCK and severity in _LIMITS else action
            rules[name] = DomainRule(name, done, "", 0, public[:_LONGEST])
    return Listed(tuple(rules.values()), tuple(left))


def _checked(domain: str, severity: str, action: str, origin_host: str) -> str:
    if "*" in domain:
        raise Malformed("domain: part of its name is hidden")
    if action == BLOCK and severity not in _BLOCKS | _LIMITS:
        raise Malformed(f"domain: {severity!r} is less than a block, and left out")
    return peering.require_other(domain, origin_host)


def _lines(text: str) -> list[tuple[str, str, str]]:
    rows = [row for row in csv.reader(io.StringIO(text)) if row and row[0].strip()]
    if not rows:
        return []
    heads = [head.strip().lstrip("#").lower() for head in rows[0]]
    if heads[0] != "domain":
        plain = (row[0].strip() for row in rows)
        return [(name, "", "") for name in plain if not name.startswith("#")]
    found = []
    for row in rows[1:]:
        said = dict(zip(heads, (cell.strip() for cell in row), strict=False))
        public = said.get("public_comment", "")
        found.append((said["domain"], said.get("severity", "").lower(), public))
    return found


def _json(text: str) -> list[tuple[str, str, str]]:
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Malformed("list: this is no JSON") from error
    found = []
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, str):
            found.append((one, "", ""))
        elif isinstance(one, dict) and isinstance(one.get("domain"), str):
            severity = str(one.get("severity") or "").lower()
            found.append((one["domain"], severity, str(one.get("public_comment") or "")))
        else:
            raise Malformed("list: write names, or objects with a `domain`")
    return found


def _plain(text: str) -> str:
    """Keep a comment from being read as a formula by a table program."""
    text = " ".join(text.split())
    return f"'{text}" if text[:1] in "=+-@" and text else text


__all__ = ["ALLOW", "BLOCK", "FORMS", "Listed", "read", "write"]
