"""Questions, their answers, and who could know."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.asking import ask, helping, making, people, queue, routing

WAYS: Final[tuple[Way, ...]] = (
    Way("/c/{handle}/questions", queue.show, guests=True),
    Way("/c/{handle}/people", people.show, guests=True),
    Way("/c/{handle}/people/me", people.form, people.enter, limit="write"),
    Way("/c/{handle}/ask", ask.start, ask.post, limit="write", files=True),
    Way("/c/{handle}/ask/similar", ask.similar),
    Way("/t/{id}/accept/{answer}", act=helping.accept),
    Way("/t/{id}/unaccept", act=helping.unaccept),
    Way("/t/{id}/make", making.choose, making.begin),
    Way("/t/{id}/route", routing.choose, routing.send),
    Way("/settings/asking", routing.limits, routing.set_limits),
    Way("/t/{id}/anew", ask.anew, ask.say_anew, limit="write", files=True),
)
