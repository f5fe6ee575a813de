"""Which form a peer reads follows from what it runs; what we do not know gets the harmless one."""

import pytest

from fedcop.federation import dialects
from fedcop.federation.outbox.append import Form


@pytest.mark.parametrize(
    "software",
    ["fedcop", "lemmy", "Lemmy", "piefed", "mbin", "kbin", "nodebb", "discourse", "friendica"],
)
def test_group_aware_software_reads_activities(software):
    assert dialects.form_for(software) == int(Form.WRAPPED)


@pytest.mark.parametrize(
    "software",
    ["", "mastodon", "gotosocial", "misskey", "sharkey", "pleroma", "akkoma", "mobilizon", "other"],
)
def test_microblogs_and_the_unknown_read_boosts(software):
    assert dialects.form_for(software) == int(Form.PLAIN)


@pytest.mark.parametrize(
    ("software", "honours"), [("fedcop", True), ("", False), ("mastodon", False), ("lemmy", False)]
)
def test_what_is_for_members_goes_to_those_alone_who_keep_it(software, honours):
    assert dialects.honours_members(software) is honours
