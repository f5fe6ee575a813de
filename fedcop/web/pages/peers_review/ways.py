"""Peers review: what is offered to a library, reviewed, endorsed, doubted and superseded."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.peers_review import (
    assessing,
    cockpit,
    commending,
    endorsing,
    moving,
    proposing,
    reviewing,
    unnamed,
)

WAYS: Final[tuple[Way, ...]] = (
    Way("/a/{id}/propose", proposing.show, proposing.propose, limit="write"),
    Way("/a/{id}/review", reviewing.lead),
    Way("/a/{id}/review/{number}", reviewing.show, reviewing.review, limit="write"),
    Way("/a/{id}/review/{number}/answer", act=reviewing.answer),
    Way("/quietly/review", act=unnamed.review_unnamed, limit="write"),
    Way("/quietly/review/withdraw", act=unnamed.take_unnamed_back),
    Way("/a/{id}/points/{point}/close", act=reviewing.close),
    Way("/a/{id}/endorse", endorsing.show, endorsing.endorse),
    Way("/a/{id}/endorse/withdraw", act=endorsing.withdraw),
    Way("/a/{id}/assess", assessing.show_rubric, assessing.assess),
    Way("/a/{id}/assess/forget", act=assessing.forget),
    Way("/a/{id}/recommend", commending.show_commend, commending.recommend_it, limit="write"),
    Way("/a/{id}/recommend/withdraw", act=commending.take_back),
    Way("/a/{id}/doubt", moving.show_question, moving.question),
    Way("/a/{id}/supersede", moving.show_supersede, moving.supersede),
    Way("/a/{id}/withdraw", moving.show_withdraw, moving.withdraw),
    Way("/c/{handle}/steward", cockpit.show),
    Way("/c/{handle}/steward/rule", act=cockpit.set_rule),
    Way("/c/{handle}/steward/{offer}", cockpit.show_offer, cockpit.answer, limit="write"),
)
