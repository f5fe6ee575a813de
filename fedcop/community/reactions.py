"""Like a post, pass it on, and take either back."""

from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow


async def like(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Like a post; False when they do already."""
    raise NotImplementedError


async def unlike(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Take a like back; False when there is none."""
    raise NotImplementedError


async def boost(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Pass a post on to one's followers; False when they did already."""
    raise NotImplementedError


async def unboost(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Take a boost back; False when there is none."""
    raise NotImplementedError


async def relay(unit: Unit, community: ActorRow, post_id: int, uri: str, cause: int) -> bool:
    """Note that a remote community announced a post: it belongs to it; False when known."""
    raise NotImplementedError
