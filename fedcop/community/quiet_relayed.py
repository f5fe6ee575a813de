"""What the voice of another node brings: its node alone knows who asks."""

import secrets
from typing import Final

from fedcop import clock
from fedcop.community import events, posts, quiet
from fedcop.community.practice_events import QuietSettled
from fedcop.community.quiet import Wish
from fedcop.store.batch import Unit
from fedcop.store.queries import quiet as rows
from fedcop.store.rows import ActorRow, GroupRow, QuietRow, QuietWordRow

_MOST_OPEN: Final = 20  # of one node in one community
_MOST_WAIT: Final = 300_000
_KEPT: Final = 30 * 86_400_000


async def take(unit: Unit, relay: ActorRow, group: GroupRow, wish: Wish, uri: str) -> bool:
    """Take a question that another node brings; False when it is here already.

    What this community does not take is refused, with the reason, for the asker to read.
    """
    if await rows.find_relayed(unit, uri) is not None:
        return False
    unit.touch(f"quiet:{relay.id}")
    refusal = await _refusal(unit, relay, group, wish)
    now = clock.now_ms()
    number = secrets.randbelow(2**59) + 1
    row = QuietRow(
        id=number,
        community_id=group.actor.id,
        state="refused" if refusal else "waiting",
        slot=f"-{number}",
        title=wish.title,
        body=wish.body,
        tried=wish.tried,
        language=wish.language,
        due=0 if refusal else now + secrets.randbelow(_MOST_WAIT) + 1,
        relay_id=relay.id,
        relay_uri=uri,
        expires=now - now % 86_400_000 + _KEPT,
        reason=refusal,
    )
    unit.add(rows.insert(row))
    if refusal:
        events.record(unit, QuietSettled(number))
    unit.wake(quiet.WAKE)
    return True


async def take_word(unit: Unit, row: QuietRow, text: str, answers_uri: str) -> None:
    """Take what an asker of another node says next."""
    unit.guard(rows.STANDS, row.id, "open")
    number, now = secrets.randbelow(2**59) + 1, clock.now_ms()
    unit.add(rows.insert_word(QuietWordRow(number, row.id, text, answers_uri, now)))
    unit.wake(quiet.WAKE)


async def take_back(unit: Unit, voice: ActorRow | None, row: QuietRow, cause: int) -> None:
    """Remove what another node takes back."""
    if row.post_id and voice is not None:
        await posts.remove(unit, voice, row.post_id, "", cause)
    unit.guard(rows.STANDS, row.id, row.state)
    unit.add(*rows.delete(row.id))


async def hear_named(unit: Unit, row: QuietRow, home_uri: str) -> None:
    """Learn what the home of a community calls a question of one of ours."""
    unit.add(rows.name(row.id, home_uri))


async def hear_refused(unit: Unit, row: QuietRow, reason: str) -> None:
    """Learn that a community does not take a question of one of ours."""
    unit.add(rows.set_state(row.id, "refused", 0, reason[:500]))


async def _refusal(unit: Unit, relay: ActorRow, group: GroupRow, wish: Wish) -> str:
    """Say why a question is not taken, or nothing."""
    answer = await quiet.takes(unit, group)
    if not answer:
        return answer.reason
    if not await rows.has_member_of(unit, group.actor.id, relay.host):
        return "Nobody of your node is a member of this community."
    if await rows.count_of_relay(unit, group.actor.id, relay.id) >= _MOST_OPEN:
        return "Many questions of your node wait here; try again in some days."
    fits = 0 < len(wish.title) <= quiet.LONGEST_TITLE
    fits = fits and len(wish.body) + len(wish.tried) <= quiet.LONGEST_TEXT
    return "" if fits else "The question has no title, or is too long."
