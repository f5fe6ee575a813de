"""Who comes to a meeting: said here, by a Join from anywhere, or by a reply of one word.

Only the home of a meeting decides. There a full meeting has a waiting list, and where whoever calls
it lets people in, they wait for that. Elsewhere an answer of ours waits for what the home says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from fedcop import clock, ids
from fedcop.community import events, policy, policy_posts
from fedcop.community.practice.meetings import WAKE, is_over
from fedcop.community.practice_events import RsvpAnswered, RsvpGiven, RsvpTakenBack
from fedcop.errors import Conflict, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, meetings, posts, reading, stewards
from fedcop.store.queries.meetings import Comer
from fedcop.store.rows import ActorRow, MeetingRow, PostRow, RsvpRow

Wish = Literal["going", "maybe", "not"]
Heard = Literal["going", "waiting", "refused", "unheard"]

PAUSE_MS: Final = 60_000  # others are told who comes so often at most
_SHOWN: Final = 300
_WORDS: Final[dict[str, Wish]] = {"yes": "going", "no": "not", "maybe": "maybe"}
_MARKS: Final = " \t\n\r.!?,;:…👍👎🙂🎉"
_SETTLED: Final = frozenset({"going", "waiting", "asked"})
_LONGEST_REPLY: Final = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says; `uri` is that of the Join where it came from elsewhere."""

    wish: Wish
    uri: str = ""
    cause: int = 0


@dataclass(frozen=True, slots=True)
class Around:
    """A meeting, its post, and what somebody answered before."""

    post: PostRow
    row: MeetingRow
    before: RsvpRow | None


async def answer(unit: Unit, actor: ActorRow, post_id: int, said: Answer) -> RsvpRow | None:
    """Say whether one comes; None when one said so already. Raises NotFound and Refused."""
    around, wish = await _around(unit, actor, post_id), said.wish
    _require_open(around, wish)
    facts = await reading.find_reading(unit, post_id, actor.id)
    policy.require(policy_posts.may_like(actor, around.post, facts))
    word = await _settled(unit, actor, around, wish)
    if around.before is not None and around.before.answer == word:
        return None
    row = _note(unit, actor, around, (word, said.uri))
    _record(unit, actor, around, row, said.cause)
    if around.post.local:
        await _fill(unit, around, freed=_left(around, word))
    return row


async def answer_again(unit: Unit, actor: ActorRow, post_id: int, uri: str, cause: int = 0) -> None:
    """Say once more to somebody elsewhere what became of their wish: they ask again."""
    around = await _around(unit, actor, post_id)
    row = around.before
    if row is None or row.answer not in {"going", "waiting", "refused"} or actor.local:
        return
    if uri and uri != row.uri:
        unit.add(meetings.set_answer(replace(row, uri=uri)))
    post = around.post
    told = RsvpAnswered(post.id, post.root_id, rsvp=row.id, actor=actor.id)
    events.record(unit, told, cause)


async def withdraw(unit: Unit, actor: ActorRow, post_id: int, cause: int = 0) -> bool:
    """Say that one does not come after all; False when one had not said otherwise."""
    around = await _around(unit, actor, post_id)
    if around.before is None or around.before.answer == "not":
        return False
    row = _note(unit, actor, around, ("not", around.before.uri))
    root = around.post.root_id
    uri = around.before.uri
    events.record(unit, RsvpTakenBack(post_id, root, actor=actor.id, uri=uri), cause)
    if around.post.local:
        await _fill(unit, around, freed=_left(around, row.answer))
    return True


async def let_come(unit: Unit, by: ActorRow, number: int) -> None:
    """Let somebody come who asked to. Raises NotFound and Refused."""
    around, who = await _asking(unit, by, number)
    full = await _is_full(unit, around.row, besides=0)
    await _decide(unit, around, who, "waiting" if full else "going")


async def turn_away(unit: Unit, by: ActorRow, number: int) -> None:
    """Let somebody not come who asked to. Raises NotFound and Refused."""
    around, who = await _asking(unit, by, number)
    await _decide(unit, around, who, "refused")
    await _fill(unit, around, freed=around.before is not None and around.before.answer == "going")


async def heard(unit: Unit, row: RsvpRow, said: Heard, link: str, cause: int = 0) -> bool:
    """Note what the home of a meeting says to one of ours; False when that is known.

    `link` is where one meets, which it tells those alone who come.
    """
    if row.answer == "not" or (row.answer == said and not link):
        return False
    post = await posts.find_post(unit, row.meeting_id)
    meeting = await meetings.find_meeting(unit, row.meeting_id)
    if post is None or meeting is None or post.local:
        return False
    unit.touch(f"rsvp:{row.id}")
    unit.guard(meetings.SAME_TURN, meeting.id, meeting.turn)
    unit.add(meetings.set_answer(replace(row, answer=said)))
    unit.add(meetings.count_turn(meeting.id, 0, 0), meetings.mark_told(meeting.id, 0))
    if link:
        unit.add(meetings.set_link(meeting.id, link))
    if row.answer != said:
        told = RsvpAnswered(post.id, post.root_id, rsvp=row.id, actor=row.actor_id)
        events.record(unit, told, cause)
    return True


async def fill(unit: Unit, post_id: int) -> None:
    """Let those come who wait, as far as there are places again."""
    post = await posts.find_post(unit, post_id)
    row = await meetings.find_meeting(unit, post_id)
    if post is not None and row is not None and post.local and not is_over(row):
        await _fill(unit, Around(post, row, None), freed=False)


def word_in(text: str) -> Wish | None:
    """Read a reply of one word: yes, no, maybe. Whatever says more is a reply like any other."""
    if len(text) > _LONGEST_REPLY:
        return None
    words = [word for word in text.split() if not word.startswith("@")]
    return _WORDS.get(" ".join(words).strip(_MARKS).lower())


# Reads


async def find(reader: Reader, meeting: int, actor: int) -> RsvpRow | None:
    """Find what somebody answered."""
    return await meetings.find_rsvp(reader, meeting, actor)


async def find_by_uri(reader: Reader, uri: str) -> RsvpRow | None:
    """Find an answer by the uri of its Join."""
    return await meetings.find_rsvp_by_uri(reader, uri) if uri else None


async def find_post(reader: Reader, row: RsvpRow) -> PostRow | None:
    """Find the post of the meeting that somebody answered to."""
    return await posts.find_post(reader, row.meeting_id)


async def find_by_id(reader: Reader, number: int) -> RsvpRow | None:
    """Find an answer."""
    return await meetings.find_rsvp_by_id(reader, number)


async def list_comers(reader: Reader, meeting: int, answer: str) -> list[Comer]:
    """Read who gave one answer."""
    return await meetings.list_comers(reader, meeting, answer, _SHOWN)


async def count_hosts(reader: Reader, meeting: int) -> list[tuple[str, int]]:
    """Count who comes from where; ours have no host."""
    return await meetings.count_hosts(reader, meeting)


async def own_answers(reader: Reader, actor: ActorRow, wanted: Sequence[int]) -> dict[int, str]:
    """Read what somebody answered to some meetings."""
    return await meetings.list_own(reader, actor.id, wanted)


async def may_arrange(reader: Reader, actor: ActorRow, post: PostRow) -> bool:
    """Whether somebody lets people come: who called the meeting, and the stewards there."""
    if actor.id == post.author_id:
        return True
    if not post.community_id:
        return False
    return await stewards.find_steward(reader, post.community_id, actor.id) is not None


async def _around(unit: Unit, actor: ActorRow, post_id: int) -> Around:
    post = await posts.find_post(unit, post_id)
    row = await meetings.find_meeting(unit, post_id)
    if post is None or post.deleted or row is None:
        raise NotFound("There is no such meeting.")
    return Around(post, row, await meetings.find_rsvp(unit, post_id, actor.id))


def _require_open(around: Around, wish: Wish) -> None:
    if wish == "not":
        return
    if around.row.state == "cancelled":
        raise Refused("This meeting is cancelled.")
    if is_over(around.row):
        raise Refused("This meeting is over.")
    if around.row.join_mode == "external":
        raise Refused("One signs up for this meeting elsewhere.")


async def _settled(unit: Unit, actor: ActorRow, around: Around, wish: Wish) -> str:
    """Say what becomes of a wish to come."""
    row, before = around.row, around.before
    if wish != "going":
        return wish
    if not around.post.local:
        held = before is not None and before.answer in _SETTLED
        return before.answer if held and before is not None else "asked"
    if before is not None and before.answer in {*_SETTLED, "refused"}:
        return before.answer
    if row.join_mode == "restricted" and actor.id != around.post.author_id:
        return "asked"
    return "waiting" if await _is_full(unit, row, besides=0) else "going"


async def _is_full(unit: Unit, row: MeetingRow, besides: int) -> bool:
    if not row.capacity:
        return False
    going = (await meetings.count_answers(unit, row.id)).get("going", 0)
    return going - besides >= row.capacity


def _note(unit: Unit, actor: ActorRow, around: Around, said: tuple[str, str]) -> RsvpRow:
    """Keep an answer; of two at once the second finds the first, and the place it took."""
    word, uri = said
    before, now = around.before, clock.now_ms()
    unit.touch(f"meeting:{around.row.id}")
    unit.guard(meetings.SAME_TURN, around.row.id, around.row.turn)
    if before is None:
        number = ids.new_id()
        row = RsvpRow(number, around.row.id, actor.id, word, now, _uri(unit, actor, number, uri))
        unit.add(meetings.insert_rsvp(row))
    else:
        named = uri or before.uri or _uri(unit, actor, before.id, uri)
        row = replace(before, answer=word, uri=named, created=now)
        unit.add(meetings.set_answer(row))
    unit.add(meetings.count_turn(around.row.id, now, PAUSE_MS))
    if not around.post.local:
        unit.add(meetings.mark_told(around.row.id, 0))  # its home alone tells who comes
    unit.wake(WAKE)
    return row


def _uri(unit: Unit, actor: ActorRow, number: int, uri: str) -> str:
    return uri or (unit.uris.activity(f"{number}-join") if actor.local else "")


def _record(unit: Unit, actor: ActorRow, around: Around, row: RsvpRow, cause: int) -> None:
    """Tell of an answer: ours to the home of the meeting, what its home decides to who asked."""
    post = around.post
    if row.answer == "not":
        taken = RsvpTakenBack(post.id, post.root_id, actor=actor.id, uri=row.uri)
        events.record(unit, taken, cause)
        return
    given = RsvpGiven(post.id, post.root_id, rsvp=row.id, actor=actor.id)
    events.record(unit, given, cause)
    if post.local and not actor.local and row.answer in {"going", "waiting"}:
        told = RsvpAnswered(post.id, post.root_id, rsvp=row.id, actor=actor.id)
        events.record(unit, told, cause)


def _left(around: Around, said: str) -> bool:
    """Whether somebody gave back a place."""
    before = around.before
    return before is not None and before.answer == "going" and said != "going"


async def _fill(unit: Unit, around: Around, *, freed: bool) -> None:
    """Give a place that became free to who has waited longest."""
    if not around.row.capacity or await _is_full(unit, around.row, besides=int(freed)):
        return
    next_one = await meetings.find_waiting(unit, around.row.id)
    if next_one is None or (around.before and next_one.id == around.before.id):
        return
    await _decide(unit, around, next_one, "going")


async def _asking(unit: Unit, by: ActorRow, number: int) -> tuple[Around, RsvpRow]:
    row = await meetings.find_rsvp_by_id(unit, number)
    post = await posts.find_post(unit, row.meeting_id) if row else None
    meeting = await meetings.find_meeting(unit, row.meeting_id) if row else None
    if row is None or post is None or post.deleted or meeting is None or not post.local:
        raise NotFound("Nobody of this number wants to come.")
    if not await may_arrange(unit, by, post):
        raise Refused("Only who called this meeting and the stewards let people come.")
    return Around(post, meeting, row), row


async def _decide(unit: Unit, around: Around, row: RsvpRow, said: str) -> None:
    if row.answer == said:
        return
    if await actors.find_actor(unit, row.actor_id) is None:
        raise Conflict("who asked is not known any more")
    unit.touch(f"meeting:{around.row.id}")
    unit.guard(meetings.SAME_TURN, around.row.id, around.row.turn)
    unit.add(meetings.set_answer(replace(row, answer=said)))
    unit.add(meetings.count_turn(around.row.id, clock.now_ms(), PAUSE_MS))
    post = around.post
    told = RsvpAnswered(post.id, post.root_id, rsvp=row.id, actor=row.actor_id)
    events.record(unit, told)
    unit.wake(WAKE)
