"""What each table keeps of people: what of it they are given, and what becomes of it at the end.

Every table stands here, in one of the two lists. A test fails when a new one does not, and it
reads the whole database after somebody was erased: what still names them has to be `stays` here.
"""

from typing import Final

from fedcop.store.queries.kept import Kept
from fedcop.store.queries.kept_own import ACCOUNT, POSTS, PRACTICE, WRITING

__all__ = ["KEPT", "OF_NOBODY", "Kept"]

OTHERS: Final = (
    Kept(
        "follow",
        "whom you follow, and who follows you",
        ("follower_id", "target_id"),
        people=("follower_id", "target_id"),
    ),
    Kept("steward", "communities you look after", ("actor_id",), people=("community_id",)),
    Kept(
        "community",
        "communities you founded",
        ("founder_id",),
        blank=("founder_id",),
        key="actor_id",
    ),
    Kept(
        "personal_block",
        "whom you block",
        ("actor_id",),
        named=("blocked_id",),
        people=("blocked_id",),
    ),
    Kept("mute", "whom you mute", ("actor_id",), named=("muted_id",), people=("muted_id",)),
    Kept("thread_mute", "threads you mute", ("actor_id",)),
    Kept("personal_domain_block", "servers you block", ("actor_id",)),
    Kept(
        "account_note",
        "what you noted of others",
        ("actor_id",),
        named=("subject_id",),
        people=("subject_id",),
    ),
    Kept("reading_list", "your lists", ("owner_id",)),
    Kept(
        "list_member",
        "who stands on your lists",
        ("owner_id",),
        named=("actor_id",),
        people=("actor_id",),
    ),
    Kept("followed_tag", "hashtags you follow", ("actor_id",)),
    Kept("featured_tag", "hashtags you show", ("actor_id",)),
    Kept("post_filter", "your filters", ("owner_id",)),
    Kept("filter_keyword", "the words of your filters", ("owner_id",)),
    Kept("filter_post", "the posts of your filters", ("owner_id",)),
    Kept(
        "notification",
        "your notifications",
        ("recipient_id",),
        named=("actor_id",),
        people=("actor_id",),
    ),
    Kept("notification_policy", "whom you want to hear from", ("owner_id",), key="owner_id"),
    Kept(
        "notification_request",
        "notifications that wait until you ask",
        ("owner_id",),
        named=("actor_id",),
        people=("actor_id",),
    ),
    Kept(
        "notification_permission",
        "whom you hear from all the same",
        ("owner_id",),
        named=("actor_id",),
        people=("actor_id",),
    ),
    Kept(
        "home_line",
        "",
        ("owner_id",),
        named=("via_id",),
        why="your home timeline: made of whom you follow, and made anew at any time",
    ),
)

HOUSE: Final = (
    Kept(
        "report",
        "reports you filed",
        ("reporter_id",),
        named=("subject_id", "assigned_id", "resolved_by"),
        secret=("assigned_id", "resolved_by"),
        people=("subject_id",),
        blank=("reporter_id",),
        why="reports about you are not given out, for the sake of who wrote them; what was decided"
        " is",
        stays=True,
    ),
    Kept(
        "report_evidence",
        "",
        through=("post_id", *POSTS),
        why="what your posts said when they were reported; it goes with the report, by its rule",
        stays=True,
    ),
    Kept(
        "report_step",
        "",
        ("actor_id",),
        why="the work on reports, which names others; it goes with the report, by its rule",
        stays=True,
    ),
    Kept(
        "decision",
        "what was decided about you",
        ("subject_id",),
        named=("by_id", "lifted_by"),
        secret=("by_id", "lifted_by", "kept", "key_hash"),
        wipe="words = '', kept = '', kept_until = 0, key_hash = ''",
        stays=True,
        why="the public record of moderation, with the number of the account; what was said to the"
        " person alone is blanked",
    ),
    Kept(
        "appeal",
        "where you asked for another look",
        through=("decision_id", "decision", "subject_id"),
        named=("decided_by",),
        blank=("decided_by",),
        secret=("decided_by",),
    ),
    Kept(
        "person_note",
        "",
        named=("subject_id", "author_id"),
        blank=("author_id",),
        why="notes of those who run the node for each other, which may name third persons: ask"
        " them",
    ),
    Kept(
        "audit_entry",
        "what you did while you ran the node",
        ("actor_id",),
        stays=True,
        why="the record of what those who run the node did; it goes by its rule",
    ),
    Kept(
        "glass",
        "communities you read as an admin",
        ("actor_id",),
        people=("community_id",),
        stays=True,
        why="the stewards are to know who read their members' posts",
    ),
    Kept(
        "quiet_share",
        "",
        ("holder_id",),
        why="a sealed part of a key that stewards hold: it tells something of others alone",
    ),
    Kept(
        "quiet_opening",
        "",
        ("by_id",),
        why="who wanted to know who asked; it stays for the stewards to see",
        stays=True,
    ),
    Kept(
        "log_entry",
        "",
        ("actor_id",),
        why="what other servers were told of you, for thirty days: it is in your outbox; the"
        " deletion itself waits there until they have it",
        stays=True,
        key="position",
    ),
    Kept(
        "stream",
        "",
        ("owner_id",),
        why="a number for what is told in your name; it goes when the keys do",
        stays=True,
    ),
)

KEPT: Final = ACCOUNT + WRITING + PRACTICE + OTHERS + HOUSE

# What tells nothing of a person, or nothing that anybody could find them by.
OF_NOBODY: Final = {
    "app": "programs, which register without a person",
    "brought_thing": "what became of an export of another program: its posts are their authors'",
    "catch_up": "which communities and threads of other nodes are read",
    "document": "public documents by their hash; they go with what they say",
    "domain_rule": "rules about servers",
    "event": "numbers of what happened, for seven days",
    "house_rule": "the rules of the node",
    "inbox_message": "what other servers sent, in their words, for as long as the setting says",
    "lane": "inboxes of other servers",
    "lane_item": "deliveries that wait",
    "lane_stream": "how far other servers have read",
    "lease": "which process does what",
    "lineage": "what one artifact owes to another",
    "log_address": "which servers are owed what",
    "log_head": "one number",
    "node_day": "counts of a day",
    "node_value": "facts about the node",
    "peer": "other servers",
    "peer_sample": "how other servers do",
    "pin": "what stands at the top of communities",
    "pulse_count": "counts of answers",
    "pulse_mark": "marks that only this node can make, and nobody can read",
    "quiet_question": "questions without a name: nobody is to know whose, this node included",
    "quiet_link": "sealed: who asked without a name",
    "quiet_rule": "rules of communities",
    "quiet_word": "what is asked without a name",
    "refusal": "the latest requests that were refused",
    "review_rule": "rules of communities",
    "ring": "wakes of processes",
    "unnamed_review": "reviews without a name: only a mark says whose, until they are published",
}
