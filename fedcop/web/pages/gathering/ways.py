"""Meetings, and people who help each other."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.gathering import (
    arranging,
    bringing_in,
    calendars,
    circle,
    listing,
    meeting,
    mentoring,
    monthly,
    notes,
    thanking,
    words,
)

WAYS: Final[tuple[Way, ...]] = (
    Way("/c/{handle}/events", listing.show, guests=True),
    Way("/c/{handle}/events/month", monthly.show, guests=True),
    Way("/c/{handle}/events/new", arranging.new, arranging.call, limit="write"),
    Way("/c/{handle}/events/bring", bringing_in.show, bringing_in.bring, limit="write", files=True),
    Way("/c/{handle}/events.ics", calendars.of_community, guests=True),
    Way("/calendar", calendars.settings, calendars.give),
    Way("/calendar/end", act=calendars.revoke),
    Way("/calendar/{secret}", calendars.of_person, guests=True),
    Way("/e/{id}", meeting.show, guests=True),
    Way("/e/{id}/calendar.ics", calendars.of_meeting, guests=True),
    Way("/e/{id}/come", act=meeting.come, limit="react"),
    Way("/e/{id}/maybe", act=meeting.may_come, limit="react"),
    Way("/e/{id}/leave", act=meeting.stay_away, limit="react"),
    Way("/e/{id}/invite", act=meeting.invite, limit="ask"),
    Way("/e/{id}/let", act=meeting.let_come),
    Way("/e/{id}/turn-away", act=meeting.turn_away),
    Way("/e/{id}/edit", arranging.edit, arranging.post_edit, limit="write"),
    Way("/e/{id}/cancel", arranging.cancelling, arranging.cancel),
    Way("/e/{id}/notes", notes.pad, notes.save, limit="write"),
    Way("/e/{id}/outcome", act=notes.turn, limit="write"),
    Way("/c/{handle}/glossary", words.show, guests=True),
    Way("/n/{id}/thank", thanking.show_work, thanking.thank_for, limit="write"),
    Way("/n/{id}/hide", act=thanking.hide),
    Way("/n/{id}/unhide", act=thanking.unhide),
    Way("/u/{handle}/thank", thanking.show_person, thanking.thank, limit="write"),
    Way("/mentoring", mentoring.show, mentoring.offer_oneself),
    Way("/mentoring/circle", circle.show, circle.begin, limit="write"),
    Way("/mentoring/{id}/answer", act=mentoring.answer, limit="write"),
    Way("/mentoring/{id}/end", mentoring.ending, mentoring.end, limit="write"),
    Way("/u/{handle}/mentor", mentoring.ask_form, mentoring.ask_them, limit="write"),
)
