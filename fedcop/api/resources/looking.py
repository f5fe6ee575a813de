"""Looking somebody or something up: known here, or asked of the node where it lives."""

from fedcop.api.ask import Ask
from fedcop.community import accounts, searching
from fedcop.errors import FedcopError, Malformed
from fedcop.federation.remote import lookup
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Handle


async def known(ask: Ask, text: str) -> ActorRow | None:
    """Find whose handle this is, of those who are known here."""
    handle = _handle(text)
    return await accounts.find_by_handle(ask.store, handle) if handle else None


async def people_for(ask: Ask, text: str) -> list[int]:
    """Find people by what was typed: whose handle it is first, then whose name begins so."""
    followed = ask.params.flag("following")
    found = await searching.find_people(ask.store, ask.viewer, text, followed=followed)
    exact = None if followed else await _exact(ask, text)
    if exact is not None and not (exact.deleted or exact.suspended):
        found = [exact.id, *(number for number in found if number != exact.id)]
    return found


async def at(ask: Ask, address: str) -> ActorRow | PostRow | None:
    """Find what stands at an address; only people of this node have others asked for it."""
    if ask.viewer is None or not ask.params.flag("resolve"):
        return await lookup.known_at(ask.reach, address)
    try:
        return await lookup.find_by_address(ask.reach, address)
    except FedcopError:
        return None  # nothing we could show stands there


def is_address(text: str) -> bool:
    """Whether this leads somewhere."""
    return text.startswith(("https://", "http://")) and " " not in text


async def _exact(ask: Ask, text: str) -> ActorRow | None:
    if "@" not in text.strip().lstrip("@!"):
        return None
    handle = _handle(text)
    if handle is None:
        return None
    if ask.viewer is None or not ask.params.flag("resolve"):
        return await accounts.find_by_handle(ask.store, handle)
    try:
        return await lookup.find_by_handle(ask.reach, handle)
    except FedcopError:
        return None  # nobody we could reach has this handle


def _handle(text: str) -> Handle | None:
    try:
        return Handle.read(text)
    except Malformed:
        return None
