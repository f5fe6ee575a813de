"""What Tortoise cannot say: partial indexes, and the one row of the log's head.

Partial indexes keep the cost of "what is open" proportional to what is open, whatever the
planner's statistics say. `0 + column` is an index that only queries which say so can use, and
`column + 0` one apart from that: see store/queries/windows.py.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = (
    ("UNIQUE", "actor_local_name", "actor (name) WHERE host = ''"),
    ("", "actor_name", "actor (lower(name), id)"),
    ("", "actor_display", "actor (substr(lower(display), 1, 60), id)"),
    ("UNIQUE", "account_email", "account (email) WHERE email <> ''"),
    ("", "follow_pending", "follow (next_try) WHERE state = 'pending' AND next_try > 0"),
    ("", "follow_behind", "follow (target_id, lane_id, id) WHERE state = 'accepted'"),
    ("", "post_threads", "post ((0 + community_id), bumped, id) WHERE top = 1 AND deleted = 0"),
    ("", "post_newest", "post (community_id, id) WHERE top = 1 AND deleted = 0"),
    (
        "",
        "post_local",
        "post (here, id) WHERE top = 1 AND deleted = 0 AND audience = 0 AND here > 0",
    ),
    ("", "post_public", "post (local, id) WHERE top = 1 AND deleted = 0 AND audience = 0"),
    ("", "post_written", "post ((0 + author_id), id) WHERE deleted = 0 AND audience < 4"),
    ("", "post_orphans", "post (reply_to_uri) WHERE reply_to_id = 0 AND reply_to_uri <> ''"),
    (
        "",
        "follow_here",
        "follow ((0 + target_id), (0 + id)) WHERE state = 'accepted' AND lane_id = 0",
    ),
    ("", "follow_side", "follow ((target_id + 0), state, (id + 0))"),
    ("", "follow_other", "follow ((0 + follower_id), (0 + id)) WHERE state = 'accepted'"),
    ("", "reaction_page", "reaction ((0 + post_id), id)"),
    ("", "boost_page", "boost ((0 + post_id), id)"),
    ("", "follow_asked", "follow ((0 + target_id), (0 + id)) WHERE state = 'pending'"),
    ("", "home_page", "home_line ((0 + owner_id), line)"),
    ("", "notification_page", "notification ((0 + recipient_id), (0 + id))"),
    ("", "inbox_due", "inbox_message (next_try, id) WHERE state = 0"),
    ("", "inbox_key", "inbox_message (key, id) WHERE state = 0"),
    ("", "inbox_settled", "inbox_message (settled) WHERE state > 0"),
    ("", "event_open", "event (done, id, next_try, key) WHERE done < 1"),
    ("", "event_waiting", "event (key, next_try) WHERE done < 1 AND next_try > 0"),
    ("", "address_stream", "log_address (stream_id, position) WHERE stream_id <> 0"),
    ("", "address_lane", "log_address (lane_id, position) WHERE lane_id <> 0 AND settled = 0"),
    ("", "entry_whole", "log_entry (position) WHERE forms <> 0"),
    ("", "address_settled", "log_address (lane_id) WHERE lane_id <> 0 AND settled = 1"),
    ("", "follow_lane", "follow (lane_id) WHERE lane_id <> 0"),
    ("", "lane_held", "lane (lease_until) WHERE holder <> 0"),
    ("UNIQUE", "lane_stream_open", "lane_stream (lane_id, stream_id) WHERE until = 0"),
    ("", "lane_item_open", "lane_item (lane_id, next_try) WHERE state = 0"),
    ("", "catch_up_due", "catch_up (due, id) WHERE due > 0"),
    ("", "notification_unread", "notification (recipient_id, id) WHERE read = 0"),
    (
        "",
        "follow_waiting",
        "follow ((target_id - 0)) WHERE notify = 1 AND state = 'accepted' AND lane_id = 0",
    ),
    ("", "notification_group", "notification (group_key, recipient_id, id)"),
    (
        "",
        "notification_filtered",
        "notification ((recipient_id + 0), actor_id, id) WHERE filtered = 1",
    ),
    ("", "notification_request_page", "notification_request ((0 + owner_id), (0 + id))"),
    ("", "conversation_page", "conversation ((0 + owner_id), last_post_id)"),
    ("", "poll_ending", "poll (ends_at) WHERE closed = 0 AND ends_at > 0"),
    ("", "poll_due", "poll_tally (due) WHERE due > 0"),
    ("", "push_due", "push_subscription (due, id) WHERE due > 0"),
    ("", "media_kept", "media (used, id, size) WHERE used > 0"),
    ("", "media_profile", "media ((0 + owner_id), id) WHERE place = 2"),
    (
        "",
        "post_public_files",
        "post ((0 + local), (0 + id)) WHERE top = 1 AND deleted = 0 AND audience = 0 AND files > 0",
    ),
    ("", "post_author_files", "post ((author_id + 0), (0 + id)) WHERE files > 0"),
    (
        "",
        "post_thread_files",
        "post ((community_id + 0), (0 + id)) WHERE top = 1 AND deleted = 0 AND files > 0",
    ),
    ("", "hashtag_files", "hashtag ((tag || ''), (0 + post_id)) WHERE files > 0"),
)


class Migration(migrations.Migration):
    """Partial indexes and the head of the log."""

    dependencies = [("fedcop", "0001_first")]

    operations = [
        ops.RunSQL(
            [f"CREATE {kind} INDEX {name} ON {what}" for kind, name, what in INDEXES],
            reverse_sql=[f"DROP INDEX {name}" for _, name, _ in INDEXES],
        ),
        ops.RunSQL(
            "INSERT INTO log_head (id, head) VALUES (1, 0)", reverse_sql="DELETE FROM log_head"
        ),
    ]
