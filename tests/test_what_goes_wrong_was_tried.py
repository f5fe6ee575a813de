"""Each line of the page on what goes wrong was tried: here stands where, and that is looked up."""

import ast
import re
from functools import cache

import pytest

from tests.corpus import ROOT

_ROWS = re.compile(r"(?m)^\| ([^|]+?) \| [^|]* \| [^|]* \|$")
_PAGE = ROOT / "docs/how-to/when-things-go-wrong.md"

TRIED = {
    "The mail server is gone": [
        ("mailing/test_the_mail_server_is_gone.py", "gone_for_a_day_then_everything_arrives_once"),
    ],
    "The issuer of sign-on is down": [
        ("web/test_people_come_through_an_issuer.py", "the_issuer_is_down_and_the_password_still"),
        ("web/test_sign_on_with_a_real_issuer.py", "the_issuer_goes_down_and_the_page_says_so"),
    ],
    "The bucket for files refuses": [
        ("network/test_files_in_a_bucket.py", "while_s3_is_away_nothing_is_half_done"),
        ("network/test_files_in_a_bucket.py", "the_check_names_what_keeps_files"),
    ],
    "The disk is full": [
        ("network/test_disk_is_full.py", "what_cannot_be_kept_is_answered_503"),
        ("watching/test_a_check_names_the_cause.py", "a_full_disk_is_named_by_a_check"),
    ],
    "The disk fills up in the middle of a backup": [
        ("keeping/test_damaged_sets_and_full_disks.py", "a_disk_that_fills_up_leaves_older_sets"),
    ],
    "A set is damaged": [
        ("keeping/test_damaged_sets_and_full_disks.py", "a_node_that_is_there_stays_when_the_set"),
    ],
    "An upgrade is killed half-way": [
        ("upgrade/test_an_upgrade_is_run.py", "killed_wherever_it_is_it_goes_on"),
    ],
    "The clock jumps": [
        ("network/test_the_clock_jumps.py", "a_day_ahead_and_back"),
        ("keeping/test_backups_are_made_at_their_time.py", "a_clock_that_jumps_a_month_ahead"),
        ("watching/test_a_check_names_the_cause.py", "a_clock_that_is_minutes_off_is_seen"),
    ],
    "The certificate of another server has expired": [
        ("deploy/test_a_fresh_debian_becomes_a_node.py", "the_page_leads_to_a_node"),
    ],
    "Our own certificate has expired": [
        ("watching/test_the_way_to_an_address.py", "a_certificate_that_peers_refuse_is_refused"),
    ],
    "Another server is away for days": [
        ("network/test_peers_misbehave_when_told.py", "a_server_that_was_down_for_days_costs"),
    ],
    "The database is away": [
        ("network/test_restart_postgresql_under_load.py", "nothing_is_lost_and_only_503"),
        ("deploy/test_the_layout_stands.py", "the_database_may_be_killed_as_well"),
    ],
    "A process is killed": [
        ("deploy/test_the_layout_stands.py", "a_post_crosses_whichever_process_is_killed"),
        ("network/test_kill_nine_loses_nothing.py", "nothing_is_lost_or_done_twice"),
    ],
    "You block your own domain, or one above it": [
        ("cli/test_other_servers.py", "ourselves_and_what_is_no_domain_are_not_blocked"),
        ("web/admin/test_with_whom_we_speak_on_pages.py", "nobody_decides_about_their_own_domain"),
    ],
    "The last owner gives up the role, is disabled, or ends their account": [
        ("privacy/test_somebody_is_forgotten.py", "the_last_owner_stays"),
        ("web/test_an_account_is_deleted.py", "the_last_owner_is_told_why_not"),
        ("web/admin/test_people_are_looked_after.py", "the_last_owner_stays"),
    ],
    "All that was the node is gone": [
        ("deploy/test_the_layout_stands.py", "restored_elsewhere_it_goes_on_with_the_keys"),
        ("network/test_a_restored_node_stays_quiet.py", "a_restored_node_is_quiet_until"),
    ],
    "The master key is gone": [
        ("keeping/test_the_master_key_on_paper.py", "a_lost_key_comes_back_from_its_sheet"),
    ],
}


@cache
def stories(file: str) -> frozenset[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    functions = [
        one for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return frozenset(one.name for one in functions)


def test_the_page_and_what_was_tried_agree() -> None:
    rows = _ROWS.findall(_PAGE.read_text("utf-8"))
    assert rows[0] == "What happens"
    assert set(rows[1:]) - {"---"} == set(TRIED)


@pytest.mark.parametrize("row", TRIED)
def test_it_was_tried(row: str) -> None:
    for file, name in TRIED[row]:
        assert any(one.startswith(f"test_{name}") for one in stories(file)), (file, name)
