"""Who is told of mentoring: the other of the two."""

from fedcop.community import notice_rules
from fedcop.community.practice import mentoring
from fedcop.community.practice_events import MentorshipEvent, MentorshipOffered
from fedcop.store.batch import Unit
from fedcop.store.queries.notifications import About


async def tell(unit: Unit, event: MentorshipEvent) -> None:
    """Tell the other that they are asked, answered, or that it came to its end."""
    row = await mentoring.find(unit, event.mentorship)
    if row is None:
        return
    other = row.mentee_id if event.by == row.mentor_id else row.mentor_id
    asked = isinstance(event, MentorshipOffered)
    kind = "mentor_asked" if asked else "mentor_answered"
    # Each answer is told for itself: what was talked of may be taken up later.
    of = row.id if asked else max(row.answered, row.ended)
    about = About(kind, event.by, of=of)
    await notice_rules.tell(unit, other, about, private=True)
