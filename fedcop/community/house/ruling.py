"""What was decided about domains, and what would hold if more were."""

from collections.abc import Sequence
from dataclasses import replace

from fedcop.community.admission import MODES, Rules, read_rules, with_rules
from fedcop.settings import FederationMode
from fedcop.store.batch import Reader
from fedcop.store.queries import peers
from fedcop.store.queries.peers import DomainRule

Both = tuple[Rules, Rules]  # what holds, and what would


async def list_all(reader: Reader) -> list[DomainRule]:
    """Read what was decided, by domain."""
    return await peers.list_rules(reader)


async def list_page(reader: Reader, after: str, limit: int) -> list[DomainRule]:
    """Read a page of what was decided, by domain; `after` is the last of the page before."""
    return [rule for rule in await peers.list_rules(reader) if rule.domain > after][:limit]


async def with_mode(reader: Reader, usual: FederationMode, wanted: str) -> Both:
    """Say what would hold in another mode."""
    before = await read_rules(reader, usual)
    return before, replace(before, mode=next(mode for mode in MODES if mode == wanted))


async def with_rule(reader: Reader, usual: FederationMode, domain: str, action: str) -> Both:
    """Say what would hold if a domain were blocked or allowed, or nothing decided about it."""
    before = await read_rules(reader, usual)
    if action == "lift":
        one = frozenset({domain})
        return before, Rules(before.mode, before.blocked - one, before.allowed - one)
    return before, with_rules(before, [DomainRule(domain, action, "", 0)])


async def with_list(reader: Reader, usual: FederationMode, rules: Sequence[DomainRule]) -> Both:
    """Say what would hold if a list were taken up."""
    before = await read_rules(reader, usual)
    return before, with_rules(before, list(rules))
