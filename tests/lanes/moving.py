"""An inbox that moves, as plain lists have it: what was owed to one is owed to another."""

from tests.lanes.owed import Due, Inbox


def carry_over(old: Inbox, new: Inbox, named: set[str]) -> None:
    """Let everything that is known of one inbox be known of another.

    `named`: what was told to the old one by name.
    """
    for owner, followers in old.behind.items():
        new.behind[owner] |= followers
    _carry_rows(old, new)
    for due in (*old.may.values(), *old.due.values()):
        _carry(due, new)
    _uncut(new, named & (old.shaken | old.repeatable))
    for key, count in old.got.items():
        new.got[key] = new.got.get(key, 0) + count
    for key, count in old.unanswered.items():
        new.unanswered[key] += count
    for key, count in old.tries.items():
        new.tries[key] = max(new.tries[key], count)
    new.stubborn |= old.stubborn
    new.settled |= old.settled
    new.recent = old.recent | new.recent
    new.offered |= old.offered
    new.again |= old.again
    new.shaken |= old.shaken
    new.excuses += old.excuses
    new.repeatable |= old.repeatable
    old.due, old.may = {}, {}


def _carry_rows(old: Inbox, new: Inbox) -> None:
    for row in old.rows:
        mine = None if row.until else new.open_row(row.stream)
        if mine is None:
            new.rows.append(row)
            continue
        if row.after < mine.after:
            mine.after, mine.opener = row.after, row.opener
        for due in (*old.due.values(), *old.may.values()):
            for reason in due.reasons:
                reason.row = mine if reason.row is row else reason.row


def _uncut(new: Inbox, forgotten: set[str]) -> None:
    """What one of the two still reads is not cut, nor what may come to it again by name."""
    for due in (*new.due.values(), *new.may.values()):
        if due.told.id in forgotten or any(
            row.stream in due.told.streams and not row.cut and row.holds(due.told.step) is not False
            for row in new.rows
        ):
            due.cut_at = 0.0


def _carry(due: Due, new: Inbox) -> None:
    """Take over what was owed; what one of them was told may be told again, or not."""
    key = due.told.id
    before = new.due.get(key) or new.may.get(key)
    if before is not None:
        before.reasons += due.reasons
        before.cut_at = 0.0 if before.reasons else before.cut_at
        new.repeatable.add(key)
        return
    if due.must and key not in new.got and key not in new.settled:
        new.due[key] = due
    else:
        due.must = False
        new.may[key] = due
