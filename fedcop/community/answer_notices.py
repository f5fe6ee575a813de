"""Who is told that an answer helped."""

from fedcop.community import notice_rules
from fedcop.community.practice_events import AnswerAccepted, AnswerUnaccepted
from fedcop.store.batch import Unit
from fedcop.store.queries import echoes, notifications
from fedcop.store.queries.notifications import About


async def tell_helped(unit: Unit, event: AnswerAccepted) -> None:
    """Tell who answered that it helped, also where a steward says so."""
    answer = await echoes.find_facts(unit, event.answer)
    if answer is None or answer.deleted or not answer.local or answer.author_id == event.by:
        return
    about = About("helped", event.by, of=answer.id, post_id=answer.id)
    await notice_rules.tell(unit, answer.author_id, about)


async def untell_helped(unit: Unit, event: AnswerUnaccepted) -> None:
    """Let go of that, where it did not help after all."""
    answer = await echoes.find_facts(unit, event.answer)
    if answer is not None:
        about = About("helped", event.by, of=answer.id, post_id=answer.id)
        unit.add(notifications.untell(answer.author_id, about))
