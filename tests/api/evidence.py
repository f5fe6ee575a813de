"""What is asked so that every route has answered with something: addresses, and deeds in order.

`{names}` are those of `tests.api.world`. A route that is in neither table, nor among the reviewed
exceptions, fails the tests.
"""

from typing import Any

from tests.pushes import App

# Of every kind of account: one's own, others', communities, remote ones, one that is gone.
_WHO = ("bo", "ann", "weavers", "circle", "rita", "potters", "cleo", "nobody")
# Of every kind of status: in a community, passed on, for members, remote, one's own and so on.
_WHAT = (
    *("post", "relay", "reply", "below", "members", "far", "start", "direct", "own", "boost"),
    *("gone_post", "nothing", "poll", "own_poll", "ended_poll"),
)
V1, V2 = "/api/v1", "/api/v2"
_TALKS, _TOLD, _TOLD2 = f"{V1}/conversations", f"{V1}/notifications", f"{V2}/notifications"


def _each(pattern: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(pattern.replace("*", "{" + name + "}") for name in names)


READS: tuple[str, ...] = (
    "/.well-known/oauth-authorization-server",
    "/oauth/userinfo",
    *_each(f"{V1}/accounts/*", _WHO),
    *_each(f"{V1}/accounts/*/statuses", _WHO),
    *_each(f"{V1}/accounts/*/statuses?pinned=true", ("bo",)),
    *_each(f"{V1}/accounts/*/statuses?only_media=true", ("bo",)),
    *_each(f"{V1}/accounts/*/followers", _WHO),
    *_each(f"{V1}/accounts/*/following", _WHO),
    *_each(f"{V1}/accounts/*/featured_tags", _WHO),
    *_each(f"{V1}/accounts/*/lists", ("ann", "weavers", "nobody")),
    f"{V1}/accounts?id[]={{ann}}&id[]={{potters}}&id[]={{nobody}}",
    f"{V1}/accounts/familiar_followers?id[]={{ann}}",
    f"{V1}/accounts/lookup?acct=ann",
    f"{V1}/accounts/lookup?acct=rita@riverside.example",
    f"{V1}/accounts/lookup?acct=nobody",
    f"{V1}/accounts/relationships?id[]={{ann}}&id[]={{weavers}}&id[]={{rita}}&id[]={{eve}}",
    f"{V1}/accounts/relationships?id[]={{fay}}&id[]={{dan}}&id[]={{nobody}}",
    f"{V1}/accounts/search?q=an",
    f"{V1}/accounts/verify_credentials",
    f"{V1}/apps/verify_credentials",
    f"{V1}/blocks",
    f"{V1}/bookmarks",
    _TALKS,
    f"{V1}/domain_blocks",
    f"{V1}/favourites",
    f"{V1}/featured_tags",
    f"{V1}/featured_tags/suggestions",
    f"{V1}/filters",
    f"{V1}/filters/{{filter_v1}}",
    f"{V1}/follow_requests",
    f"{V1}/followed_tags",
    f"{V1}/instance",
    f"{V1}/instance/extended_description",
    f"{V1}/instance/privacy_policy",
    f"{V1}/instance/rules",
    f"{V1}/instance/terms_of_service",
    f"{V1}/lists",
    *_each(f"{V1}/lists/*", ("list", "circle_list", "nothing")),
    *_each(f"{V1}/lists/*/accounts", ("list", "circle_list", "nothing")),
    f"{V1}/markers?timeline[]=home&timeline[]=notifications",
    f"{V1}/media/{{media}}",
    f"{V1}/mutes",
    _TOLD,
    f"{_TOLD}?types[]=mention",
    *_each(f"{_TOLD}/*", ("notification", "nothing")),
    f"{_TOLD}/policy",
    f"{_TOLD}/requests",
    *_each(f"{_TOLD}/requests/*", ("request", "nothing")),
    f"{_TOLD}/requests/merged",
    f"{_TOLD}/unread_count",
    *_each(f"{V1}/polls/*", ("poll", "own_poll", "far_poll", "ended_poll", "nothing")),
    f"{V1}/preferences",
    f"{V1}/push/subscription",
    f"{V1}/scheduled_statuses",
    *_each(f"{V1}/scheduled_statuses/*", ("scheduled", "nothing")),
    f"{V1}/statuses?id[]={{post}}&id[]={{relay}}&id[]={{members}}&id[]={{nothing}}",
    *_each(f"{V1}/statuses/*", _WHAT),
    *_each(f"{V1}/statuses/*/context", _WHAT),
    *_each(f"{V1}/statuses/*/favourited_by", _WHAT),
    *_each(f"{V1}/statuses/*/reblogged_by", _WHAT),
    *_each(f"{V1}/statuses/*/history", _WHAT),
    *_each(f"{V1}/statuses/*/source", ("own", "reply", "post")),
    f"{V1}/streaming/health",
    f"{V1}/tags/wool",
    f"{V1}/tags/nothing",
    f"{V1}/timelines/home",
    f"{V1}/timelines/home?limit=2",
    *_each(f"{V1}/timelines/list/*", ("list", "circle_list", "nothing")),
    f"{V1}/timelines/public",
    f"{V1}/timelines/public?local=true",
    f"{V1}/timelines/public?remote=true",
    f"{V1}/timelines/public?only_media=true",
    f"{V1}/timelines/tag/wool",
    f"{V2}/filters",
    *_each(f"{V2}/filters/*", ("filter", "nothing")),
    f"{V2}/filters/{{filter}}/keywords",
    f"{V2}/filters/{{filter}}/statuses",
    f"{V2}/filters/keywords/{{keyword}}",
    f"{V2}/filters/statuses/{{filtered}}",
    f"{V2}/instance",
    _TOLD2,
    f"{_TOLD2}?types[]=favourite",
    *_each(f"{_TOLD2}/*", ("group", "nothing")),
    f"{_TOLD2}/{{group}}/accounts",
    f"{_TOLD2}/policy",
    f"{_TOLD2}/unread_count",
    f"{V2}/search?q=wo",
    f"{V2}/search?q=an",
    f"{V2}/search?q={{link}}",
    "/pictures/avatar.png",
)

# Where an app is told; nobody is there.
PUSH: dict[str, Any] = {"subscription": App("https://push.example/to/bo").subscription}

# What is done, in this order: method, address, body. A body that is bytes is a file.
Deed = tuple[str, str, Any]
DEEDS: tuple[Deed, ...] = (
    ("POST", f"{V1}/statuses", {"status": "Hello", "visibility": "unlisted"}),
    ("PUT", f"{V1}/statuses/{{own}}", {"status": "Once more #wool"}),
    ("POST", f"{V1}/polls/{{poll}}/votes", {"choices": ["0", "2"]}),
    *(
        ("POST", f"{V1}/statuses/{{start}}/{deed}", {})
        for deed in (
            *("favourite", "unfavourite", "reblog", "unreblog", "bookmark", "unbookmark"),
            *("mute", "unmute"),
        )
    ),
    ("POST", f"{V1}/statuses/{{own}}/unpin", {}),
    ("POST", f"{V1}/statuses/{{own}}/pin", {}),
    ("POST", f"{V1}/accounts/{{noor}}/follow", {"notify": True}),
    ("POST", f"{V1}/accounts/{{noor}}/unfollow", {}),
    ("POST", f"{V1}/accounts/{{noor}}/mute", {"duration": 60}),
    ("POST", f"{V1}/accounts/{{noor}}/unmute", {}),
    ("POST", f"{V1}/accounts/{{noor}}/block", {}),
    ("POST", f"{V1}/accounts/{{noor}}/unblock", {}),
    ("POST", f"{V1}/accounts/{{noor}}/note", {"comment": "Of the kiln"}),
    ("POST", f"{V1}/accounts/{{ann}}/remove_from_followers", {}),
    ("POST", f"{V1}/follow_requests/{{dan}}/authorize", {}),
    ("POST", f"{V1}/follow_requests/{{fay}}/reject", {}),
    ("PATCH", f"{V1}/accounts/update_credentials", {"display_name": "Bo B"}),
    ("DELETE", f"{V1}/profile/avatar", {}),
    ("DELETE", f"{V1}/profile/header", {}),
    ("POST", f"{V1}/domain_blocks", {"domain": "noisy.example"}),
    ("DELETE", f"{V1}/domain_blocks", {"domain": "noisy.example"}),
    ("POST", f"{V1}/featured_tags", {"name": "care"}),
    ("DELETE", f"{V1}/featured_tags/{{featured}}", {}),
    *(
        ("POST", f"{V1}/tags/care/{deed}", {})
        for deed in ("follow", "unfollow", "feature", "unfeature")
    ),
    ("POST", f"{V1}/filters", {"phrase": "silt", "context": ["home"]}),
    ("PUT", f"{V1}/filters/{{filter_v1}}", {"phrase": "mire", "context": ["public"]}),
    ("DELETE", f"{V1}/filters/{{filter_v1}}", {}),
    ("POST", f"{V2}/filters", {"title": "Sand", "context": ["home"], "filter_action": "blur"}),
    ("PUT", f"{V2}/filters/{{filter}}", {"title": "Loam"}),
    ("POST", f"{V2}/filters/{{filter}}/keywords", {"keyword": "peat"}),
    ("PUT", f"{V2}/filters/keywords/{{keyword}}", {"keyword": "turf"}),
    ("DELETE", f"{V2}/filters/keywords/{{keyword}}", {}),
    ("POST", f"{V2}/filters/{{filter}}/statuses", {"status_id": "{far}"}),
    ("DELETE", f"{V2}/filters/statuses/{{filtered}}", {}),
    ("DELETE", f"{V2}/filters/{{filter}}", {}),
    ("POST", f"{V1}/lists", {"title": "Far"}),
    ("PUT", f"{V1}/lists/{{list}}", {"title": "Nearer"}),
    ("POST", f"{V1}/lists/{{list}}/accounts", {"account_ids": ["{rita}"]}),
    ("DELETE", f"{V1}/lists/{{list}}/accounts", {"account_ids": ["{rita}"]}),
    ("DELETE", f"{V1}/lists/{{list}}", {}),
    ("POST", f"{V1}/markers", {"home": {"last_read_id": "{post}"}}),
    ("POST", f"{V1}/media", b"file"),
    ("POST", f"{V2}/media", b"file"),
    ("PUT", f"{V1}/media/{{media}}", {"description": "A wall"}),
    ("DELETE", f"{V1}/media/{{media}}", {}),
    ("POST", f"{_TALKS}/{{talk}}/read", {}),
    ("POST", f"{_TALKS}/{{talk}}/unread", {}),
    ("DELETE", f"{_TALKS}/{{talk}}", {}),
    ("POST", f"{_TOLD}/{{notification}}/dismiss", {}),
    ("POST", f"{_TOLD2}/{{group}}/dismiss", {}),
    ("PUT", f"{_TOLD}/policy", {"filter_not_following": True}),
    ("PATCH", f"{_TOLD2}/policy", {"for_not_followers": "accept"}),
    ("POST", f"{_TOLD}/requests/{{request}}/accept", {}),
    ("POST", f"{_TOLD}/requests/{{other_request}}/dismiss", {}),
    ("POST", f"{_TOLD}/clear", {}),
    ("PUT", f"{V1}/push/subscription", {"data": {"alerts": {"poll": True}, "policy": "followed"}}),
    ("POST", f"{V1}/push/subscription", PUSH),
    ("DELETE", f"{V1}/push/subscription", {}),
    ("POST", f"{V1}/reports", {"account_id": "{ann}", "status_ids": ["{post}"]}),
    ("PUT", f"{V1}/scheduled_statuses/{{scheduled}}", {"scheduled_at": "{tomorrow}"}),
    ("DELETE", f"{V1}/scheduled_statuses/{{scheduled}}", {}),
    ("DELETE", f"{V1}/statuses/{{own}}", {}),
    ("POST", "/oauth/userinfo", {}),
)

# Routes whose answers are shown elsewhere, or are nothing on purpose, and why.
EXCEPTIONS: dict[str, str] = {
    "POST /api/v1/apps": "before there is a token: test_contract_of_the_door",
    "POST /oauth/token": "before there is a token: test_contract_of_the_door",
    "POST /api/v1/accounts": "where a node is open: test_somebody_signs_up",
    "POST /api/v1/emails/confirmations": "where somebody waits: test_somebody_signs_up",
    "POST /oauth/revoke": "ends the token: test_apps_get_in",
    "POST /oauth/introspect": "for apps alone: test_apps_get_in",
    "POST /api/v1/notifications/dismiss": "the oldest form of :id/dismiss, without a schema",
    "POST /api/v1/notifications/requests/accept": "of several: test_contract_of_notifications",
    "POST /api/v1/notifications/requests/dismiss": "of several: test_contract_of_notifications",
}
