"""Moderation outside of the pages of the house: stewards', everybody's, one's own."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.moderating import own, ruling, stewarding

WAYS: Final[tuple[Way, ...]] = (
    Way("/c/{handle}/rules", ruling.show, guests=True),
    Way("/c/{handle}/rules/change", act=ruling.change),
    Way("/c/{handle}/log", stewarding.log, guests=True),
    Way("/c/{handle}/reports", stewarding.index),
    Way("/c/{handle}/reports/{id}", stewarding.show_case),
    Way("/c/{handle}/reports/{id}/take", act=stewarding.take),
    Way("/c/{handle}/reports/{id}/note", act=stewarding.note),
    Way("/c/{handle}/reports/{id}/settle", act=stewarding.settle),
    Way("/reports/mine", own.mine),
    Way("/appeal/{id}", own.show, own.appeal, limit="report"),
    Way("/appeal/{id}/{key}", own.show_by_link, own.appeal_by_link, guests=True, limit="report"),
)
