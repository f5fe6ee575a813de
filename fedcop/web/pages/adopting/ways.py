"""Apply what others wrote, make a version of it, offer back what is better."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.adopting import (
    adapting,
    applying,
    confirming,
    mapping,
    offering,
    rippling,
    telling,
    translating,
)

WAYS: Final[tuple[Way, ...]] = (
    Way("/a/{id}/apply", applying.show, applying.apply, limit="write"),
    Way("/a/{id}/result", applying.ask_result, applying.tell_result, limit="write"),
    Way("/a/{id}/adapt", adapting.show, adapting.begin, limit="write"),
    Way("/a/{id}/translate", translating.show_languages, translating.translate, limit="write"),
    Way("/a/{id}/suggest", offering.suggest, offering.post_suggestion, limit="write"),
    Way("/a/{id}/offer-back", offering.offer_back, offering.post_offer_back, limit="write"),
    Way("/a/{id}/moved", offering.moved),
    Way("/a/{id}/offers", offering.index_of),
    Way("/a/{id}/ripple", rippling.show, guests=True),
    Way("/a/{id}/ripple.csv", rippling.as_csv, guests=True),
    Way("/a/{id}/ripple.json", rippling.as_json, guests=True),
    Way("/c/{handle}/applied", mapping.show, guests=True),
    Way("/o/applied", rippling.organization, guests=True),
    Way("/offers", offering.index),
    Way("/offers/{id}", offering.show, offering.answer, limit="write"),
    Way("/n/{id}/result", applying.lead_to_result),
    Way("/n/{id}/story", telling.show, telling.decide),
    Way("/applied/{secret}", confirming.show, confirming.confirm, guests=True),
)
