"""Tell stewards of first questions that waited for a day and nobody answered."""

import logging
from typing import Final

from fedcop import clock
from fedcop.community import events, notice_rules
from fedcop.community.perform import perform
from fedcop.community.practice import newcomers
from fedcop.community.practice_events import FirstQuestionWaits
from fedcop.errors import FedcopError, Unavailable
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import posts, questions, stewards
from fedcop.store.queries.notifications import About
from fedcop.store.rows import QuestionRow

log = logging.getLogger(__name__)

_AT_ONCE: Final = 100
_STEWARDS: Final = 50


async def remind(store: Store) -> int:
    """Note whose day is over; how many. Raises Unavailable."""
    due = await questions.list_owed(store, clock.now_ms(), _AT_ONCE)
    for row in due:
        try:
            await perform(store, _remind, row)
        except Unavailable:
            raise
        except FedcopError as error:
            log.warning("no steward is told of the question %d: %s", row.id, error.safe)
    return len(due)


async def tell_stewards(unit: Unit, event: FirstQuestionWaits) -> None:
    """Tell the stewards who are ours, where it still waits."""
    row = await questions.find_question(unit, event.post)
    post = await posts.find_post(unit, event.post)
    if row is None or post is None or post.deleted or not newcomers.waits(row):
        return
    about = About("newcomer_waits", row.asker_id, of=row.id, post_id=row.id)
    for steward in await stewards.list_stewards(unit, row.community_id, _STEWARDS):
        if steward.local and steward.id != row.asker_id:
            await notice_rules.tell(unit, steward.id, about)


async def _remind(unit: Unit, row: QuestionRow) -> None:
    unit.touch(f"question:{row.id}")
    unit.guard(questions.OWED, row.id, row.owed)
    unit.add(questions.remind(row.id))
    events.record(unit, FirstQuestionWaits(row.id, row.id))
